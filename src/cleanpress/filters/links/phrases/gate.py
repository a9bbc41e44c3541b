"""What a text must hold before anything in here looks at it closely, at little cost for nearly all texts.

A short text is searched for every word from which phrases are made. In a longer one that would cost more than all else
that is looked for together, so it is searched for a few strings that most phrases and brands hold, and only what stands
near one of them is looked at. The words are in a file of their own, ``data/spam/_gate.txt``, for the vocabulary takes
a tenth of a second to load.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from cleanpress.data import FOLDER
from cleanpress.document import Document, ascii_shadow

__all__ = [
    "SHORT",
    "Gate",
    "dense_hits",
    "gate",
    "is_open",
    "line_around",
    "marked_spots",
    "spots",
    "word_hits",
]

_Node: TypeAlias = "dict[str, _Node]"

SHORT = 1000
"""Code points: a text as short as this is searched for every word."""

_SHORT_DENSE = 300
"""The same for writing without spaces, in which a text says as much in a third of the characters."""

_HUBS = (
    ("оа", ("онлайн", "казин", "ставк", "займ", "кредит")),
    ("าเ", ("สล็อต", "คาสิโน", "พนัน", "หวย", "เงินกู้")),
    ("のは", ("カジノ", "スロット", "アダルト", "融資")),
    ("的一", ("赌", "博彩", "投注", "彩票", "代开")),
    ("이다", ("카지노", "바카라", "토토", "슬롯")),
    ("اي", ("كازينو", "مراهن", "آنلاین", "شرط بندی", "متابعين")),
    ("ाे", ("ऑनलाइन", "सट्ट", "लोन")),
    ("οα", ("καζίνο", "στοίχημα", "στοιχημα", "δάνει")),
)
"""Strings that most phrases and brands hold, by letters that tell the writing of a text."""
_LATIN_HUBS = tuple((hub, ascii_shadow(hub)) for hub in ("online", "asino", "slot"))
"""The same for Latin letters, looked for in all texts: as they are, and as shadows of texts have them."""
_SHORT_HUBS = (*_LATIN_HUBS, *((hub, ascii_shadow(hub)) for hub in ("togel", "poker", "kazino", "gacor", "betting")))
"""The same with strings of brands for which short texts are searched besides."""

_EDGES = ".,;:!?()[]\"'«»“”"
_NEAR, _SENTENCE = 60, 300  # code points on each side: of a hub, of a handle
_BRAND = 40  # code points on each side of a digit in which its word lies
_NUMBERED = re.compile(rb"0(?<=[a-z][a-z]0)(?![^ \nA-Z/@=_\\]{0,38}[A-Z/@=_\\])")
"""A digit behind two small letters, in the shadow of a text, if the rest of its word has no capitals and is no code."""
_CODE = frozenset("/@=_\\")
_HEX = frozenset("0123456789abcdefx-")
_DIGITS = re.compile("[0-9]+")
_HANDLE = re.compile(r"@(?:(?<![\w.]@)(?=[A-Za-z0-9_-]{4})|(?=ts))")
"""A handle, and no address of mail; or a messenger that is misspelt."""
_LONGEST = 240  # code points: longer lines are paragraphs
MARKS = ">[!！#【👉👈👇🎰🎲🔥💰💸🎁✅➤➡▶◀►◄⇒☞➜🤑💎🚀📲"
"""What calls to action and lists of hashtags begin or end with."""
FIRST, LAST = MARKS.replace("!", "").replace("！", ""), MARKS.replace("#", "") + "<]】»"
PUNCTUATION = {ord(char): " " for char in MARKS + "<]】»«.,:;?&()\"'*_"}
_DENSE = re.compile("[ก-๛ぁ-ヿ一-鿿가-힣]")


class Gate(NamedTuple):
    """The words of ``_gate.txt``, which ``tools/links/gate.py`` makes of the vocabulary."""

    anchors: frozenset[str]
    """One word of each entry from which a phrase can be made."""
    goods: frozenset[str]
    """Entries of one word that name goods, and the first two words of longer ones."""
    content: frozenset[str]
    inner: frozenset[str]
    """Function words, over which the next word is looked at."""
    messengers: frozenset[str]
    urges: frozenset[str]
    """First words of calls to action."""
    gains: frozenset[str]
    """Words of what such calls promise, and of goods."""
    dense: tuple[str, ...]
    """What is searched for in writing without spaces, and in Korean."""
    pieces: tuple[str, ...]
    """What brands are made of."""
    numbers: frozenset[str]
    """Lucky numbers, in which brands end."""


@lru_cache(maxsize=1)
def gate() -> Gate:
    """The gate's words, read when the first short text, or text with a hub, is looked at."""
    with open(f"{FOLDER}/spam/_gate.txt", encoding="utf-8") as file:  # noqa: PTH123 - paths are slow to import
        rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    named = {name: words for name, *words in rows}
    dense, pieces = tuple(named.pop("dense")), tuple(named.pop("pieces"))
    return Gate(**{name: frozenset(words) for name, words in named.items()}, dense=dense, pieces=pieces)


