"""The gate in front of mojibake repair: where could a text be damaged at all?

Proving that clean text is clean is nearly all the work of repairing a corpus: ftfy's own test reads
4 to 10 MB/s. Every place that test can fire holds one of a small set of *hot* characters beside
another of a larger set, or one of a few rare forms. What the repairer can mend beyond ftfy shows in
forms as rare: a sign inside a word, a capital behind a small letter, two scripts in one word, a
frame character beside a letter.

What a damaged spot is stands in :mod:`~cleanpress.filters.mojibake.spots`, right but slow. It is tried only
where something quicker finds a suspect: in Latin text each hot character that the text has is looked for
by itself, at the speed of memory, with the least its neighbours must be; other text is searched once for
what such text hardly has, and once around its Latin letters. Tests compare the gate with the badness test
and with the conditions alone, by enumeration and at random.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from cleanpress.document import residue
from cleanpress.filters.mojibake.searches import BEYOND, EDGE, LETTERS_ONLY, Edges, Search
from cleanpress.filters.mojibake.spots import (
    ACUTE,
    EAST,
    EXTRA,
    FRAMES,
    HALF_LEADS,
    IN_ROWS,
    ODD,
    OTHERS,
    SIGNS,
    condition,
    confirmed,
    either,
    mixed,
    table,
)
from cleanpress.filters.sight import CALM, TOGETHER, Sight

__all__ = ["USUAL", "damaged_lines", "hot_class", "just_spotless", "shows_nothing", "spotted"]

_BLOCK = 8192
"""Code points judged at once: 4 to 16 kB ran fastest, one hot spot opens only its own block."""
_CAPITALS = "А-ЯЁЂ-ЏΑ-Ω"
_FREQUENT = f"{_CAPITALS}｡-ﾟ"
"""Letters of other scripts that conditions begin with and good text is full of: they need more to be suspects."""
_CALM = frozenset(CALM)
_SHORT = 512
_SHORT_DENSE = 256
"""Code points of a short text: of one in Latin letters for the most part, of another."""
_LINE = 2048
"""Code points of a text that may be one damaged line."""


@lru_cache(maxsize=1)
def _telling() -> re.Pattern[str]:
    """What every damaged spot in mostly ASCII text holds beside quotation marks, dashes and bullets."""
    pattern = condition().pattern
    first = pattern[1 : pattern.index("]")]
    return re.compile(f"[{first}À-ÖØ-öø-ÿ{OTHERS}{EAST}Ґґ\ufb01\ufb02]")


def shows_nothing(seen: Sight) -> bool:
    """Whether a text of which this is in sight holds no damaged spot."""
    tells, calm = _told_by(seen.rare)
    return not tells or (calm and not seen.bits & TOGETHER)


@lru_cache(maxsize=1024)
def _told_by(rare: str) -> tuple[bool, bool]:
    """Whether any of these characters tells of damage, and whether all are calm; texts have the same few."""
    return _telling().search(rare) is not None, _CALM.issuperset(rare)


def hot_class(table: dict[str, str]) -> str:
    """Every character that a suspect place in Latin text holds, as a class; the data file has it without the usual."""
    signs = f"\x80-\x9f{table['beside']}{SIGNS}{ODD}{table['upper']}{''.join(_CLOSE)}{IN_ROWS}{FRAMES}"
    return f"[{signs}{EXTRA}{table['rare_han']}]"


@lru_cache(maxsize=1)
def _hot() -> re.Pattern[str]:
    return re.compile(f"[{table()['hot']}]")


USUAL = "’“”–—…«»\xa0°·•€èâîùòýìøåëïăąńõœÉÎĐŞÖÜÄÅđľ"
"""Hot characters that clean text is full of: each is looked for by itself."""


@lru_cache(maxsize=1)
def _dense() -> re.Pattern[str]:
    """The suspects in text of other scripts than Latin: what it hardly holds."""
    return _script_suspects(f"\x80-\x9f{table()['sign']}{ODD}À-ɏ{FRAMES}{table()['rare_han']}{EXTRA}")


@lru_cache(maxsize=1)
def _capitals() -> re.Pattern[str]:
    """The suspects among what Latin text holds of other scripts."""
    return _script_suspects("")


@lru_cache(maxsize=1)
def _frequent() -> re.Pattern[str]:
    """What those begin with."""
    return re.compile(f"[Ґґ\ufb01\ufb02{_FREQUENT}]")


def _script_suspects(rare: str) -> re.Pattern[str]:
    capitals = (  # what fails soonest stands first: a text is full of capitals behind a space and before a small letter
        f"(?<=[а-яёά-ώ][{_CAPITALS}])|(?=[{table()['between']}][ВГРСΒΓΞΟ])|(?=[Çäåéê])|(?<![{_FREQUENT}])",
        "(?<=[ЮЯЂ])(?:(?<=ВЂ)|(?=.[ЮЯ].[ЮЯ]))",
    )
    half_width = (
        f"(?<=[{HALF_LEADS}])(?=[｡-ｿ][{HALF_LEADS}])",
        "(?<=[\u4e00-\u9fff][ｦ-ﾟ])|(?<=[｡-ｿ])(?=[a-z])",
    )
    conditions = f"{'|'.join(capitals)}|(?<=[｡-ﾟ])(?:{'|'.join(half_width)})"
    return re.compile(f"[{rare}Ґґ\ufb01\ufb02{_FREQUENT}](?:{conditions})", re.S)


_THAI = re.compile("เ(?:(?=[ธน].เ[ธน])|(?=(?P<one>.).เ(?P=one)))", re.S)
"""Rows of first bytes read as Thai, of which good Thai has the letters."""


_ACCENTED = "(?=[À-ÿ]{2})|(?<=[À-ÿ].)"
_CAPITAL = "(?<=[^\x00-`{-\x7f].)|(?<=[A-Z].)(?=[a-z])"
_CLOSE = {
    "â": "(?![a-zà-ÿ])",
    "Â": f"(?![A-Za-z])|{_CAPITAL}",
    "Ã": f"(?![A-Za-z])|{_CAPITAL}",
    "œ": "(?![A-Za-z])|(?<=[^\x00-\x7f].)",
    "Œ": "(?![A-Za-z])|(?<=[^\x00-`{-\x7f].)",
    "è": "(?=[aeijk])",
    "ń": "(?=[aeiouÀ-ɏ])",
    "ă": "(?=o)",
    "ŕ": "(?![a-zá-ž])",
    "þ": f"(?=[a-zý])|(?<=[a-zý].)|{_ACCENTED}",
    "ð": f"(?=[ýþëá]|[a-z]{{0,12}}ý)|{_ACCENTED}",
    "Ŕ": _CAPITAL,
    "Š": f"(?!\\S)|{_CAPITAL}",
    "¨": "(?=[^\x00-\x7f])|(?<=[^\x00-@\\[-`{-\x7f].)|(?<!\\S.)(?=[a-z])",
    "Ý": f"(?=[a-zþð])|{_CAPITAL}|{_ACCENTED}",
    "ý": f"(?=[a-z]{{0,3}}ý)|{_ACCENTED}",
    "ľ": "(?=[ei])|(?!\\S)",
    "û": f"(?!\\S)|{_ACCENTED}",
    "đ": "(?!\\w)|(?=[a-z]{0,2}[çöü])|(?<=[çöüý].)|(?<=[çöüý][a-z].)",
    "ĺ": "(?<![^\\W_].)|(?!\\w)",
    "ì": f"(?=[sštlkvdzžc])|{_ACCENTED}",
    "ø": f"(?=í)|{_ACCENTED}",
    "õ": f"(?=[a-z]{{0,3}}[{ACUTE}])|(?<=[y{ACUTE}].)|(?<=[{ACUTE}][a-z].)|(?<=[{ACUTE}][a-z][a-z].)",
    "ą": f"(?=[a-z]{{0,3}}[ěřůý{ACUTE}])|(?<=[ěřůý{ACUTE}].)|(?<![^\\W_].)(?=[a-z])",
}
"""Letters that good text has, and what must stand beside them."""


@lru_cache(maxsize=2048)
def _suspect(char: str) -> re.Pattern[str] | None:
    """Where a hot character is a suspect: a literal first, then the least that its neighbours must be."""
    known = table()
    if char not in USUAL and not _hot().match(char):
        return None
    if char in _CLOSE:
        beside = _CLOSE[char]
    elif char in IN_ROWS:
        beside = _ACCENTED
    elif re.match(f"[{known['upper']}]", char):
        beside = _CAPITAL
        beside += "|(?=[^\x00-\x7f])" if char in "ÄÅĹĆĂÎÐŇ" else "|(?=[À-ÿ]{2})" if char < "\u0100" else ""
    elif re.match(f"[{known['quiet']}]", char) and not re.match(f"[{known['strong']}{SIGNS}{ODD}]", char):
        beside = "(?<=[^\x00-\x7f\xa0].)"  # no condition tells a no-break space from the one before it
    elif re.match(f"[{known['beside']}{SIGNS}{ODD}]", char) and not re.match(f"[¦§×{FRAMES}√≈≤≥⌠⌡∙]", char):
        within = re.match(f"[‹›{SIGNS}{ODD}]", char)
        beside = "(?=[^\x00-\x7f])|" + ("(?<=[^\x00-@\\[-`{-\x7f].)" if within else "(?<=[^\x00-\x7f].)")
    else:
        beside = ""
    return re.compile(f"{re.escape(char)}(?:{beside})", re.S)


def spotted(text: str) -> bool:
    """Whether the gate opens anywhere in the text.

    >>> spotted("cafÃ©"), spotted("café")
    (True, False)
    """
    global _CLEAN
    if text.isascii():
        return False
    size = len(text)
    left = residue(text)
    found = bool(left) and (left is text or _telling().search(left) is not None)
    if found and size <= (_SHORT_DENSE if left is text else _SHORT):
        found = _shortly(text)
    elif found:
        found = any(search.seek(text, 0, size) < size for search in _searches(text, 0, size, left))
    if not found and size <= _BLOCK:
        _CLEAN = text
    return found


def _shortly(text: str) -> bool:
    """Whether the gate opens anywhere in a short text, told by the conditions themselves."""
    if condition().search(text):
        return True
    if not _foreign().search(text):
        return False
    marks = text.encode("ascii", "replace").translate(LETTERS_ONLY)
    return bool(EDGE.search(marks) or _MORE_EDGES.search(text)) and mixed().search(text) is not None


_MORE_EDGES = re.compile("[À-ÖØ-öø-ÿ｡-ﾟ]")
"""What two scripts in one word have where nothing stands behind an ASCII letter."""


_CLEAN = ""
"""The text of at most ``_BLOCK`` code points that was last found without a spot."""


def just_spotless(text: str) -> bool:
    """Whether this is the text that was last found without a spot: what repair leaves comes back in the next pass.

    >>> spotted("It’s late"), just_spotless("It’s late"), just_spotless("It’s")
    (False, True, False)
    """
    return text == _CLEAN


def damaged_lines(text: str, rare: str | None = None) -> Iterator[tuple[int, int]]:
    """The lines (code-point offsets, without the LF) that may hold mojibake, in order.

    ``rare`` is the text's :func:`~cleanpress.document.residue`, if the caller has it.

    >>> list(damaged_lines("fine\\ncafÃ© here\\nfine"))
    [(5, 15)]
    """
    if text.isascii():
        return
    behind = 0
    for start, end in _blocks(text):
        if end <= behind:
            continue
        block = text[start:end] if end - start < len(text) else text
        left = rare if rare is not None and block is text else residue(block)
        if not left or (left is not block and not _telling().search(left)):
            continue
        if block is text and "\n" not in text and _shows(text, 0, len(text)):
            yield 0, len(text)  # one line, and damaged: most damaged lines show it at once
            return
        if end - start <= (_SHORT_DENSE if left is block else _SHORT) and not _shortly(block):
            continue
        if len(_hot().findall(left[:_GLANCE])) * 8 > _GLANCE:
            found = _one_by_one(text, max(start, behind), end)
        else:
            found = _opened(text, max(start, behind), end, list(_searches(text, start, end, left)))
        for line in found:
            behind = line[1]
            yield line


def _one_by_one(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The damaged lines of a block that is full of hot characters: nearly all of them."""
    while start < end:
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if _shows(text, start, stop) or spotted(text[start:stop]):
            yield start, stop
        start = stop + 1


