"""What a text must hold before anything in here looks at it closely, at little cost for nearly all texts.

It is searched for every word from which phrases are made, and for strings that most brands hold; a short text also for
lines that call to action. Only what stands near one of them is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from cleanpress.document import Document, ascii_shadow
from cleanpress.filters.links.phrases.places import anchor_spots, unspaced_hits
from cleanpress.filters.links.phrases.words import DENSE, Gate, anchors, gate, hits_of
from cleanpress.filters.sight import HUB, MARK, NUMBER, PLACE, UNSPACED, WORD, Sight, sight
from cleanpress.patterns import compiled

__all__ = [
    "SHORT",
    "all_hubs",
    "is_open",
    "line_around",
    "marked_spots",
    "may_be_marked",
    "shows_nothing",
    "spots",
]

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
_TWIN_HUBS = ("online", "asino")
"""The same for Latin letters, looked for in all texts: two whose shadows have four letters in common, and others."""
_TWINS, _BEHIND_TWINS = ascii_shadow("nlin"), (b"o", b"e")
_SHORT_HUBS = tuple(
    (hub, ascii_shadow(hub))
    for hub in (
        *("slot", "togel", "poker", "kazino", "kasyn", "ssino", "gacor", "betting", "gambl", "jackpot", "maxwin"),
        *("blackjack", "roulett", "sportsbook", "tangkas", "vavada", "mostbet", "tigrinho", "bingo", "lott", "judi"),
        *("bet ", "bets ", "toto ", "gaming ", "vegas ", "wins ", "vip ", "rtp ", "hoki ", "qq ", "jp "),
    )
)
"""The others: strings that hold names without digits, some of them at the end of a word."""

_ANY = HUB | NUMBER | WORD | UNSPACED | PLACE
_EDGES = ".,;:!?()[]\"'«»“”"
_SENTENCE = 300  # code points on each side of a handle
_BRAND = 40  # code points on each side of a digit in which its word lies
_NUMBERED = re.compile(rb"0(?<=[a-z][a-z]0)(?![^ \nA-Z/@=_\\]{0,38}[A-Z/@=_\\])")
"""A digit behind two small letters, in the shadow of a text, if the rest of its word has no capitals and is no code."""
_CODE = frozenset("/@=_\\")
_HEX = frozenset("0123456789abcdefx-")
_DIGITS = "[0-9]+"
_HANDLE = r"@(?:(?<![\w.]@)(?=[A-Za-z0-9_-]{4})|(?=ts))"
"""A handle, and no address of mail; or a messenger that is misspelt."""
_LONGEST = 240  # code points: longer lines are paragraphs
MARKS = ">[!！#【👉👈👇🎰🎲🔥💰💸🎁✅➤➡▶◀►◄⇒☞➜🤑💎🚀📲"
"""What calls to action and lists of hashtags begin or end with."""
_RARE_MARKS = frozenset(mark for mark in MARKS if not mark.isascii())
FIRST, LAST = MARKS.replace("!", "").replace("！", ""), MARKS.replace("#", "") + "<]】»"
PUNCTUATION = {ord(char): " " for char in MARKS + "<]】»«.,:;?&()\"'*_"}


def all_hubs() -> Iterator[str]:
    """The hubs of all texts, of every writing and length."""
    yield from _TWIN_HUBS
    yield from (hub for hub, _ in _SHORT_HUBS)
    for _, hubs in _HUBS:
        yield from hubs


@lru_cache(maxsize=1)
def _signs() -> frozenset[str]:
    """The hubs of one character."""
    return frozenset(hub for hub in all_hubs() if len(hub) == 1)


def shows_nothing(seen: Sight, size: int) -> bool:
    """Whether a text of this length (code points), of which this is in sight, holds nothing that is looked for here."""
    short = size <= SHORT  # marks by themselves tell in these only
    if seen.bits & (_ANY | MARK if short else _ANY):
        return False
    return not seen.rare or _says_nothing(seen.rare, short)


@lru_cache(maxsize=1024)
def _says_nothing(rare: str, short: bool) -> bool:
    """Whether none of these characters is a hub or a mark; texts have the same few."""
    return _signs().isdisjoint(rare) and not (short and not _RARE_MARKS.isdisjoint(rare))


def spots(doc: Document) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where a text holds strings that most phrases and brands hold, its hubs, and where brand words may stand.

    Both are sorted code-point offsets; to be asked through :meth:`~cleanpress.Document.once`. Brands are small words
    with digits behind letters or with a hub, made of what brands are made of.

    >>> spots(Document("a clean text in the covid19 wards")), spots(Document("an online slot, the kudahoki77"))
    (((), ()), ((3, 10), (28,)))
    """
    seen = sight(doc)
    if seen is not None and seen.figures is not None and seen.hubs is not None:
        return _told(doc.text, [*seen.hubs, *_rare_hubs(doc.text, seen.rare)], seen.figures)
    text, shadow = doc.text, doc.shadow
    found: list[int] = []
    rfind = shadow.rfind  # faster than from the left
    at = rfind(_TWINS)
    while at >= 0 and shadow[at + 4 : at + 5] not in _BEHIND_TWINS:
        at = rfind(_TWINS, 0, at + 3)
    if at >= 0:
        for hub in _TWIN_HUBS:
            found += _all(text, hub)
    for hub, data in _SHORT_HUBS:
        if rfind(data) >= 0:
            found += _all(text, hub)
    if doc.foreign:
        for hub in _foreign_hubs(doc.residue):
            found += _all(text, hub)
    number = _NUMBERED.search(shadow)
    if number is not None:
        numbered = _numbered(text, shadow, number.start())
    elif found:
        numbered = []
    else:
        return (), ()  # nearly all texts end here
    return _told(text, found, numbered)


