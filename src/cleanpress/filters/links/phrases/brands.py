"""Brand words without a suffix: ``luckyoak88`` in the middle of a sentence about something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from cleanpress.data import FOLDER, entries, read_toml
from cleanpress.filters.links.context import shape
from cleanpress.filters.links.model import pair_table
from cleanpress.filters.links.phrases.score import SUSPECT, Tally
from cleanpress.filters.links.phrases.signals import grammar
from cleanpress.filters.links.phrases.surroundings import Surroundings, about
from cleanpress.filters.links.phrases.tables import vocabulary
from cleanpress.scripts import spaceless

__all__ = ["Brand", "find_brands", "introduces_name", "judge_brand", "judge_name", "pieces_in"]

_MIN, _MAX = 5, 40
_REST = 3  # letters that a name holds besides a piece that carries it: fewer are an ending
_LONG = 5  # letters from which a piece counts anywhere in a name
_SPACED_DIGITS = re.compile(r" \d{2,4}(?![\w.,:%/-])")
_DIGITS = re.compile(r"\d+")
_NEAR = 200  # code points on each side in which other words with digits make a text technical
_CODED = re.compile(r"[^\W\d_]\d")
_NUMBERED = re.compile(r"[a-z]{3,}\d+|\d+[a-z]{3,}|[a-z]{3,}(?:77+|88+|99+|138|168|303)[a-z]{1,8}")
_HEX = frozenset("0123456789abcdefx")

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


class _Tables(NamedTuple):
    """What ``_brands.toml`` holds."""

    pieces: tuple[str, ...]
    """All pieces, longest first."""
    numbers: frozenset[str]
    """Lucky numbers."""
    naming: frozenset[str]
    """Words that introduce a name."""
    telling: frozenset[str]
    """Pieces of nothing but spam."""
    carrying: frozenset[str]
    """Those of them that make a name without digits, too: no words of any language begin or end with them."""
    common: frozenset[str]
    """Pieces that other names hold, too."""
    firms: frozenset[str]
    """Names that look like brands of spam, and that the press writes about."""


class Brand(NamedTuple):
    """A word that may be a brand; offsets are code points, ``letters`` its casefolded part without digits."""

    start: int
    end: int
    letters: str
    digits: str
    pieces: tuple[str, ...]


def find_brands(text: str, spots: Iterable[int]) -> Iterator[Brand]:
    """Every small word that digits end, or that spam vocabulary is part of, in order.

    ``spots`` are the :func:`~cleanpress.filters.links.phrases.gate.spots` of the text where brands may stand.

    >>> [brand.letters for brand in find_brands("a kudahoki77 b", [10])]
    ['kudahoki-']
    """
    behind = 0
    for offset in spots:
        if offset < behind:
            continue
        start, end = _word(text, offset)
        behind = end
        if _MIN <= end - start <= _MAX and text[start:end].casefold() == text[start:end]:
            brand = _brand(text, start, end)
            if brand is not None:
                behind = brand.end
                yield brand


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
    if sum(map(str.isalpha, word)) < 3 or (word[0].isdigit() and len(digits) > 4) or word in _tables().firms:
        return None
    pieces = pieces_in(letters)
    if not pieces and not (_lucky(word, digits) and _unknown(letters)):
        return None
    if not digits:
        if len(word) < 7 or not _unknown(letters) or not _carried(letters, pieces):
            return None
        spaced = _SPACED_DIGITS.match(text, end)
        if spaced is not None and spaced.group().strip() in _tables().numbers:
            end, digits = spaced.end(), spaced.group().strip()
    return Brand(start, end, letters, digits, pieces)


def _lucky(word: str, digits: str) -> bool:
    """Whether a name without any piece can be a brand: letters that are no hexadecimal number, and a lucky number."""
    return digits in _tables().numbers and _NUMBERED.fullmatch(word) is not None and not _HEX.issuperset(word)


@lru_cache(maxsize=4096)
def pieces_in(letters: str) -> tuple[str, ...]:
    """The pieces of spam vocabulary in a name, longest first where they overlap; hyphens part it.

    >>> pieces_in("kudahoki"), pieces_in("hospital"), pieces_in("jackpotlune")
    (('hoki',), (), ('jackpot',))
    """
    found: list[str] = []
    for part in letters.split("-"):
        taken: list[tuple[int, int]] = []
        for piece in _tables().pieces:
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


def introduces_name(word: str) -> bool:
    """Whether a casefolded word says that a name comes, or came: *called*, *channel*, *username*."""
    return word in _tables().naming


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    table = read_toml(f"{FOLDER}/spam/_brands.toml")
    classes = [entries(table[name]) for name in ("pieces", "common", "telling")]
    pieces = sorted([piece for listed in classes for piece in listed], key=lambda piece: (-len(piece), piece))
    numbers, naming = frozenset(table["numbers"].split()), frozenset(entries(table["naming"]))
    telling, common, carrying, firms = (
        frozenset(entries(table[name])) for name in ("telling", "common", "carrying", "firms")
    )
    return _Tables(tuple(pieces), numbers, naming, telling, carrying, common, firms)


def judge_brand(text: str, brand: Brand, repeats: int) -> Tally | None:
    """The sum of signals for a brand; None where something ties it to its sentence.

    ``repeats`` says how often the text holds the word.
    """
    around = Surroundings(text, brand.start, brand.end)
    context = around.context
    tally = Tally("a brand word that its sentence neither names nor introduces")
    tally.add(-1.7, "words with digits are mostly codes and products")
    _name(tally, brand, around.fit)
    tally.add(*_FIT[around.fit])
    if tally.confidence < SUSPECT:
        return None  # all else speaks against it, too, and costs more to find out
    if (
        around.touching()
        or (context.line_start and context.line_end)
        or introduces_name(around.left)
        or introduces_name(around.right)
    ):
        return None
    cues = around.cues
    if any(kind in cues and cues[kind][0] <= reach for kind, (reach, _) in _CUES.items()):
        return None
    if repeats > 1:
        tally.add(-3.2, "it is repeated")
    window = text[max(0, brand.start - _NEAR) : brand.start] + " " + text[brand.end : brand.end + _NEAR]
    if _CODED.search(window):
        tally.add(-0.8, "other words with digits stand near")
    if context.left_words and shape(context.left_words[0]) == "Title" and not _sentence_start(context.left):
        tally.add(-1.2, "it stands behind a name")
    if grammar()["determiners"].holds(around.left):
        tally.add(-1.0, f"{around.left!r} before it may begin what it is part of")
    goods = about(vocabulary(), text, brand.start, brand.end, frozenset({"gambling"}))
    if goods:
        tally.add(-3.0, f"the paragraph is about betting ({goods[0]})")
    if "register" in cues:
        tally.add(-1.5, f"the paragraph is about abuse ({cues['register'][1]})")
    return tally


def judge_name(text: str, brand: Brand, repeats: int) -> Tally | None:
    """The sum for a brand that stands where a name belongs, again and again: reported, for a cut would leave a hole."""
    if repeats < 2 or brand.digits not in _tables().numbers:
        return None
    around = Surroundings(text, brand.start, brand.end)
    if around.context.clause == len(around.context.left.rstrip()):
        return None
    names = [words[0] for words in (around.context.left_words[:1], around.context.right_words[:1]) if words]
    if not any(shape(name) == "Title" for name in names):
        return None
    tally = Tally("a brand word in the place of a name, which a cut would leave without one")
    tally.add(min(0.4 + 0.2 * repeats, 1.2), f"it stands {repeats} times beside words that name an institution")
    return tally


def _name(tally: Tally, brand: Brand, fit: str) -> None:
    """What the name itself says; ``fit`` is how the words around it go together."""
    pieces, lucky = brand.pieces, brand.digits in _tables().numbers
    telling = next((piece for piece in pieces if piece in _tables().telling), "")
    if telling and (brand.digits or _unknown(brand.letters)):
        tally.add(5.6 if len(telling) >= _LONG else 5.0, f"its name holds {telling!r}")
    elif pieces:
        common = len(pieces[0]) < 4 or pieces[0] in _tables().common
        weight = 3.2 if not common else 2.8 if lucky else 1.4
        tally.add(weight, f"its name holds {pieces[0]!r}")
    elif fit in ("some", "often"):
        tally.add(1.0, "nothing but its number parts words that go together")
    if len(pieces) > 1:
        tally.add(1.2, f"its name holds {pieces[1]!r}, too")
    if lucky:
        tally.add(1.4 if len(brand.digits) < 3 else 2.4, f"its name holds the lucky number {brand.digits}")
    elif 2 <= len(brand.digits) <= 4:
        tally.add(0.6, "its name ends in digits")
    if _unknown(brand.letters):
        tally.add(0.9, "its name is no known word")
    else:
        tally.add(-0.2 if lucky or (telling and brand.digits) else -1.6, "its name is a word")
    if not brand.digits:
        tally.add(-1.2, "it has no digits, as words have none")


def _carried(letters: str, pieces: tuple[str, ...]) -> bool:
    """Whether a name without digits says enough: two pieces, one that carries a name, or one beside an unknown word."""
    parts = letters.split("-")
    if any(len(part) >= len(piece) + _REST and _at_edge(part, piece) for part in parts for piece in _tables().carrying):
        return True
    if len(parts) > 1 and not _tables().carrying.isdisjoint(pieces):
        return any(part not in pieces and _unknown(part) for part in parts)
    if not any(piece in part and piece != part for part in parts for piece in pieces):
        return False
    return len(pieces) > 1 or "asino" in pieces[0]


def _at_edge(part: str, piece: str) -> bool:
    return part.isascii() and (part.startswith(piece) or part.endswith(piece))


def _unknown(letters: str) -> bool:
    """Whether a part of a name is no known word."""
    table = pair_table()
    return any(len(part) > 3 and not table.knows(part) for part in letters.split("-"))


def _sentence_start(left: str) -> bool:
    """Whether the word before is the first of its sentence, where any word has a capital."""
    words = left.split()
    return len(words) < 2 or words[-2][-1] in ".!?:"
