"""What characters ask for: spaces between words, and no cut through a grapheme."""

from __future__ import annotations

import sys
from unicodedata import category

import pytest
import regex
from hypothesis import given

from cleanpress.scripts import extends, joins, spaceless, splits
from strategies import grapheme_texts


@pytest.mark.parametrize("char", [*"กຂཀကក្一あア々、！ｱ", "\U00020000"])
def test_scripts_written_without_spaces(char):
    assert spaceless(char)


@pytest.mark.parametrize("char", [*"aZ0é.Яעبक한ㅎ ", "\u3000", "１", "Ａ", "😀"])
def test_scripts_written_with_spaces(char):
    assert not spaceless(char)


@pytest.mark.parametrize(
    ("left", "right"),
    [("a", "b"), ("é", "9"), ("я", "ж"), ("한", "국"), ("ी", "ब"), ("\u0301", "b"), ("ب", "ت")],
)
def test_two_words_would_join(left, right):
    assert joins(left, right)


@pytest.mark.parametrize(
    ("left", "right"), [("a", "."), (" ", "b"), ("字", "符"), ("字", "a"), ("a", "ก"), ("-", "b"), ("“", "a")]
)
def test_nothing_would_join(left, right):
    assert not joins(left, right)


ASSIGNED = "".join(c for c in map(chr, range(sys.maxunicode + 1)) if category(c) not in ("Cn", "Co", "Cs"))
SPACELESS = (
    *("Thai", "Lao", "Tibetan", "Myanmar", "Khmer", "Tai_Le", "New_Tai_Lue", "Tai_Viet"),
    *("Han", "Hiragana", "Katakana", "Bopomofo", "Yi"),
)


def test_all_letters_of_these_scripts_are_known_and_no_other():
    scripts = "".join(rf"\p{{Script={name}}}" for name in SPACELESS)
    expected = {char for char in regex.findall(f"[{scripts}]", ASSIGNED) if char.isalpha()}
    found = {char for char in ASSIGNED if char.isalpha() and spaceless(char)}
    assert sorted(expected - found) == []
    assert sorted(char for char in found - expected if not regex.match(r"\p{Script=Common}", char)) == []


def test_all_characters_that_hang_on_a_letter_are_known():
    hanging = [char for char in ASSIGNED if regex.fullmatch(r"\X", f"a{char}")]
    assert [char for char in hanging if not extends(char)] == []
    letters = [char for char in ASSIGNED if char.isalpha() and extends(char) and char not in hanging]
    assert regex.findall(r"\P{Script=Hangul}", "".join(letters)) == []  # jamo hang only on jamo


@pytest.mark.parametrize("char", ["\u0301", "\u200d", "\u200c", "\ufe0f", "ी", "ำ", "🏽", "\U000e0067", "\u1161", "ﾞ"])
def test_what_hangs_on_the_character_before(char):
    assert extends(char)


@pytest.mark.parametrize("char", [*"a0 字é한", "\n", "😀", "\u200b", "🇮"])
def test_what_stands_alone(char):
    assert not extends(char)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("e\u0301", 1),
        ("\r\n", 1),
        ("👩\u200d💻", 1),
        ("👩\u200d💻", 2),
        ("❤\ufe0f", 1),
        ("👍🏽", 1),
        ("🇮🇩", 1),
        ("🇮🇩🇯🇵", 3),
        ("1\ufe0f\u20e3", 2),
        ("\u1112\u1161\u11ab", 1),
        ("\u1112\u1161\u11ab", 2),
        ("\u1100\u1100\u1161", 1),
        ("\u1100가", 1),
        ("🇦🇿", 1),
        ("क्षि", 2),
        ("กำ", 1),
    ],
)
def test_a_cut_inside_a_grapheme_splits_it(text, offset):
    assert splits(text, offset)


@pytest.mark.parametrize(
    ("text", "offset"),
    [("ab", 0), ("ab", 1), ("ab", 2), ("🇮🇩🇯🇵", 2), ("👩💻", 1), ("한국", 1), ("की बात", 2), ("a\n", 1)],
)
def test_a_cut_between_graphemes_does_not(text, offset):
    assert not splits(text, offset)


@given(text=grapheme_texts)
def test_no_split_goes_unnoticed(text):
    """Every offset inside one of the graphemes that Unicode defines is noticed."""
    borders = {match.start() for match in regex.finditer(r"\X", text)} | {len(text)}
    assert [n for n in range(len(text)) if n not in borders and not splits(text, n)] == []


def test_a_long_row_of_flags_costs_no_more_than_a_short_one():
    """The look-back is bounded; where it ends the row counts as one piece."""
    row = "🇮🇩" * 5_000
    assert splits(row, 5_001)
    assert splits(row, 5_000)
