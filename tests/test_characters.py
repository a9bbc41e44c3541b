"""The tables of invisible characters, checked against what Unicode says and what Python knows."""

from __future__ import annotations

import re
import unicodedata

import pytest

from cleanpress import characters
from cleanpress.characters import (
    ACTIVE,
    HANGUL_JAMO,
    INVISIBLE,
    MONGOLIAN,
    NONCHARACTERS,
    SPACES,
    breaks_invisibly,
    code_page_1252,
    has_braille,
    is_edge,
    is_pictographic,
    is_rtl_letter,
    is_virama,
    is_word,
    joins_emoji,
    joins_letters,
    separates_letters,
    takes_selector,
    unusual,
)

CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u206a-\u206f\ufff9-\ufffc"
WATCHED = re.compile(f"[{INVISIBLE}{CONTROLS}{NONCHARACTERS}{SPACES}\ud800-\udfff\u2800\u3164\uffa0]")
EVERY_CHARACTER = "".join(map(chr, range(0x110000)))
SURROUNDINGS = {
    "ASCII": "Prices rise again. " * 8,
    "mostly ASCII": "It’s “late” again, isn’t it? " * 8,
    "Latin-1": "Où est passé l'été déjà à Évry ? " * 8,
    "not Latin": "Рынок открылся рано утром " * 8,
    "Han": "市場今日開門甚早人多" * 16,
    "beyond U+FFFF": "𐌰𐍄𐍄𐌰 𐌿𐌽𐍃𐌰𐍂 " * 12,
}


