"""UTF-8 that was read as something else: where it stands in a text, and what it may have been.

A *cell* is a piece of the text with what it may have been: (start, end, options), an option being a
text and what it costs beforehand, in nats. The piece as it stands is always an option.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias
from unicodedata import category

from cleanpress.filters.mojibake.pages import NARROW, RUN, SEQUENCE, Page, page
from cleanpress.filters.mojibake.plausible import script
from cleanpress.filters.mojibake.standing import stands

__all__ = [
    "ODD",
    "USUAL",
    "WIDE_PAGES",
    "Cell",
    "exact_cells",
    "lossy_cells",
    "pages_of",
    "strange",
    "wide_cells",
]

Cell: TypeAlias = tuple[int, int, tuple[tuple[str, float], ...]]

WIDE_PAGES = ("gbk", "cp932", "big5", "cp949", "euc-jp")
"""Pages of one or two bytes a character that UTF-8 is read with by mistake."""

_MARKS = {"\ufffd": 2.0, "?": 4.0, "\x1a": 2.0}
"""What stands where a decoder met a byte it had no character for, and what that costs."""
_CONTROL = 3.0
"""What it costs that the byte has a control, which something else made a mark."""
_BLANK = 2.5
_STRIPPED = 1.0
"""The cost of both bytes of a quotation mark gone, where only such marks are left of them."""
ODD = 12.0
"""The cost of a character where it does not belong."""
_COLLAPSED = 6.0
_GONE = 4.5
"""The cost of a blank for byte A0, of a blank for A0 and a blank, and of a byte that left nothing behind."""

_PAIRS = frozenset(b"\xc2\xc3\xc4\xc5\xc6\xc8\xce\xcf\xd0\xd1\xd2\xd7\xd8\xd9\xda\xdb")
_TRIPLES = frozenset(range(0xE0, 0xEE))
"""First bytes of the scripts in which a lost byte can be told from its neighbours."""


def pages_of(text: str) -> list[Page]:
    """The pages with which UTF-8 may have been read to give this text.

    A page of :data:`USUAL` if the text has a first byte of it, another if it has a later byte, too.

    >>> [source.name for source in pages_of("café")]
    ['cp1252', 'latin-1']
    """
    leads, tails = _roles()
    first = later = 0
    for char in set(text):
        if char > "\x7f":
            first |= leads.get(char, 0)
            later |= tails.get(char, 0)
    found = first & (later | _USUAL_BITS)
    return [page(name) for n, name in enumerate(NARROW) if found >> n & 1]


USUAL = NARROW[:2]
"""The pages that UTF-8 is read with nearly always."""
_USUAL_BITS = 0b11


@lru_cache(maxsize=1)
def _roles() -> tuple[dict[str, int], dict[str, int]]:
    """The pages in which a character is a first byte of UTF-8, as bits, and those in which it is a later one."""
    leads: dict[str, int] = {}
    tails: dict[str, int] = {}
    for n, name in enumerate(NARROW):
        for roles, chars in ((leads, page(name).lead), (tails, page(name).tail)):
            for char in chars:
                roles[char] = roles.get(char, 0) | 1 << n
    return leads, tails


def exact_cells(text: str, source: Page) -> list[Cell]:
    """The runs that are whole UTF-8 sequences when written with this page.

    >>> exact_cells("cafÃ© itu", page("cp1252"))
    [(3, 5, (('Ã©', 0.0), ('é', 0.0)))]
    """
    runs = list(RUN.finditer(source.as_bytes(text)))
    if all(source.weak(text[run.start() : run.end()]) for run in runs):
        return []
    cells: list[Cell] = []
    for match in runs:
        start, end = match.span()
        damaged = text[start:end]
        try:
            right = match.group().decode("utf-8")
        except UnicodeDecodeError:  # overlong forms, surrogates: take the sequences that are right
            for part in SEQUENCE.finditer(match.group()):
                right = part.group().decode("utf-8", "ignore")
                if len(right) == 1:
                    first, last = start + part.start(), start + part.end()
                    cells.append((first, last, ((text[first:last], 0.0), (right, 0.0))))
            continue
        if stands(text, start, end, right):
            continue
        odd = strange(text, start, end, right, source.lead)
        cells.append((start, end, ((damaged, 0.0), (right, ODD if odd else 0.0))))
    return cells


def strange(
    text: str, start: int, end: int, right: str, leads: frozenset[str] = frozenset(), behind_run: bool = False
) -> bool:
    """Whether a run would read as something that does not belong where it stands.

    A sign inside a word, a small letter behind capitals, two scripts in one word; a neighbour among ``leads``
    may be damaged itself and proves nothing, nor does what stands before if it is a run (``behind_run``).
    """
    before, following = "" if behind_run else text[max(0, start - 2) : start], text[end : end + 1]
    left = before[-1:]
    if right == "\xa0" and left.isupper():
        return True
    if right == "\ufffd":  # no chance: a byte was lost before the damage
        return False
    if len(before) == 2 and before.isupper() and before.isalpha() and right[0].islower():
        return True
    if len(right) == 1 and not right.isalpha() and left.isalpha() and following.islower():
        return right not in _MENDED and category(right) not in ("Mn", "Mc", "Cf", "Cc", "Pd")
    for neighbour, char in ((left, right[0]), (following, right[-1])):
        if neighbour.isalpha() and char.isalpha() and neighbour not in leads and script(neighbour) != script(char):
            many = len(right) > 1 and {script(neighbour), script(char)} & _MANY
            if not many and "mark" not in (script(neighbour), script(char)):
                return True
    return False


_MANY = {"Han", "Japanese", "Hangul", "Thai"}


def lossy_cells(text: str, source: Page, taken: list[Cell]) -> list[Cell]:
    """Sequences of which bytes are lost: replaced by a mark or a blank, or gone without a trace.

    Beside letters of the page's own script only next to a ``taken`` run, for there every letter could be one.
    """
    foreign = source.name in _WESTERN
    if not taken and not foreign:
        return []
    busy = {start for start, _, _ in taken} | {end for _, end, _ in taken}
    covered = [False] * (len(text) + 1)
    for start, end, _ in taken:
        covered[start:end] = [True] * (end - start)
    cells: list[Cell] = []
    behind = 0
    for match in _telling(source.name).finditer(text):
        start = match.start()
        if covered[start] or start < behind:
            continue
        if not foreign and busy.isdisjoint(range(start, start + _LONGEST + 1)):
            continue
        lead = source.byte[match.group()]
        options = (_pair if lead in _PAIRS else _triple)(text, start, lead, source)
        by_end: dict[int, list[tuple[str, float]]] = {}
        for (end, right), cost in options.items():
            behind_run = start > 0 and covered[start - 1]
            if (
                not any(covered[start:end])
                and not strange(text, start, end, right, source.lead, behind_run)
                and not stands(text, start, end, right)
            ):
                by_end.setdefault(end, []).append((right, cost))
        if not by_end or not (foreign or start in busy or any(end in busy for end in by_end)):
            continue
        last = max(by_end)
        choices = [(right + text[end:last], cost) for end, found in by_end.items() for right, cost in found]
        choices = [(right, cost) for right, cost in choices if len(right) <= last - start]
        if choices:
            cells.append((start, last, ((text[start:last], 0.0), *choices)))
            busy.add(last)
            behind = last
            if len(cells) > _MOST_LOST:
                return []
    return cells


@lru_cache(maxsize=64)
def _telling(name: str) -> re.Pattern[str]:
    """The characters of a page that are first bytes of scripts in which a lost byte can be told."""
    source = page(name)
    return re.compile("[" + "".join(char for char in source.lead if source.byte[char] in _PAIRS | _TRIPLES) + "]")


_LONGEST = 3
"""Characters that a sequence with lost bytes takes at most."""
_MOST_LOST = 64
"""Sequences with lost bytes in one stretch of text beyond which nothing can be told."""


_WESTERN = frozenset(
    ("cp1252", "latin-1", "cp1254", "cp1250", "cp1257", "cp1258", "iso8859-15", "iso8859-9", "mac-roman")
)


def _pair(text: str, start: int, lead: int, source: Page) -> dict[tuple[int, str], float]:
    """What a two-byte sequence that lost its second byte may have been."""
    found: dict[tuple[int, str], float] = {}
    for end, tails, cost in _slot(text, start + 1, source):
        for tail in tails:
            _offer(found, end, bytes((lead, tail)), cost)
    return found


def _triple(text: str, start: int, lead: int, source: Page) -> dict[tuple[int, str], float]:
    """What a three-byte sequence that lost one or both of its other bytes may have been."""
    found: dict[tuple[int, str], float] = {}
    following = text[start + 1 : start + 2]
    if following and following in source.tail:
        for end, tails, cost in _slot(text, start + 2, source):
            for tail in tails:
                _offer(found, end, bytes((lead, source.byte[following], tail)), cost)
        if lead == 0xE2 and text[start + 2 : start + 3] not in source.tail:  # an ellipsis, a euro sign
            for tail in _lost(text, source):
                _offer(found, start + 2, bytes((lead, tail, source.byte[following])), _GONE)
    for middle, tails, cost in _slot(text, start + 1, source):
        last = text[middle : middle + 1]
        if last and last in source.tail:
            for tail in tails:
                _offer(found, middle + 1, bytes((lead, tail, source.byte[last])), cost)
        elif middle == start + 1 and lead == 0xE2 and 0x80 in tails and _quotes_stripped(text):
            found.update(((middle, mark), cost) for mark, cost in _by_place(text, start))
        elif middle > start + 1 and lead == 0xE2 and 0x80 in tails:
            for end, seconds, more in _slot(text, middle, source):
                for tail in seconds:
                    _offer(found, end, bytes((lead, 0x80, tail)), max(cost, more))
    return found


def _quotes_stripped(text: str) -> bool:
    """Whether every a-circumflex stands where a quotation mark, an apostrophe or a dash does, in plain words.

    >>> _quotes_stripped("âSaya siap,â katanya"), _quotes_stripped("l’âme pâle")
    (True, False)
    """
    opening, closing, inner, dashes, signs = (len(place.findall(text)) for place in _QUOTE_PLACES)
    placed = opening + closing + inner + dashes + signs == text.count("â")
    return placed and closing <= opening and opening + inner + signs > 0 and not _ACCENTED.search(text)


def _by_place(text: str, start: int) -> tuple[tuple[str, float], ...]:
    """The marks that fit where an a-circumflex stands, with their costs."""
    left, right = text[start - 1 : start], text[start + 1 : start + 2]
    if left == right == " ":
        return ("–", _STRIPPED), ("—", _STRIPPED + 2)
    if left.isalpha() and right.isalpha():
        return (("’", _STRIPPED - 5.0),)
    first, second = ("”", "’") if left and not left.isspace() and left != "(" else ("“", "‘")
    return (first, _STRIPPED - 5.0), (second, _STRIPPED)


_QUOTE_PLACES = (
    re.compile("(?<![^\\s(])â(?=[A-Z0-9]|[a-z][^â\n]{0,64}[a-zA-Z.,?!]â(?![^\\s.,;:?!)]))"),
    re.compile("(?<=[a-zA-Z.,?!])â(?![^\\s.,;:?!)])"),
    re.compile("(?<=n)â(?=t\\b)|(?<=[a-z][a-z])â(?=(?:s|re|ve|ll)\\b)|(?<=\\b[cdjlmnstCDJLMNST])â(?=[aeiouhAEIOUHÃ])"),
    re.compile("(?<= )â(?= )"),
    re.compile("â(?=[¦¬])"),
)
"""Where quotations open and close, apostrophes, dashes, ellipses and euro signs stand."""
_ACCENTED = re.compile("[à-áãäèìíîïòóôõöùúûýăąćčďđęěğıłńňőřśşšťűůźżžơư]")


@lru_cache(maxsize=8)
def _lost(text: str, source: Page) -> bytes:
    """The bytes that the page gives no character, if the text has none of their controls."""
    return source.lost if source.lost_in.isdisjoint(text) else b""


def _slot(text: str, at: int, source: Page) -> Iterator[tuple[int, bytes, float]]:
    """What may stand for a lost byte here: (end of it, the bytes it may have been, cost)."""
    lost = _lost(text, source)
    char = text[at : at + 1]
    if lost and char in _MARKS:
        if source.refused:
            yield at + 1, source.refused, _MARKS[char]
        if controls := lost.translate(None, source.refused):
            yield at + 1, controls, _MARKS[char] + _CONTROL
        if char != "?":
            return
    if char == " " and "\xa0" not in text:
        yield at + 1, b"\xa0", _BLANK
    if not char or char not in source.tail:
        if lost:
            yield at, lost, _GONE
        if "\xad" not in text:
            yield at, b"\xad", _GONE
        if (not char or char.isspace()) and "\xa0" not in text:
            yield at, b"\xa0", _COLLAPSED


def _offer(found: dict[tuple[int, str], float], end: int, sequence: bytes, cost: float) -> None:
    if right := _putting(sequence):
        key = end, right
        found[key] = min(cost, found.get(key, 99.0))


@lru_cache(maxsize=8192)
def _putting(sequence: bytes) -> str:
    """The character of a sequence if it may be put in place of one that lost bytes, else nothing."""
    right = sequence.decode("utf-8", "ignore")
    if len(right) != 1:
        return ""
    letter = right.isalpha() or right in _MENDED or (category(right)[0] == "M" and "\u0900" <= right < "\u1d00")
    return right if letter else ""


_MENDED = frozenset("’‘“”„–—…•€™።፣\xa0")
"""What is not a letter or mark and still is put in place of a sequence that lost bytes."""


def wide_cells(text: str, name: str) -> list[Cell]:
    """Runs that are UTF-8 when written with a page of one or two bytes a character.

    >>> wide_cells("鏂囧瓧", "gbk")
    [(0, 3, (('鏂囧瓧', 0.0), ('文字', 0.0)))]
    """
    cells: list[Cell] = []
    for match in _ABOVE.finditer(text):
        damaged = match.group()
        try:
            right = damaged.encode(name).decode("utf-8")
        except UnicodeError:
            continue
        if len(right) < len(damaged) or len(damaged) == 1:
            start, end = match.span()
            beside = text[start - 1 : start] + text[end : end + 1]
            lonely = len(damaged) == 1 and not any(map(str.isalpha, beside))
            cells.append((start, end, ((damaged, 0.0), (right, ODD if lonely else 0.0))))
    return cells


_ABOVE = re.compile("[^\x00-\x7f]{1,2000}")
