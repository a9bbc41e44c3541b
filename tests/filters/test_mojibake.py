"""Mojibake repair: what is repaired, what is left alone, and that the gate never misses."""

from __future__ import annotations

import importlib.util
import itertools
import random
from pathlib import Path

import pytest
from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad

from cleanpress.document import Document
from cleanpress.edits import apply
from cleanpress.filters.mojibake import Mojibake
from cleanpress.filters.mojibake_gate import damaged_lines

ROOT = Path(__file__).parents[2]


def repaired(text: str) -> str:
    return apply(text, [edit for edit in Mojibake().find(Document(text)) if edit.confidence >= 0.9])


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("Dia memesan kopi di cafÃ© itu.", "Dia memesan kopi di café itu."),
        ("Ona mieszka w Å\x81odzi od lat.", "Ona mieszka w Łodzi od lat."),
        ("“Kami siap,â€\x9d katanya.", "“Kami siap,” katanya."),
        ("ÐŸÐ¾Ð³Ð¾Ð´Ð° Ñ…Ð¾Ñ€Ð¾ÑˆÐ°Ñ\x8f", "Погода хорошая"),
        ("twice: cafÃƒÂ©", "twice: café"),
        ("it\x92s late", "it’s late"),
        ("line one\nnaÃ¯ve\r\nline three", "line one\nnaïve\r\nline three"),
    ],
)
def test_damage_is_repaired(damaged: str, right: str) -> None:
    assert repaired(damaged) == right


@pytest.mark.parametrize(
    "text",
    [
        "Crème brûlée à la carte, “naïve” – déjà vu…",
        "PÃO DE AÇÚCAR E MAÇÃ",
        "Đà Nẵng và Huế đón khách",
        "Łódź, Kraków, Gdańsk",
        "ﬁnale with ligature, ｆｕｌｌ ｗｉｄｔｈ, 'straight' and ‘curly’ quotes, &amp; an entity",
        "Цена — 5 €, скидка 20 %",
        "日本語の「引用」と全角１２３",
        "lone \ud800 surrogate",
        "",
    ],
)
def test_right_text_is_left_alone(text: str) -> None:
    assert Mojibake().find(Document(text)) == []


def test_edits_are_the_damaged_pieces_only() -> None:
    edits = Mojibake().find(Document("satu cafÃ© dan dua cafÃ© lagi"))
    assert [(edit.start, edit.end, edit.replacement) for edit in edits] == [(8, 10, "é"), (22, 24, "é")]
    assert "latin-1" in edits[0].reason


def test_a_lost_byte_is_reported_not_guessed() -> None:
    text = "â€œSaya berharapâ€ katanya"
    edits = Mojibake().find(Document(text))
    assert repaired(text).endswith("â€ katanya")
    assert any(edit.rule == "mojibake/lost-byte" and edit.confidence < 0.9 for edit in edits)


def test_repair_never_lengthens_and_settles() -> None:
    text = "Ð¿Ñ€Ð¸Ð²ÐµÑ‚ Ð¼Ð¸Ñ€ â€” cafÃ© " * 50
    once = repaired(text)
    assert len(once) < len(text)
    assert repaired(once) == once


def alphabet() -> str:
    """A character or two of every category the badness test knows, and plain ones."""
    picked = "aZ .?\n\u00a0"
    for chars in MOJIBAKE_CATEGORIES.values():
        picked += chars[:2] + chars[-2:]
    return picked.replace("-", "") + "ÂÃÎÐØÙŒœ°µ´ВГРСвЂўΒΓΞΟβ€√≈‚Äâ×²à¹ā\x81\x9d"


def test_the_gate_never_misses_what_the_badness_test_finds() -> None:
    chars = sorted(set(alphabet()))
    pairs = ["".join(pair) for pair in itertools.product(chars, repeat=2)]
    random.seed(7)
    longer = ["".join(random.choices(chars, k=random.randint(3, 6))) for _ in range(40_000)]
    found = [text for text in pairs + longer if is_bad(text)]
    assert len(found) > 3_000
    missed = [text for text in found if not list(damaged_lines(text))]
    assert missed == []


def test_the_gate_reports_whole_lines_in_order() -> None:
    filler = "ordinary text without any damage at all\n" * 900
    text = f"{filler}cafÃ©\n{filler}naÃ¯ve end"
    lines = [text[start:end] for start, end in damaged_lines(text)]
    assert lines == ["cafÃ©", "naÃ¯ve end"]


def test_the_gate_data_matches_the_installed_ftfy() -> None:
    path = ROOT / "tools" / "build_mojibake_gate.py"
    spec = importlib.util.spec_from_file_location("build_mojibake_gate", path)
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.TARGET.read_text(encoding="utf-8") == tool.content(), f"run {path.name}"
