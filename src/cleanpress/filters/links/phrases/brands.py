"""Brand words without a suffix: ``luckyoak88`` in the middle of a sentence about something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from cleanpress.data import FOLDER, entries, read_toml
from cleanpress.filters.links.context import Context, shape
from cleanpress.filters.links.model import pair_table
from cleanpress.filters.links.phrases.score import SUSPECT, Tally
from cleanpress.filters.links.phrases.signals import grammar
from cleanpress.filters.links.phrases.surroundings import Surroundings, about
from cleanpress.filters.links.phrases.tables import Stems, vocabulary
from cleanpress.patterns import compiled
from cleanpress.scripts import spaceless

__all__ = ["Brand", "find_brands", "introduces_name", "judge_brand", "judge_name", "pieces_in"]

_MIN, _MAX = 5, 40
_REST = 3  # letters that a name holds besides a piece that carries it: fewer are an ending
_SHORTEST = 6  # letters of a name without digits
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
_BESIDE = 3  # code points between a cue and what it introduces, at most
_MADE = {"carried": 5.6, "joined": 5.2, "ending": 4.0}
"""What it says how a name without digits is made."""
_OTHER_LETTERS = "[\u0181-\u019f\u01a2-\u01ae\u01b1-\u01bf\u01dd\u0250-\u02ff]"
"""Letters of African, American and Pacific languages, mostly."""
_NEAR_WORDS = 40  # code points on each side
_CUES = {
    "quoting": (25, "the sentence quotes it"),
    "affiliation": (25, "the sentence names who belongs to it"),
    "site": (25, "the sentence calls it a site"),
    "target": (25, "the sentence sends the reader there"),
    "behind": (2, "the sentence goes on as about a site"),
    "register": (60, "the paragraph is about abuse or security"),
}


_SETS = ("naming", "telling", "carrying", "common", "firms", "joined", "compounding")


class _Tables(NamedTuple):
    """What ``_brands.toml`` holds."""

    pieces: tuple[str, ...]
    """All pieces, longest first."""
    words: Stems
    """Words that hold a piece by chance."""
    inside: tuple[str, ...]
    """Pieces that make a name without digits wherever they stand in it."""
    ending: tuple[str, ...]
    """Pieces with which such names end, and hardly any words."""
    carrying: frozenset[str]
    """Pieces that make a name without digits, too: no words of any language begin or end with them."""
    numbers: frozenset[str]
    """Lucky numbers."""
    luckiest: frozenset[str]
    """Those of them that nothing but such names hold behind letters."""
    naming: frozenset[str]
    """Words that introduce a name."""
    telling: frozenset[str]
    """Pieces of nothing but spam."""
    common: frozenset[str]
    """Pieces that other names hold, too."""
    joined: frozenset[str]
    """What press and programs join to a piece with a hyphen."""
    compounding: frozenset[str]
    """Function words of languages that write compounds, or endings, in one word."""
    firms: frozenset[str]
    """Names that look like brands of spam, and that the press writes about."""


class Brand(NamedTuple):
    """A word that may be a brand; offsets are code points, ``letters`` its casefolded part without digits."""

    start: int
    end: int
    letters: str
    digits: str
    pieces: tuple[str, ...]
    made: str = ""
    """How a name without digits is made, see :func:`made_of`."""


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
    if not pieces and not _lucky(word, digits):
        return None
    made = "" if digits else made_of(letters)
    if not digits:
        if not made:
            return None
        spaced = _SPACED_DIGITS.match(text, end)
        if spaced is not None and spaced.group().strip() in _tables().numbers:
            end, digits = spaced.end(), spaced.group().strip()
    return Brand(start, end, letters, digits, pieces, made)


def _lucky(word: str, digits: str) -> bool:
    """Whether a name without any piece can be a brand: letters that are no hexadecimal number, and a lucky number."""
    if digits not in _tables().numbers or _NUMBERED.fullmatch(word) is None or _HEX.issuperset(word):
        return False
    return _luckiest(word, digits) or _unknown(_DIGITS.sub("-", word))


def _luckiest(word: str, digits: str) -> bool:
    """Whether one of the luckiest numbers stands behind letters."""
    return digits in _tables().luckiest and word[0].isalpha()


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
    sets = {name: frozenset(entries(table[name])) for name in _SETS}
    numbers, luckiest = frozenset(table["numbers"].split()), frozenset(table["luckiest"].split())
    inside, ending = tuple(entries(table["inside"])), tuple(entries(table["ending"]))
    words = Stems(entries(table["words"]))
    return _Tables(tuple(pieces), words, inside, ending, numbers=numbers, luckiest=luckiest, **sets)


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
        around.adjoining()
        or (context.line_start and context.line_end)
        or introduces_name(around.left)
        or introduces_name(around.right)
    ):
        return None
    sure = brand.made == "carried" or (bool(brand.digits) and not _tables().telling.isdisjoint(brand.pieces))
    tied = _tied(around)
    if tied and (not sure or around.fit not in ("often", "some", "unknown", "glyph")):
        return None
    for weight, words in tied:
        tally.add(weight, words)
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
    if "register" in around.cues:
        tally.add(-1.5, f"the paragraph is about abuse ({around.cues['register'][1]})")
    if not brand.digits and _compounding(context):
        tally.add(-3.0, "its language joins words as its name is")
    if not brand.digits and _in_other_letters(context):
        tally.add(-3.0, "words near are spelled as in a language that is not known")
    return tally


def _tied(around: Surroundings) -> list[tuple[float, str]]:
    """What ties a name to its sentence, and how much that weighs where the name leaves little doubt."""
    found = [(-1.8, f"{mark!r} opens a quotation that holds it") for mark in [around.speech()] if mark]
    for kind, (reach, words) in _CUES.items():
        distance, phrase = around.cues.get(kind, (reach + 1, ""))
        if distance <= reach:
            found.append((-2.6 if distance < _BESIDE or kind == "register" else -1.2, f"{words} ({phrase})"))
    return found


def _compounding(context: Context) -> bool:
    """Whether the sentence is in a language that writes compounds and endings in one word, by its function words."""
    near = (context.left[-_NEAR:] + " " + context.right[:_NEAR]).split()
    return sum(word in _tables().compounding for word in near) > 2


def _in_other_letters(context: Context) -> bool:
    """Whether a word near is spelled with a letter for sounds that none of the known languages needs, as ʼ or ɓ."""
    return compiled(_OTHER_LETTERS).search(context.left[-_NEAR_WORDS:] + context.right[:_NEAR_WORDS]) is not None


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
    unknown = _unknown(brand.letters)
    if brand.made in _MADE:
        tally.add(_MADE[brand.made], f"its name is made as such brands are, of {(pieces or (brand.letters,))[0]!r}")
    elif telling and (brand.digits or unknown):
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
        luckiest = not pieces and _luckiest(brand.letters, brand.digits)
        weight = 3.2 if luckiest else 1.4 if len(brand.digits) < 3 else 2.4
        tally.add(weight, f"its name holds the lucky number {brand.digits}")
    elif 2 <= len(brand.digits) <= 4:
        tally.add(0.6, "its name ends in digits")
    if unknown:
        tally.add(0.9, "its name is no known word")
    elif brand.made != "joined":
        tally.add(-0.2 if lucky or (telling and brand.digits) else -1.6, "its name is a word")
    elif brand.letters.count("-") > 1:
        tally.add(0.9, "three words are joined in it")
    if not brand.digits:
        tally.add(-1.2, "it has no digits, as words have none")


@lru_cache(maxsize=4096)
def made_of(letters: str) -> str:
    """How a name without digits is made that says enough; empty if none does.

    ``carried``: a piece that carries a name; ``joined``: known words, one of them such a piece, with hyphens;
    ``ending``: an unknown word that ends in a piece; ``twice``: two pieces.

    >>> made_of("tulipcasino"), made_of("river-casino"), made_of("casino-hotel"), made_of("tulip")
    ('carried', 'joined', '', '')
    """
    tables, parts = _tables(), letters.split("-")
    if len(letters) < _SHORTEST or tables.words.holds(letters):
        return ""
    goods = [part for part in parts if part in tables.carrying or part in tables.inside]
    others = [part for part in parts if part not in goods]
    if any(map(_carried, others)) or (goods and _unknown("-".join(others))):
        return "carried"
    if goods and others and not tables.joined.issuperset(others) and letters.isascii():
        return "joined"
    if any(map(_ends, others)):
        return "ending"
    pieces = pieces_in(letters)
    return "twice" if len(pieces) > 1 and _unknown(letters) and not set(parts).issuperset(pieces) else ""


def _carried(part: str) -> bool:
    """Whether one piece is enough to make a brand of a word."""
    tables = _tables()
    if not part.isascii() or tables.words.holds(part) or pair_table().knows(part):
        return False
    return any(piece in part and len(part) > len(piece) + 1 for piece in tables.inside) or any(
        len(part) >= len(piece) + _REST and (part.startswith(piece) or part.endswith(piece))
        for piece in tables.carrying
    )


def _ends(part: str) -> bool:
    tables = _tables()
    if not part.isascii() or tables.words.holds(part) or pair_table().knows(part):
        return False
    return any(part.endswith(piece) and len(part) >= len(piece) + _REST for piece in tables.ending)


def _unknown(letters: str) -> bool:
    """Whether a part of a name is no known word."""
    table = pair_table()
    return any(len(part) > 3 and not table.knows(part) for part in letters.split("-"))


def _sentence_start(left: str) -> bool:
    """Whether the word before is the first of its sentence, where any word has a capital."""
    words = left.split()
    return len(words) < 2 or words[-2][-1] in ".!?:"