@lru_cache(maxsize=1)
def _by_small() -> dict[str, list[str]]:
    """The anchors by what small letters make of them when they are written as running text writes words."""
    found: dict[str, list[str]] = {}
    for word in gate().anchors:
        for small in {word, word.capitalize().lower(), word.upper().lower()}:
            found.setdefault(small, []).append(word)
    return found


@lru_cache(maxsize=1)
def _anchors() -> frozenset[str]:
    """The anchors in small letters."""
    return frozenset(_by_small())


@lru_cache(maxsize=1024)
def _written(small: str) -> tuple[str, ...]:
    """How running text writes a word: small, with a capital, in capitals, a comma or stop behind it."""
    forms = {form for word in _by_small()[small] for form in (word, word.capitalize(), word.upper())}
    if small == "whatsapp":
        forms.add("WhatsApp")
    return tuple([form + mark for form in forms for mark in ("", ",", ".")])


def _anchors_of(text: str) -> frozenset[str]:
    """The anchors that may be in a text, in small letters."""
    return _anchors().intersection(text.lower().replace(",", " ").replace(".", " ").split())


def spots(doc: Document) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where a text holds strings that most phrases and brands hold, its hubs, and where brand words may stand.

    Both are sorted code-point offsets; to be asked through :meth:`~cleanpress.Document.once`. Brands are small words
    with digits behind letters or with a hub, made of what brands are made of.

    >>> spots(Document("a clean text in the covid19 wards")), spots(Document("an online slot, the kudahoki77"))
    (((), ()), ((3, 10), (28,)))
    """
    text, shadow = doc.text, doc.shadow
    found: list[int] = []
    rfind = shadow.rfind  # faster than from the left
    for hub, data in _SHORT_HUBS if len(text) <= SHORT else _LATIN_HUBS:
        if rfind(data) >= 0:
            found += _all(text, hub)
    if doc.foreign:
        rare = doc.residue
        for hub in next((others for letters, others in _HUBS if any(map(rare.__contains__, letters))), ()):
            found += _all(text, hub)
    numbered = () if _NUMBERED.search(shadow) is None else _numbered(text, shadow)
    if not (found or numbered):
        return (), ()  # nearly all texts end here
    brands = [spot for spot in sorted({*found, *numbered}) if _may_be_brand(text, spot)]
    return tuple(sorted(found)), tuple(brands)


def _all(text: str, hub: str) -> Iterator[int]:
    at = text.find(hub)
    while at >= 0:
        yield at
        at = text.find(hub, at + len(hub))


def _numbered(text: str, shadow: bytes) -> list[int]:
    """Where a digit stands behind two small letters; that they are ASCII is enough, for other brands have hubs."""
    found = [match.start() for match in _NUMBERED.finditer(shadow)]
    if len(shadow) == len(text):
        return found
    at = 0  # from bytes to code points
    return [at := at + len(shadow[a:b].decode("utf-8", "surrogatepass")) for a, b in pairwise((0, *found))]


def _may_be_brand(text: str, spot: int) -> bool:
    """A quick look at a word: no capitals, no part of an address, of code or of a hexadecimal number."""
    left, right = text[max(0, spot - _BRAND) : spot], text[spot : spot + _BRAND]
    near = left[max(left.rfind(" "), left.rfind("\n")) + 1 :] + right.partition(" ")[0].partition("\n")[0]
    if near.lower() != near or not _CODE.isdisjoint(near):
        return False
    return _made_as_brands(near)


@lru_cache(maxsize=4096)
def _made_as_brands(word: str) -> bool:
    if sum(map(str.isalpha, word)) < 3 or _HEX.issuperset(word):
        return False
    known = gate()
    if word.strip(_EDGES) in known.anchors:
        return False  # no name, but a word of the vocabulary
    if any(number in known.numbers for number in _DIGITS.findall(word)):
        return True
    return any(word.startswith(_begins().get(word[at : at + 2], ()), at) for at in range(len(word) - 1))


@lru_cache(maxsize=1)
def _begins() -> dict[str, tuple[str, ...]]:
    """What brands are made of, by its first two characters."""
    found: dict[str, list[str]] = {}
    for piece in gate().pieces:
        found.setdefault(piece[:2], []).append(piece)
    return {first: tuple(pieces) for first, pieces in found.items()}


def is_open(doc: Document, hubs: Iterable[int]) -> bool:
    """Whether a text may hold phrases or contacts; ``hubs`` are its hubs."""
    text = doc.text
    if len(text) <= SHORT:
        anchors = _anchors()
        if not anchors.isdisjoint(doc.small_words) and _may_hold(text, anchors.intersection(doc.small_words)):
            return True
        if doc.foreign and len(text) <= _SHORT_DENSE and _may_hold_dense(text):
            return True
    for at in hubs:
        near = text[max(0, at - _NEAR) : at + _NEAR]
        if _may_hold(near, _anchors_of(near)) or _may_hold_dense(near):
            return True
    if len(text) <= SHORT or "@" not in text:
        return False
    behind = 0
    for handle in _HANDLE.finditer(text):
        at = handle.start()
        if at >= behind:
            behind = at + _SENTENCE
            if _names_messenger(text[max(0, at - _SENTENCE) : behind]):
                return True
    return False


def _names_messenger(stretch: str) -> bool:
    return not gate().messengers.isdisjoint(stretch.casefold().replace(",", " ").split())


def _may_hold(text: str, small: Iterable[str]) -> bool:
    """Whether two words from which phrases are made stand side by side, or a messenger beside an address.

    ``small`` are the anchors that it may hold.
    """
    words, split = gate(), text.split()
    for index in _places(split, _hits(small, split)):
        near = [word.strip(_EDGES).casefold() for word in split[max(0, index - 2) : index + 3]]
        at = min(index, 2)
        before, word, behind = near[:at], near[at], near[at + 1 :]
        if word in words.messengers and ("@" in text or any(map(text.__contains__, "0123456789"))):
            return True
        if word in words.goods and (_goes_on(words, behind) or _goes_on(words, before[::-1])):
            return True
        if any(map(words.goods.__contains__, map(" ".join, pairwise(near[: at + 2])))):
            return True
    return False


def _hits(small: Iterable[str], split: Iterable[str]) -> set[str]:
    """Which of the words of a text are anchors; ``small`` are those that it may hold."""
    return {form for word in small for form in _written(word)}.intersection(split)


def _places(split: list[str], hits: Iterable[str]) -> Iterator[int]:
    for word in hits:
        index = -1
        for _ in range(split.count(word)):
            index = split.index(word, index + 1)
            yield index


def _goes_on(words: Gate, beside: list[str]) -> bool:
    for word in beside:
        if word in words.content:
            return True
        if word not in words.inner and word.isalnum():
            return False
    return False


def marked_spots(text: str, hubs: Iterable[int]) -> list[int]:
    """Where lines begin that may be calls to action or lists of hashtags; in a long text only such as hold a hub.

    ``hubs`` are its hubs.
    """
    found: list[int] = []
    if not any(map(text.__contains__, MARKS)):
        return found
    for start, end in _short_lines(text, hubs):
        first, last = text[start], text[end - 1]
        if first == "#":
            if text[start + 1 : start + 2].strip() and text.count("#", start, end) > 1:
                found.append(start)
        elif (first in FIRST or last in LAST) and _calls(text[start:end]):
            found.append(start)
    return found


def _short_lines(text: str, hubs: Iterable[int]) -> Iterator[tuple[int, int]]:
    if len(text) > SHORT:
        yield from filter(None, dict.fromkeys(line_around(text, hub) for hub in hubs))
        return
    start = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare and len(line) <= _LONGEST:
            first = start + line.index(bare[0])
            yield first, first + len(bare)
        start += len(line) + 1


def line_around(text: str, offset: int) -> tuple[int, int] | None:
    """The line that holds an offset, without blanks at its edges; None for one of more than 240 code points."""
    start = text.rfind("\n", max(0, offset - _LONGEST), offset) + 1
    if start == 0 and offset > _LONGEST:
        return None
    end = text.find("\n", offset, start + _LONGEST + 1)
    if end < 0:
        end = len(text)
    if end - start > _LONGEST:
        return None
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _calls(line: str) -> bool:
    """Whether a line may urge the reader and promise a gain; one with arrows or the like need not promise."""
    known, words = gate(), line.casefold().translate(PUNCTUATION).split()
    if known.urges.isdisjoint(words):
        return _DENSE.search(line) is not None
    return not known.gains.isdisjoint(words) or not line.isascii() or ">>" in line or "<<" in line


def _may_hold_dense(text: str) -> bool:
    first = None if text.isascii() else _DENSE.search(text)
    return first is not None and any(map(text.__contains__, _dense_of()[_script(first.group())]))


@lru_cache(maxsize=1)
def _dense_of() -> dict[str, list[str]]:
    """What is searched for in each writing without spaces; Chinese and Japanese share their characters."""
    found: dict[str, list[str]] = {"thai": [], "han": [], "hangul": []}
    for entry in gate().dense:
        match = _DENSE.search(entry)
        found[_script(match.group() if match else entry[0])].append(entry)
    return found


def _script(char: str) -> str:
    return "thai" if "ก" <= char <= "๛" else "hangul" if "가" <= char <= "힣" else "han"


def word_hits(text: str) -> list[int]:
    """Where a text holds words from which phrases can be made, as sorted code-point offsets."""
    found = _hits(_anchors_of(text), text.split())
    return sorted(offset for word in found for offset in _offsets(text, word)) if found else []


def _offsets(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
            yield at
        at = text.find(word, end)


def dense_hits(text: str) -> list[int]:
    """The same for writing without spaces and for Korean."""
    if text.isascii():
        return []
    first = _DENSE.search(text)
    return [] if first is None else [match.start() for match in _dense().finditer(text, first.start())]


@lru_cache(maxsize=1)
def _dense() -> re.Pattern[str]:
    return re.compile(_either(gate().dense))


def _either(words: Iterable[str]) -> str:
    """An expression for any of these words that shares their beginnings, so that each character decides once."""
    root: _Node = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _expression(root)


def _expression(node: _Node) -> str:
    branches = [re.escape(char) + _expression(child) for char, child in sorted(node.items()) if char]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{joined})?" if "" in node else joined
