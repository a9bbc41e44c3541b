"""Brand words without a suffix: ``luckyoak88`` in the middle of a sentence about something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cleanpress.data import DATA, entries, read_toml
from cleanpress.filters.links.context import shape
from cleanpress.filters.links.model import pair_table
from cleanpress.filters.links.phrases.score import Tally
from cleanpress.filters.links.phrases.surroundings import Surroundings, about
from cleanpress.filters.links.phrases.tables import vocabulary
from cleanpress.scripts import spaceless

if TYPE_CHECKING:
    import regex

__all__ = ["Brand", "find_brands", "judge_brand", "judge_name", "pieces_in"]

_CARRIERS = ("casino", "togel", "poker")
"""Pieces by which names without digits are found; each costs one search of the text."""

_MIN, _MAX = 5, 40
_LONG = 5  # letters from which a piece counts anywhere in a name
_SPACED_DIGITS = re.compile(r" \d{2,4}(?![\w.,:%/-])")
_DIGITS = re.compile(r"\d+")
_NEAR = 200  # code points on each side in which other words with digits make a text technical
_CODED = re.compile(r"[^\W\d_]\d")

_FIT = {
    "often": (1.6, "the words around it often stand together"),
    "some": (1.2, "the words around it go together"),
    "unknown": (0.0, "the words around it are not known"),
    "glyph": (0.3, "it stands inside writing without spaces"),
    "edge": (-0.8, "it stands at the edge of its line"),
    "stop": (-0.4, "a stop or mark stands beside it"),
    "never": (-0.2, "the words around it are not known to go together"),
    "never+": (-0.8, "the words around it are common but never stand together"),
}
_CUES = {
    "quoting": (25, "the sentence quotes it"),
    "affiliation": (25, "the sentence names who belongs to it"),
    "site": (25, "the sentence calls it a site"),
    "target": (25, "the sentence sends the reader there"),
    "behind": (2, "the sentence goes on as about a site"),
    "register": (60, "the paragraph is about abuse or security"),
}


class Brand(NamedTuple):
    """A word that may be a brand; offsets are code points, ``letters`` its casefolded part without digits."""

    start: int
    end: int
    letters: str
    digits: str
    pieces: tuple[str, ...]


def find_brands(text: str) -> Iterator[Brand]:
    """Every small word that digits end, or that spam vocabulary is part of, in order.

    >>> [text[b.start : b.end] for text in ["a kudahoki77 b covid19"] for b in find_brands(text) if b.pieces]
    ['kudahoki77']
    """
    behind = 0
    for offset in _offsets(text):
        if offset < behind:
            continue
        start, end = _word(text, offset)
        behind = end
        if _MIN <= end - start <= _MAX and text[start:end].casefold() == text[start:end]:
            brand = _brand(text, start, end)
            if brand is not None:
                behind = brand.end
                yield brand


def _offsets(text: str) -> list[int]:
    found = [match.start() for match in _digits_behind_letters().finditer(text)]
    for carrier in _CARRIERS:
        at = text.find(carrier)
        while at >= 0:
            found.append(at)
            at = text.find(carrier, at + len(carrier))
    return sorted(found)


@lru_cache(maxsize=1)
def _digits_behind_letters() -> regex.Pattern[str]:
    import regex  # finds a digit three times as fast as re

    return regex.compile(r"[0-9](?<=[^\W\d_][0-9])")


def _word(text: str, offset: int) -> tuple[int, int]:
    """The run of letters, digits and inner hyphens around an offset, in one kind of script."""
    start = end = offset
    while start > 0 and offset - start <= _MAX and _goes_on(text, start - 1, offset):
        start -= 1
    while end < len(text) and end - offset <= _MAX and _goes_on(text, end, offset):
        end += 1
    while start < end and text[start] == "-":
        start += 1
    while end > start and text[end - 1] == "-":
        end -= 1
    return start, end


def _goes_on(text: str, at: int, offset: int) -> bool:
    char = text[at]
    return (char.isalnum() and not spaceless(char)) or char == "-"


def _brand(text: str, start: int, end: int) -> Brand | None:
    word = text[start:end]
    letters = _DIGITS.sub("-", word)
    digits = max(_DIGITS.findall(word), key=len, default="")
    if sum(map(str.isalpha, word)) < 3 or (word[0].isdigit() and len(digits) > 4):
        return None
    pieces = pieces_in(letters)
    if not pieces and (len(digits) < 3 or digits not in _tables()[1]):
        return None
    if not digits:
        if len(word) < 7 or not _unknown(letters) or not (len(pieces) > 1 or _carried(letters)):
            return None
        spaced = _SPACED_DIGITS.match(text, end)
        if spaced is not None and spaced.group().strip() in _tables()[1]:
            end, digits = spaced.end(), spaced.group().strip()
    return Brand(start, end, letters, digits, pieces)


@lru_cache(maxsize=4096)
def pieces_in(letters: str) -> tuple[str, ...]:
    """The pieces of spam vocabulary in a name, longest first where they overlap; hyphens part it.

    >>> pieces_in("kudahoki"), pieces_in("hospital"), pieces_in("jackpotlune")
    (('hoki',), (), ('jackpot',))
    """
    found: list[str] = []
    for part in letters.split("-"):
        taken: list[tuple[int, int]] = []
        for piece in _tables()[0]:
            at = part.find(piece)
            if at < 0:
                continue
            end = at + len(piece)
            if any(at < stop and start < end for start, stop in taken):
                continue
            edges = {0, len(part), *(edge for pair in taken for edge in pair)}
            if len(piece) >= _LONG or at in edges or end in edges:
                taken.append((at, end))
                found.append(piece)
    return tuple(found)


@lru_cache(maxsize=1)
def _tables() -> tuple[tuple[str, ...], frozenset[str], frozenset[str], frozenset[str]]:
    """(pieces, longest first; lucky numbers; words that introduce a name; pieces of nothing but spam)."""
    table = read_toml(DATA / "spam" / "_brands.toml")
    telling = entries(table["telling"])
    pieces = sorted([*entries(table["pieces"]), *telling], key=lambda piece: (-len(piece), piece))
    return tuple(pieces), frozenset(table["numbers"].split()), frozenset(entries(table["naming"])), frozenset(telling)


def judge_brand(text: str, brand: Brand, repeats: int) -> Tally | None:
    """The sum of signals for a brand; None where something ties it to its sentence.

    ``repeats`` says how often the text holds the word.
    """
    around = Surroundings(text, brand.start, brand.end)
    context = around.context
    if (
        around.touching()
        or (context.line_start and context.line_end)
        or not _tables()[2].isdisjoint((around.left, around.right))
    ):
        return None
    cues = around.cues
    if any(kind in cues and cues[kind][0] <= reach for kind, (reach, _) in _CUES.items()):
        return None
    tally = Tally("a brand word that its sentence neither names nor introduces")
    tally.add(-2.2, "words with digits are mostly codes and products")
    _name(tally, brand)
    tally.add(*_FIT[around.fit])
    if repeats > 1:
        tally.add(-1.6, "it is repeated")
    window = text[max(0, brand.start - _NEAR) : brand.start] + " " + text[brand.end : brand.end + _NEAR]
    if _CODED.search(window):
        tally.add(-1.2, "other words with digits stand near")
    if context.left_words and shape(context.left_words[0]) == "Title" and not _sentence_start(context.left):
        tally.add(-1.2, "it stands behind a name")
    goods = about(vocabulary(), text, brand.start, brand.end, frozenset({"gambling"}))
    if goods:
        tally.add(-2.0, f"the paragraph is about betting ({goods[0]})")
    if "register" in cues:
        tally.add(-1.5, f"the paragraph is about abuse ({cues['register'][1]})")
    return tally


def judge_name(text: str, brand: Brand, repeats: int) -> Tally | None:
    """The sum for a brand that stands where a name belongs, again and again: reported, for a cut would leave a hole."""
    around = Surroundings(text, brand.start, brand.end)
    if repeats < 2 or brand.digits not in _tables()[1] or around.context.clause == len(around.context.left.rstrip()):
        return None
    names = [words[0] for words in (around.context.left_words[:1], around.context.right_words[:1]) if words]
    if not any(shape(name) == "Title" for name in names):
        return None
    tally = Tally("a brand word in the place of a name, which a cut would leave without one")
    tally.add(min(0.4 + 0.2 * repeats, 1.2), f"it stands {repeats} times beside words that name an institution")
    return tally


def _name(tally: Tally, brand: Brand) -> None:
    """What the name itself says."""
    pieces, numbers = brand.pieces, _tables()[1]
    telling = next((piece for piece in pieces if piece in _tables()[3]), "")
    if telling and _unknown(brand.letters):
        tally.add(5.0, f"its name holds {telling!r}")
    elif pieces:
        short = len(pieces[0]) < 4
        weight = 2.9 if not short else 2.5 if brand.digits in numbers else 1.0
        tally.add(weight, f"its name holds {pieces[0]!r}")
    if len(pieces) > 1:
        tally.add(0.9, f"its name holds {pieces[1]!r}, too")
    if brand.digits in numbers:
        tally.add(1.2 if len(brand.digits) < 3 else 2.4, f"its name holds the lucky number {brand.digits}")
    elif 2 <= len(brand.digits) <= 4:
        tally.add(0.4, "its name ends in digits")
    if _unknown(brand.letters):
        tally.add(0.9, "its name is no known word")
    else:
        tally.add(-1.6, "its name is a word")
    if not brand.digits:
        tally.add(-1.2, "it has no digits, as words have none")


def _carried(letters: str) -> bool:
    """Whether a name without digits begins or ends with a piece that no other names hold."""
    return any(part.startswith(_CARRIERS) or part.endswith(_CARRIERS) for part in letters.split("-"))


def _unknown(letters: str) -> bool:
    """Whether a part of a name is no known word."""
    table = pair_table()
    return any(len(part) > 3 and not table.knows(part) for part in letters.split("-"))


def _sentence_start(left: str) -> bool:
    """Whether the word before is the first of its sentence, where any word has a capital."""
    words = left.split()
    return len(words) < 2 or words[-2][-1] in ".!?:"
