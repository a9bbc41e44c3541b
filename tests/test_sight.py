"""The compiled pass over a text saves time and nothing else: with it and without it the same is found."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cases
from cleanpress import Document, Pipeline
from cleanpress.document import Format
from cleanpress.filters import sight
from cleanpress.filters.artifacts.compiled import load_catalogue
from cleanpress.filters.links.phrases.places import anchor_spots, hits
from cleanpress.filters.links.phrases.words import gate
from cleanpress.filters.mojibake.spots import damaged
from cleanpress.hosts import suffixes
from growth import assert_growth, seconds
from sights import compiled, looked, not_looked
from strategies import any_texts, rich_texts

pytestmark = compiled
FIXTURES = Path(__file__).parents[1] / "fixtures"
PIPELINE = Pipeline.default()
FORMATS: tuple[Format, ...] = ("text", "html", "markdown")
PARAGRAPH = "The ferry leaves at noon, and the crew of nine paints the hall. Nobody paid for it.\n"


def told(text: str, format: Format = "text") -> dict[str, object]:  # noqa: A002 - as the document has it
    return PIPELINE.run(Document(text, format)).to_dict()


def differs(text: str, format: Format = "text") -> bool:  # noqa: A002
    with looked():
        seen = told(text, format)
    with not_looked():
        return seen != told(text, format)


def fixtures() -> list[str]:
    texts = [case.source for case in cases.read_all()]
    for name in ("injected", "artifacts", "mojibake", "characters"):
        with (FIXTURES / "eval" / f"{name}.jsonl").open(encoding="utf-8") as file:
            texts += [record["text"] for record in map(json.loads, file) if "text" in record]
    return list(dict.fromkeys(texts))


TEXTS = fixtures()


def test_the_fixtures_come_out_the_same() -> None:
    assert [text[:200] for text in TEXTS[::6] if differs(text)] == []


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS)
def test_all_fixtures_come_out_the_same_alone_and_in_a_long_text(format: Format) -> None:  # noqa: A002
    long = [PARAGRAPH * 14 + text + "\n" + PARAGRAPH * 3 for text in TEXTS]
    assert [text[:200] for text in (*TEXTS, *long) if differs(text, format)] == []


@pytest.mark.parametrize("format", FORMATS)
@given(text=st.one_of(any_texts, rich_texts), long=st.booleans())
def test_any_text_comes_out_the_same(format: Format, text: str, long: bool) -> None:  # noqa: A002
    assert not differs(PARAGRAPH * 14 * long + text, format)


def pieces() -> list[str]:
    """What the gates look for, and what stands around it."""
    phrases = [phrase for rule in load_catalogue() for phrase in rule.phrases]
    words = sorted({*gate().anchors, *gate().goods, *gate().pairs, *gate().messengers, *gate().dense})
    around = [
        *(" ", "\n", "\n\n", ", ", ". ", ".", "(", ")", "[", "](", "<a ", "&lt;a", "@", "@abcd", "  ", " \n", "\u00a0"),
        *(
            "\u200b",
            "“",
            "”—",
            "é",
            "Ã©",
            "ж",
            "слот",
            "ğ",
            "İ",
            "ς",
            "的",
            "。",
            "dot",
            " dot ",
            "(dot)",
            "titik",
            "x",
        ),
        *("ab7", "slot88", "kudahoki77", "abc12d", "\t", "\r\n", "\x1c", "\ud800", "1234567", "https://", "www."),
        *("\U0001f449", "-\n", "&amp;", "…]", "cookie", "Ctrl"),
    ]
    hosts = [f"oak.{suffix}" for suffix in sorted(suffixes().tlds)]
    rng = random.Random(7)
    return [*rng.sample(phrases, 400), *rng.sample(words, 800), *rng.sample(hosts, 60), *around * 14]


@given(parts=st.lists(st.sampled_from(pieces()), max_size=9), long=st.booleans())
def test_what_gates_look_for_comes_out_the_same(parts: list[str], long: bool) -> None:
    for glue in ("", " "):
        assert not differs(glue.join((PARAGRAPH * 14 * long, *parts)))


@given(words=st.lists(st.sampled_from(sorted(gate().anchors | gate().inner)), max_size=8), upper=st.booleans())
def test_words_of_phrases_are_seen_where_they_are_found(words: list[str], upper: bool) -> None:
    text = " ".join(words).upper() if upper else ", ".join(words)
    with looked():
        seen = Document(text)
        told = list(hits(seen)), list(anchor_spots(seen))
    with not_looked():
        seen = Document(text)
        assert told == (list(hits(seen)), list(anchor_spots(seen)))


def test_the_first_texts_of_a_process_are_not_scanned() -> None:
    code = (
        "from cleanpress import clean\nfrom cleanpress.filters import sight\n"
        "for n in range(50): clean(f'Ferry {n} leaves at noon.\\n' * 8)\n"
        "print(sight.scanner.cache_info().currsize)\n"
        "for n in range(500): clean(f'Ferry {n} leaves at noon.\\n' * 8)\n"
        "print(sight.scanner.cache_info().currsize)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["0", "1"]


def test_where_there_was_no_compiler_nothing_is_in_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sight, "Scanner", None)
    monkeypatch.setattr(sight, "_seen", 0)
    for _ in range(400):
        assert sight.sight(Document("The ferry leaves at noon.\n" * 40)) is None


def test_a_text_of_very_many_characters_is_left_to_the_gates() -> None:
    with looked():
        assert sight.sight(Document("".join(map(chr, range(0x4E00, 0x4E00 + 1024))))) is not None
        assert sight.sight(Document("".join(map(chr, range(0x4E00, 0x4E00 + 1025))))) is None


def test_what_is_too_much_to_be_told_one_by_one_is_found_all_the_same() -> None:
    for unit in ("kudahoki77 ", "oak.example ", "casino bonus ", "Share this:\n", "slot, "):
        assert not differs(f"{unit}and the ferry leaves. " * 600)


UNITS = [
    *("a.", "ab.ab", "\n", " \n", "  ", "&", "&&;", "(", "((.", "[dot", "ab1", "aa1aa", "@", "@a", "casino ", "com."),
    *("casino bonus ", "телеграм ", "appear", "appeared first o", "<", "é", "’”", "的。", "\u0300", "Share", "Sha\n"),
    *("\U0001f449", ".com"),
]


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_length_of_a_hostile_text(unit: str) -> None:
    scan = sight.scanner().scan
    assert_growth(lambda n: seconds(lambda: scan(unit * (n // len(unit)))), 200_000, 800_000, most=6)


def test_the_scanner_says_what_is_wrong() -> None:
    with pytest.raises(TypeError, match="takes a str, got bytes"):
        sight.scanner().scan(b"text")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        sight.Scanner()  # type: ignore[call-arg]


def test_calm_marks_are_part_of_no_damage_by_themselves() -> None:
    near = ["", "a", "e", "z", "A", "Z", "1", " ", ".", "\n"]
    for marks in (
        f"{one}{between}{other}" for one, between, other in product(sight.CALM, ("", "a", "aB", " "), sight.CALM)
    ):
        assert not damaged("\x00".join(f"{left}{marks}{right}" for left in near for right in near)), marks
