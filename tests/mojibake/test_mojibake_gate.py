"""The gate in front of the repair never stays shut before what could be repaired."""

from __future__ import annotations

import importlib.util
import itertools
import os
import random
import re
import re._constants as constants
import re._parser as parser
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest
from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES, is_bad

from cleanpress import Document, Mojibake
from cleanpress.filters.mojibake import legacy, utf8
from cleanpress.filters.mojibake.gate import damaged_lines, spotted
from cleanpress.filters.mojibake.pages import NARROW
from cleanpress.filters.mojibake.repair import Mender
from cleanpress.filters.mojibake.spots import condition, damaged

ROOT = Path(__file__).parents[2]


def tool(path: str) -> ModuleType:
    """A module of the folder of tools."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / "tools" / path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def alphabet() -> list[str]:
    """A character or two of every category the badness test knows, and plain ones."""
    picked = "aZ .?\n\u00a0"
    for chars in MOJIBAKE_CATEGORIES.values():
        picked += chars[:2] + chars[-2:]
    return sorted({*picked.replace("-", ""), *"ÂÃÎÐØÙŒœ°µ´ВГРСвЂўΒΓΞΟβ€√≈‚Äâ×²à¹ā\x81\x9d"})


def test_the_gate_never_misses_what_the_badness_test_finds() -> None:
    chars = alphabet()
    rng = random.Random(7)
    pairs = ["".join(pair) for pair in itertools.product(chars, repeat=2)]
    longer = ["".join(rng.choices(chars, k=rng.randint(3, 6))) for _ in range(40_000)]
    found = [text for text in pairs + longer if is_bad(text)]
    assert len(found) > 3_000
    assert [text for text in found if not spotted(text)] == []


def test_a_florin_sign_is_a_letter_and_damage() -> None:
    assert all(is_bad(text) and spotted(text) for text in (" «ƒ", " ƒ¡", "Dƒ”", "le ƒ®"))
    assert not spotted("ƒe aƒe me nuɖuɖu")


LATIN = "plain words of a Latin text without any sign of damage, long enough to tell the script by\n" * 3
CYRILLIC = "обычные слова русского текста без следов повреждений, чтобы узнать письменность\n" * 3


JAPANESE = "これは壊れていない普通の日本語の文章で、どの文字も正しいままです。\n" * 4
THAI = "ข้อความภาษาไทยธรรมดาที่ไม่มีร่องรอยความเสียหายใด ๆ ยาวพอที่จะบอกได้\n" * 3
GREEK = "απλές λέξεις ενός ελληνικού κειμένου χωρίς κανένα σημάδι ζημιάς\n" * 4
FRENCH = "Été comme hiver, l’école reste ouverte à tous – même à Noël, où ça gèle.\n" * 4
CONTEXTS = (LATIN, CYRILLIC, JAPANESE, THAI, GREEK, FRENCH)


def opened(lines: list[str], context: str) -> set[str]:
    """The lines for which the gate opens when they stand among others, which say what text it is."""
    text = context + "\n".join(lines) + "\n" + context
    return {text[start:end] for start, end in damaged_lines(text)}


def beginnings() -> list[str]:
    """Every character that a condition begins with."""
    pattern = condition().pattern
    first = re.compile(pattern[: pattern.index("]") + 1])
    return [char for char in map(chr, range(0x80, 0x10000)) if first.match(char)]


_FUZZED = (
    [*map(chr, range(0xA0, 0x700)), *"กขเะัื€ﾃﾎﾐｱｴ､一中文茅西한글각챕─├▒"],
    "aeioubdzsykxAEZ 0.,'\"-",
    "ÂÃÄÅâþýðõńăąĺŇľđґΒВГРСЮЯเธนﾎﾐﾗﾘ窶\uf8f0œŒ",
    "’“”–—…«»\xa0°·•€",
)


def fuzzed(seed: int, number: int) -> list[str]:
    """Lines of up to eight characters: what conditions begin with, letters, ASCII, what matters most."""
    rng = random.Random(seed)
    groups = (beginnings(), *_FUZZED)
    found = ("".join(rng.choice(rng.choice(groups)) for _ in range(rng.randint(1, 8))) for _ in range(number))
    return list(dict.fromkeys(found))


def assert_exact(what: str, lines: list[str]) -> None:
    """The gate opens for the damaged lines and for no other: alone, and among lines of six kinds of text."""
    right = {line: damaged(line) for line in lines}
    wrong = [line for line in lines if spotted(line) != right[line]]
    assert not wrong, f"{what}, alone: {wrong[:20]!a}"
    for first in range(0, len(lines), 60):
        some = lines[first : first + 60]
        for context in CONTEXTS:
            wrong = sorted({line for line in some if right[line]} ^ opened(some, context))
            assert not wrong, f"{what}, {first} to {first + 60} behind {context[:8]!r}: {wrong[:20]!a}"


def test_the_gate_opens_for_damaged_lines_and_no_others() -> None:
    """Suspects are looked for in one way in Latin text and in another elsewhere; a line is damaged or not in either."""
    assert_exact(
        "pairs",
        ["".join(pair) for pair in itertools.product([*alphabet(), *"ăńЯ─แﾃｱ茅"], repeat=2) if "\n" not in pair],
    )
    lines = fuzzed(11, 8_000)
    assert 4_000 < sum(map(damaged, lines)) < len(lines)
    assert_exact("seed 11", lines)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(200, 200 + int(os.environ.get("CLEANPRESS_GATE_SEEDS", "20"))))
def test_the_gate_opens_for_damaged_lines_of_any_characters_and_no_others(seed: int) -> None:
    """20,000 lines for each seed, about four seconds each."""
    assert_exact(f"seed {seed}", fuzzed(seed, 20_000))


def pairs_of_pages() -> Iterator[tuple[str, Callable[[str], str | None]]]:
    """Every way of reading a text with a wrong page that the search can undo, with its name."""
    damage = tool("mojibake/damage.py")
    for page in NARROW:
        yield f"utf8-as-{page}", damage.utf8_as(page)
    for page in utf8.WIDE_PAGES:
        yield f"utf8-as-{page}", damage.utf8_as_wide(page)
    for page in legacy.WIDE_PAGES:
        yield f"{page}-as-cp1252", damage.wide_as(page, "cp1252")
    for read, pages in legacy._WRITTEN.items():
        for page in pages:
            yield f"{page}-as-{read}", damage.legacy_as(page, read)


def every_damaged_line() -> Iterator[tuple[str, str]]:
    """180 sentences of 60 languages in every kind of damage: each pair of pages, and the catalogue of the benchmark."""
    kinds = [*pairs_of_pages(), *((name, kind) for name, (kind, _) in tool("mojibake/damage.py").KINDS.items())]
    rows = (ROOT / "tools" / "mojibake" / "sentences.tsv").read_text(encoding="utf-8").splitlines()
    rights = [row.split("\t")[1] for row in rows]
    for name, damage in kinds:
        for right in rights:
            line = damage(right)
            if line is not None and line != right and "\n" not in line:
                yield name, line


def test_the_gate_opens_for_whatever_the_filter_mends() -> None:
    """10,600 damaged lines: where the gate stays shut, nothing would be proposed if it were propped open."""
    lines = dict.fromkeys(line for _, line in every_damaged_line())
    assert len(lines) > 10_000
    shut = [line for line in lines if not spotted(line)]
    with patch("cleanpress.filters.mojibake.damaged_lines", lambda text, _: [(0, len(text))]):
        assert [line for line in shut if Mojibake().scan(Document(line))] == []


def test_hardly_a_damaged_line_shows_no_spot_and_could_be_mended() -> None:
    """What is lost by searching only lines with a spot: 12 of 10,600, of four sentences that show next to nothing."""
    shut = [line for line in {line for _, line in every_damaged_line()} if not spotted(line)]
    assert sum(any(not found.doubt for found in Mender().findings(line)) for line in shut) <= 12


@pytest.mark.slow
def test_the_gate_opens_for_damaged_lines_among_others_as_it_does_alone() -> None:
    lines = sorted({line for _, line in every_damaged_line()})
    for context in CONTEXTS:
        for first in range(0, len(lines), 60):
            some = lines[first : first + 60]
            assert opened(some, context) & set(some) == {line for line in some if damaged(line)}


def equivalence_classes() -> list[list[str]]:
    """The characters, by the sets of the badness pattern, as it is parsed: it cannot tell those of one class apart."""
    sets: list[set[int]] = []

    def walk(tokens: Any) -> None:
        for name, value in tokens:
            if name is constants.IN:
                items = [item for item in value if item[0] in (constants.LITERAL, constants.RANGE)]
                pairs = [(v, v) if op is constants.LITERAL else v for op, v in items]
                sets.append({code for low, high in pairs for code in range(low, high + 1)})
            elif name is constants.LITERAL:
                sets.append({value})
            elif name is constants.BRANCH:
                for branch in value[1]:
                    walk(branch)
            elif name in (constants.SUBPATTERN, constants.MAX_REPEAT, constants.MIN_REPEAT):
                walk(value[-1])
            elif name in (constants.ASSERT, constants.ASSERT_NOT):
                walk(value[1])

    walk(parser.parse(BADNESS_RE.pattern, BADNESS_RE.flags))
    classes: dict[tuple[bool, ...], list[str]] = {}
    for char in map(chr, (*range(0x20, 0x3000), *range(0xF800, 0x10000))):
        told = (*(ord(char) in codes for codes in sets), char.isspace(), char.isalnum())
        classes.setdefault(told, []).append(char)
    return sorted(classes.values())


def strings(classes: list[list[str]], seed: int, number: int, longest: int) -> list[str]:
    """Strings of two characters and more at random: each of any class alike, and any of its class."""
    rng = random.Random(seed)
    return ["".join(rng.choice(rng.choice(classes)) for _ in range(rng.randint(2, longest))) for _ in range(number)]


def test_the_gate_opens_for_all_pairs_and_many_others_of_the_badness_test() -> None:
    classes = equivalence_classes()
    assert len(classes) > 70
    assert_never_missed("pairs", ["".join((a[0], b[0])) for a, b in itertools.product(classes, repeat=2)])
    assert_never_missed("seed 3", strings(classes, 3, 20_000, longest=4))


def test_the_gate_opens_for_the_forms_of_four_and_five_characters() -> None:
    """The only ones that the badness pattern has beyond three."""
    signs = [group[0] for group in equivalence_classes()] + [*"ŸŠ®°µ»"]
    arabic = ["".join(four) for four in itertools.product("ØÙ", signs, "ØÙ", signs)]
    assert_never_missed("four characters", arabic + [f"ГўВЂВ{char} " for char in signs if char != "\n"])


@pytest.mark.slow
def test_the_gate_opens_for_every_triple_of_the_badness_test() -> None:
    """All strings of three characters over the classes; about a minute."""
    classes = equivalence_classes()
    for first in classes:
        texts = ["".join((first[0], a[0], b[0])) for a, b in itertools.product(classes, repeat=2)]
        assert_never_missed(f"triples with {first[0]!a}", texts)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 100 + int(os.environ.get("CLEANPRESS_GATE_SEEDS", "20"))))
def test_the_gate_opens_for_strings_of_any_characters_of_the_classes(seed: int) -> None:
    """50,000 strings for each seed, ``CLEANPRESS_GATE_SEEDS`` says how many; about three seconds each."""
    assert_never_missed(f"seed {seed}", strings(equivalence_classes(), seed, 50_000, longest=7))


def assert_never_missed(what: str, texts: list[str]) -> None:
    """Every text that ftfy calls bad opens the gate: alone, among Latin lines, among Cyrillic ones."""
    bad = [text for text in texts if is_bad(text)]
    assert bad, what
    alone = [text for text in bad if not spotted(text)]
    assert not alone, f"{what}, alone: {len(alone)} of {len(bad)} missed, such as {alone[:20]!a}"
    for first in range(0, len(bad), 100):
        some = bad[first : first + 100]
        for context in (LATIN, CYRILLIC):
            missed = sorted(set(some) - opened(some, context))
            assert not missed, f"{what}, {first} to {first + 100} behind {context[:8]!r}: {missed[:20]!a} missed"


def test_what_the_gate_does_not_open_is_never_changed() -> None:
    lines = (ROOT / "tools" / "mojibake" / "sentences.tsv").read_text(encoding="utf-8").splitlines()
    closed = [line.split("\t")[1] for line in lines if not spotted(line.split("\t")[1])]
    assert len(closed) > 100
    assert [text for text in closed if Mender().findings(text)] == []
    changed = [text for text in closed[::4] if any(not found.doubt for found in Mender().mend(text))]
    assert changed == [], "the search itself, without the gate, would change right text"


def test_the_gate_reports_whole_lines_in_order() -> None:
    filler = "ordinary text without any damage at all\n" * 900
    text = f"{filler}cafÃ©\n{filler}naÃ¯ve end"
    lines = [text[start:end] for start, end in damaged_lines(text)]
    assert lines == ["cafÃ©", "naÃ¯ve end"]


def test_a_spot_on_the_edge_of_a_block_is_seen() -> None:
    for length in range(8_185, 8_200):
        text = "é" * 3 + "x" * length + "cafÃ©" + "y" * 20_000
        assert spotted(text), length


def test_the_gate_stays_shut_for_ordinary_text_of_many_languages() -> None:
    lines = (ROOT / "tools" / "mojibake" / "sentences.tsv").read_text(encoding="utf-8").splitlines()
    opened = [line for line in lines if spotted(line.split("\t")[1])]
    assert len(opened) <= len(lines) * 0.05, opened


def test_the_gate_data_matches_the_installed_ftfy() -> None:
    builder = tool("build_mojibake_gate.py")
    assert builder.TARGET.read_text(encoding="utf-8") == builder.content(), "run tools/build_mojibake_gate.py"


def test_two_scripts_in_one_word_are_seen_across_the_cut_between_blocks() -> None:
    before = ("a word " * 2500)[:16_383]
    for letter in ("x", "é"):
        text = f"{before}{letter}\u043f" + " a word" * 3000
        assert list(damaged_lines(text)) == [(16_384, len(text))]  # of a cut line, what lies in the block
    assert not list(damaged_lines(f"{before} \u043f" + " a word" * 3000))