@pytest.mark.parametrize("around", SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_the_gate_sees_every_character_the_filter_looks_at(around):
    watched = WATCHED.findall(EVERY_CHARACTER)
    assert len(watched) > 2000
    assert [f"U+{ord(char):04X}" for char in watched if unusual(around + char + around) != char] == []


@pytest.mark.parametrize("around", SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_the_gate_lets_ordinary_text_pass(around):
    assert unusual(around) == ""
    assert unusual(f"{around}\n\n{around}\n") == ""


def test_the_gate_names_each_character_once():
    assert unusual("a\u200bb\u200bc\td") == "\t\u200b"
    assert unusual("я\u200bб\u200bв\u00a0г" * 20) == "\u00a0\u200b"


def test_active_characters_include_all_that_may_go():
    gone = re.compile(f"[{INVISIBLE}{CONTROLS}{NONCHARACTERS}\ud800-\udfff\u2800\u3164\uffa0]")
    assert [char for char in gone.findall(EVERY_CHARACTER) if not re.match(ACTIVE, char)] == []


def test_every_default_ignorable_format_character_is_watched_or_visible():
    shown = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f]")
    musical = re.compile("[\U0001bca0-\U0001bca3\U0001d173-\U0001d17a]")
    formats = [char for char in EVERY_CHARACTER if unicodedata.category(char) == "Cf"]
    missed = [f"U+{ord(c):04X}" for c in formats if not (WATCHED.match(c) or shown.match(c) or musical.match(c))]
    assert missed == []


def test_every_space_of_unicode_is_watched_but_the_visible_one():
    spaces = {char for char in EVERY_CHARACTER if unicodedata.category(char) == "Zs"}
    assert spaces - set(SPACES) == {" ", "\u1680"}


@pytest.mark.parametrize(
    "bounds",
    [
        HANGUL_JAMO,
        MONGOLIAN,
        *(getattr(characters, name) for name in ("_PICTOGRAPHIC", "_JOINED", "_UNSPACED", "_HAN")),
    ],
)
def test_ranges_are_sorted_and_do_not_overlap(bounds):
    assert list(bounds) == sorted(bounds)
    assert all(bounds[n] < bounds[n + 1] for n in range(0, len(bounds), 2))


def test_edges_are_white_space_and_the_ends_of_the_text():
    assert [is_edge(char) for char in ("", " ", "\n", "\u00a0", "\u3000", "a", "\u200b", "\u2800")] == [
        *[True] * 5,
        *[False] * 3,
    ]


def test_words_are_made_of_letters_marks_and_what_is_not_yet_assigned():
    assert [is_word(char) for char in ("a", "字", "\u0301", "\u093e", "\u0378", "1", ".", " ", "")] == [
        *[True] * 5,
        *[False] * 4,
    ]


@pytest.mark.parametrize("char", "्্്්ಂ္္្꧀"[:3] + "\u0dca\u1039\u17d2\ua9c0")
def test_viramas_of_many_scripts(char):
    assert is_virama(char)


@pytest.mark.parametrize(
    ("before", "behind", "stays"),
    [
        ("ی", "خ", True),
        ("F", "ه", True),
        ("۰", "س", True),
        ("ه", " ", True),
        ("ه", "", True),
        ("ب", " ", False),
        (" ", "ب", False),
        ("", "ب", False),
        ("\u094d", "ष", True),
        ("\u0c4d", " ", True),
        ("a", "b", False),
        ("д", "о", False),
        ("字", "字", False),
        ("α", "β", False),
        ("ᠠ", "ᠡ", True),
        ("א", "ב", False),
    ],
)
def test_non_joiners_belong_to_joining_and_brahmic_scripts(before, behind, stays):
    assert separates_letters(before, behind) is stays


@pytest.mark.parametrize(
    ("before", "behind", "stays"),
    [
        ("\u094d", "ष", True),
        ("\u0d4d", " ", True),
        ("র", "\u09cd", True),
        ("ه", " ", True),
        (" ", "ه", True),
        ("क", " ", False),
        ("a", "b", False),
        ("д", "ы", False),
        ("字", "字", False),
    ],
)
def test_joiners_belong_to_brahmic_and_cursive_scripts(before, behind, stays):
    assert joins_letters(before, behind) is stays


@pytest.mark.parametrize(
    ("before", "behind", "stays"),
    [
        ("👩", "🚒", True),
        ("🏽", "⚕", True),
        ("❤", "🔥", True),
        ("👩", "a", False),
        ("a", "🚒", False),
        ("👩", "", False),
    ],
)
def test_joiners_belong_between_emoji(before, behind, stays):
    assert joins_emoji(before, behind) is stays


@pytest.mark.parametrize(
    ("before", "behind", "stays"),
    [
        ("ก", "ข", True),
        ("ក", "ខ", True),
        ("ꦏ", "ꦱ", True),
        ("က", "“", True),
        ("ກ", "a", True),
        ("ก", " ", False),
        ("", "ก", False),
        ("a", "b", False),
        ("字", "字", False),
        ("क", "ख", False),
    ],
)
def test_zero_width_spaces_belong_to_scripts_without_spaces(before, behind, stays):
    assert breaks_invisibly(before, behind) is stays


@pytest.mark.parametrize(
    ("base", "selector"),
    [
        *(("❤", "\ufe0f"), ("☎", "\ufe0e"), ("1", "\ufe0f"), ("#", "\ufe0f"), ("©", "\ufe0e"), ("👍", "\ufe0f")),
        *(("→", "\ufe0e"), ("🏽", "\ufe0f"), ("∩", "\ufe00"), ("0", "\ufe00"), ("𝒜", "\ufe01"), ("、", "\ufe01")),
        *(("က", "\ufe00"), ("\ua856", "\ufe00"), ("\U00010ac5", "\ufe00"), ("\U00013091", "\ufe02")),
        *(("並", "\ufe00"), ("葛", "\U000e0100"), ("\U00020bb7", "\U000e01ef")),
    ],
)
def test_selectors_stay_behind_what_they_select(base, selector):
    assert takes_selector(base, selector)


@pytest.mark.parametrize(
    ("base", "selector"),
    [
        *(("a", "\ufe0f"), ("字", "\ufe0f"), (" ", "\ufe0f"), ("", "\ufe0f"), (".", "\ufe0e"), ("क", "\ufe0f")),
        *(("a", "\ufe00"), ("❤", "\ufe00"), ("∩", "\ufe01"), ("並", "\ufe0d"), ("一", "\ufe00"), ("字", "\ufe05")),
        *(("a", "\U000e0100"), ("か", "\U000e0100"), ("❤", "\U000e0100"), ("", "\U000e0100")),
    ],
)
def test_selectors_stay_nowhere_else(base, selector):
    assert not takes_selector(base, selector)


def test_compatibility_ideographs_are_the_variants_of_their_base():
    forms: dict[str, int] = {}
    for char in EVERY_CHARACTER:
        if unicodedata.name(char, "").startswith("CJK COMPATIBILITY IDEOGRAPH"):
            base = unicodedata.normalize("NFC", char)
            if base != char:
                forms[base] = forms.get(base, 0) + 1
    assert len(forms) == 902
    for base, count in forms.items():
        assert [takes_selector(base, chr(0xFE00 + n)) for n in range(count + 1)] == [True] * count + [False]


def test_code_page_1252_is_the_one_of_the_web():
    meant = "".join(code_page_1252(chr(code)) for code in range(0x80, 0xA0))
    assert meant == "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"


def test_letters_from_right_to_left():
    assert [is_rtl_letter(char) for char in "אبߐܐ𞤀a字1١\u200f"] == [*[True] * 5, *[False] * 5]


def test_pictographic_symbols():
    assert all(map(is_pictographic, "❤👩⚕♀©‼ℹ🏴🫠"))
    assert not any(map(is_pictographic, "a1#字→🏽🇮"))


def test_braille_needs_patterns_and_their_blank():
    assert has_braille("⠓⠊\u2800⠞")
    assert not has_braille("⠓⠊")
    assert not has_braille("win \u2800 big")