def _shows(text: str, start: int, stop: int) -> bool:
    """Whether the first characters of a line, all of which is in view, hold a damaged spot: most damaged lines do."""
    found = condition().search(text, start, min(stop, start + _PROBE))
    return found is not None and condition().match(text, found.start(), stop) is not None  # not cut off by the probe


def _opened(text: str, start: int, end: int, searches: Sequence[Search | Edges]) -> Iterator[tuple[int, int]]:
    """The damaged lines of a block, or of what is left of it, for which these searches were chosen."""
    stop = min(len(text), end + BEYOND)
    while searches and start < stop:
        at = min([search.seek(text, start, stop) for search in searches])
        if at >= len(text):
            return
        first = text.rfind("\n", start, at) + 1 or start
        last = text.find("\n", at)
        start = len(text) if last < 0 else last
        yield first, start


_FEW = 64
"""Characters of a residue up to which each is asked for by itself."""
_GLANCE = 64
_PROBE = 160
"""Characters by which it is told that a block is full of hot ones, and those by which a line is told to be damaged."""


def _searches(text: str, start: int, end: int, left: str) -> Iterator[Search | Edges]:
    """The searches that a block with this residue needs."""
    if 2 * len(left) > end - start and not _is_latin(left):
        yield Search(_dense(), either)
        yield Edges(text, start, end)
        if (low := text.find("เ", start, end)) >= 0:
            yield Search(_THAI, either, low)
        return
    few = len(left) <= _FEW
    near = few or end - start <= _LINE
    usual = dict.fromkeys(left) if few else filter(left.__contains__, USUAL)
    if near:
        yield from _by_character(text, start, end, usual)
    if rare := (_foreign() if few else _rare()).search(left):
        if (first := _foreign().search(left, rare.start())) and (last := _foreign().search(left[::-1])):
            low, high = text.index(first.group(), start), text.rindex(last.group(), start, end)
            if _MORE_EDGES.search(left) or not text[start - 1 : start].isascii():
                yield Search(mixed(), None, low, high)
            else:
                yield Edges(text, low - 1, high + 1)
            if _frequent().search(left):
                yield Search(_capitals(), confirmed, low, high)
            if "เ" in left:
                yield Search(_THAI, confirmed, low, high)
        if not few:
            yield from _by_character(text, start, end, dict.fromkeys(_hot().findall(left, rare.start())))
    if not near:  # a long text is full of what is usual, and tells by what is rare; a damaged line by what is usual
        yield from _by_character(text, start, end, usual)


