"""The gate in front of the repair never stays shut before what could be repaired."""

from __future__ import annotations

import importlib.util
import itertools
import random
from pathlib import Path

from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad

from cleanpress.filters.mojibake.gate import damaged_lines, spotted
from cleanpress.filters.mojibake.repair import Mender

ROOT = Path(__file__).parents[2]


def alphabet() -> list[str]:
    """A character or two of every category the badness test knows, and plain ones."""
    picked = "aZ .?\n\u00a0"
    for chars in MOJIBAKE_CATEGORIES.values():
        picked += chars[:2] + chars[-2:]
    return sorted({*picked.replace("-", ""), *"ÂÃÎÐØÙŒœ°µ´ВГРСвЂўΒΓΞΟβ€√≈‚Äâ×²à¹ā\x81\x9d"})


def test_the_gate_never_misses_what_the_badness_test_finds() -> None:
    chars = alphabet()
    pairs = ["".join(pair) for pair in itertools.product(chars, repeat=2)]
    random.seed(7)
    longer = ["".join(random.choices(chars, k=random.randint(3, 6))) for _ in range(40_000)]
    found = [text for text in pairs + longer if is_bad(text)]
    assert len(found) > 3_000
    assert [text for text in found if not spotted(text)] == []


LATIN = "plain words of a Latin text without any sign of damage, long enough to tell the script by\n" * 3
CYRILLIC = "обычные слова русского текста без следов повреждений, чтобы узнать письменность\n" * 3


def test_a_line_is_judged_alike_wherever_it_stands() -> None:
    """The repairer changes a line only if the gate opens for it: short and long, Latin and other text must agree."""
    chars = [*alphabet(), *"þýðìèńăŕąõøаЯш─├▒זظอเน縺鏂中"]
    rng = random.Random(11)
    lines = ["".join(pair) for pair in itertools.product(chars, repeat=2)]
    lines += ["".join(rng.choices(chars, k=rng.randint(3, 6))) for _ in range(15_000)]
    lines = [line for line in lines if "\n" not in line]
    wrong = []
    for line in lines:
        opened = spotted(line)
        for before in (LATIN, CYRILLIC):
            if bool(list(damaged_lines(before + line))) != opened:
                wrong.append((line, opened))
    assert wrong == []


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
    path = ROOT / "tools" / "build_mojibake_gate.py"
    spec = importlib.util.spec_from_file_location("build_mojibake_gate", path)
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.TARGET.read_text(encoding="utf-8") == tool.content(), f"run {path.name}"