def _rare_hubs(text: str, rare: str) -> Iterator[int]:
    """Where the hubs of one character stand: they are not looked for with the others."""
    for sign in _signs().intersection(rare) if rare else ():
        yield from _all(text, sign)


def _foreign_hubs(rare: str) -> tuple[str, ...]:
    return next((hubs for letters, hubs in _HUBS if any(map(rare.__contains__, letters))), ())


def _told(text: str, hubs: list[int], numbered: Collection[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    if not hubs and not numbered:
        return (), ()
    brands = [spot for spot in sorted({*hubs, *numbered}) if _may_be_brand(text, spot)]
    return tuple(sorted(hubs)), tuple(brands)


def _all(text: str, hub: str) -> Iterator[int]:
    at = text.find(hub)
    while at >= 0:
        yield at
        at = text.find(hub, at + len(hub))


def _numbered(text: str, shadow: bytes, first: int) -> list[int]:
    """Where digits stand behind two small letters; that they are ASCII is enough, for other brands have hubs.

    ``first`` is the first such place of the shadow.
    """
    found = [match.start() for match in _NUMBERED.finditer(shadow, first)]
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
    if any(number in known.numbers for number in compiled(_DIGITS).findall(word)):
        return True
    begins = _begins()
    for at in range(len(word) - 1):
        pieces = begins.get(word[at : at + 2])
        if pieces and word.startswith(pieces, at):
            return True
    return False


@lru_cache(maxsize=1)
def _begins() -> dict[str, tuple[str, ...]]:
    """What brands are made of, by its first two characters."""
    found: dict[str, list[str]] = {}
    for piece in gate().pieces:
        found.setdefault(piece[:2], []).append(piece)
    return {first: tuple(pieces) for first, pieces in found.items()}


def is_open(doc: Document) -> bool:
    """Whether a text may hold phrases or contacts."""
    text, seen = doc.text, sight(doc)
    bits = -1 if seen is None else seen.bits
    if len(text) <= SHORT:
        known = anchors()
        if bits & WORD and _may_hold(text, known.intersection(doc.small_words)):
            return True
        if len(text) <= _SHORT_DENSE:
            return bool(bits & UNSPACED) and doc.foreign and _may_hold_dense(text)
    elif doc.once(anchor_spots):
        return True
    if bits & UNSPACED and doc.foreign and doc.once(unspaced_hits):
        return True
    return len(text) > SHORT and bool(bits & PLACE) and _may_hold_contact(text)


def _may_hold_contact(text: str) -> bool:
    """Whether a messenger is named near a handle."""
    at = text.find("@")
    while at >= 0:
        behind = at + 1
        if compiled(_HANDLE).match(text, at):
            behind = at + _SENTENCE
            if _names_messenger(text[max(0, at - _SENTENCE) : behind]):
                return True
        at = text.find("@", behind)
    return False


def _names_messenger(stretch: str) -> bool:
    return not gate().messengers.isdisjoint(stretch.casefold().replace(",", " ").split())


def _may_hold(text: str, small: Iterable[str]) -> bool:
    """Whether two words from which phrases are made stand side by side, or a messenger beside an address.

    ``small`` are the anchors that it may hold.
    """
    words, split = gate(), text.split()
    for index in _places(split, hits_of(small, split)):
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


def may_be_marked(doc: Document) -> bool:
    """Whether a text holds a mark with which calls to action and lists of hashtags begin or end."""
    seen = sight(doc)
    if seen is not None:
        return bool(seen.bits & MARK) or not _RARE_MARKS.isdisjoint(seen.rare)
    return b"[" in doc.shadow or b"!" in doc.shadow or doc.foreign


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
        return compiled(DENSE).search(line) is not None
    return not known.gains.isdisjoint(words) or not line.isascii() or ">>" in line or "<<" in line


def _may_hold_dense(text: str) -> bool:
    first = None if text.isascii() else compiled(DENSE).search(text)
    return first is not None and any(map(text.__contains__, _dense_of()[_script(first.group())]))


@lru_cache(maxsize=1)
def _dense_of() -> dict[str, list[str]]:
    """What is searched for in each writing without spaces; Chinese and Japanese share their characters."""
    found: dict[str, list[str]] = {"thai": [], "han": [], "hangul": []}
    for entry in gate().dense:
        match = compiled(DENSE).search(entry)
        found[_script(match.group() if match else entry[0])].append(entry)
    return found


def _script(char: str) -> str:
    return "thai" if "ก" <= char <= "๛" else "hangul" if "가" <= char <= "힣" else "han"