def _by_character(text: str, start: int, end: int, chars: Iterable[str]) -> Iterator[Search]:
    """A search for each of these characters that may be hot."""
    for char in chars:
        if pattern := _suspect(char):
            yield Search(pattern, confirmed, text.find(char, start, end), text.rfind(char, start, end))


@lru_cache(maxsize=1)
def _foreign() -> re.Pattern[str]:
    """What Latin text holds of other scripts that may stand in a Latin word."""
    return re.compile(f"[{OTHERS}{EAST}Ґґ\ufb01\ufb02]")


@lru_cache(maxsize=1)
def _rare() -> re.Pattern[str]:
    return re.compile(f"[{table()['hot']}{OTHERS}{EAST}Ґґ\ufb01\ufb02]")


_LATIN_BYTES = bytes((*range(0xCD), 0xE2, *range(0xEF, 0x100)))
"""What does not begin a character of another script in UTF-8 (E2 begins punctuation)."""


def _is_latin(text: str) -> bool:
    """Whether the middle of a text is Latin for the most part: a quarter of it letters of other scripts is not."""
    middle = len(text) // 2
    sample = text[middle : middle + 64]
    return 4 * len(sample.encode("utf-8", "surrogatepass").translate(None, _LATIN_BYTES)) < len(sample)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Blocks of about 8,192 code points; they may cut a line, spots are looked for across the cut."""
    if len(text) <= 2 * _BLOCK:
        yield 0, len(text)
        return
    start = 0
    while start < len(text):
        end = text.find("\n", start + _BLOCK, start + 2 * _BLOCK)
        end = min(start + 2 * _BLOCK, len(text)) if end < 0 else end + 1
        yield start, end
        start = end
