"""What a profile remembers of a text: its short lines with numbers masked, and where prose stands between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from zlib import crc32

__all__ = ["GAP", "PROSE", "is_prose", "is_prose_key", "key", "keys", "outline", "stripped"]

PROSE = "\x01"
"""Stands for a run of paragraphs in an outline."""

GAP = "\x02"
"""Stands for the lines in the middle of a long text, which an outline leaves out."""

HEAD, TAIL = 32, 48
"""How many lines that are no prose an outline has from the beginning and from the end of a text."""

EDGES = 1, 5
"""How many lines at the beginning and at the end are remembered although they are prose: notices are."""

KEY = 60
"""Code points of the longest key that is a line as it stands; longer ones are cut and get a checksum."""

_CUT, _LAST = 36, 8
_READ, _READ_END = 160, 40  # of a longer line so much is read, and so much of that from its end
_DENSE = "\u0e00"  # from here on most scripts are dense
_LONG = 110  # a line of so many letters is prose whatever it ends in
_SENTENCE = 50  # one that ends as a sentence is from here on
_SHORT = 25  # a shorter one is none, even in a dense script
_ENDS = (".", "…", "。", "।", "۔", '."', ".”", ".»", "。」", ".)")  # headlines end in "!" and "?", too
_ZEROS = bytes.maketrans(b"123456789", b"0" * 9)
_NUMBER = re.compile(rb"00*(?:[.,]000(?!0))*")  # begins with a literal, so that the engine skips to it
_OTHER_DIGITS = re.compile("[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\uff10-\uff19]")
_LEADS = re.compile(b"[\xd9\xdb\xe0\xef]")  # how those begin in UTF-8
_CONTROLS = bytes(byte for byte in range(32) if byte != 10)
_RESERVED = re.compile("[\x00-\x1f]")
_MARKS = "…", "⋯"
"""Between the parts of a cut key: of a line that reads as prose, and of another."""


def stripped(text: str) -> list[str]:
    """The lines of a text that are not blank, without white space at their edges."""
    return [line for row in text.split("\n") if (line := row.strip())]


def is_prose(line: str) -> bool:
    """Whether a line reads as a paragraph; a character of a dense script counts for two.

    >>> is_prose("Share this page"), is_prose("The ferry that was to sail at nine did not sail at all.")
    (False, True)
    """
    length = len(line)
    if length >= _LONG:
        return True
    if not line.isascii() and line[length >> 1] >= _DENSE:
        length *= 2
    return length >= _LONG or (length >= _SENTENCE and line.endswith(_ENDS))


def is_prose_key(key: str) -> bool:
    """Whether the line of a key reads as a paragraph: a cut key says so itself.

    >>> is_prose_key(key("The ferry that was to sail at nine on Sunday did not sail at all, they say."))
    True
    """
    return key[_CUT] == _MARKS[0] if _is_cut(key) else is_prose(key)


def _is_cut(key: str) -> bool:
    return len(key) == _CUT + _LAST + 10 and key[_CUT] in _MARKS and key[-9] == "#"


def key(line: str) -> str:
    """What a line is counted by: numbers masked as 0, blanks collapsed; a long one is cut and gets a checksum.

    >>> key("12,345 views  on 3.4.2025"), key("  Print ")
    ('0 views on 0.0.0', 'Print')
    """
    return keys([line])[0]


def keys(lines: Sequence[str]) -> list[str]:
    """The keys of lines; those of many at once are cheaper than one by one."""
    if not lines:
        return []
    short = [line if len(line) <= _READ else f"{line[: _READ - _READ_END]}{line[-_READ_END:]}" for line in lines]
    data = _numbers_masked("\n".join(short))
    masked = data.decode("utf-8", "surrogatepass").split("\n")
    untidy = b"  " in data or len(data.translate(None, _CONTROLS)) < len(data)
    if untidy or (not data.isascii() and (b"\xc2\xa0" in data or b"\xe3\x80\x80" in data or b"\xe2\x80\x8b" in data)):
        masked = [line if _is_tidy(line) else _RESERVED.sub(" ", " ".join(line.split())) for line in masked]
    return [line if len(line) <= KEY else _cut(line) for line in masked]


def _is_tidy(line: str) -> bool:
    return "  " not in line and line.isprintable()


def _cut(masked: str) -> str:
    mark = _MARKS[0] if len(masked) >= _LONG or is_prose(masked) else _MARKS[1]
    return f"{masked[:_CUT]}{mark}{masked[-_LAST:]}#{crc32(masked.encode('utf-8', 'surrogatepass')):08x}"


def _numbers_masked(text: str) -> bytes:
    """The text in UTF-8 with 0 for each number; on bytes this takes a fraction of the time."""
    data = text.encode("utf-8", "surrogatepass")
    if not data.isascii() and _LEADS.search(data):
        data = _OTHER_DIGITS.sub("0", text).encode("utf-8", "surrogatepass")
    return _NUMBER.sub(b"0", data.translate(_ZEROS))


def outline(text: str) -> list[str]:
    """The keys of the lines near both ends of a text, in order, with marks where paragraphs and the middle stood.

    Cost and length are bounded however long the text is, but for splitting it into lines.

    >>> lines = outline("Daily Bugle\\n" + "The quay is open, and the ferry sails again at nine.\\n" * 20 + "Page 4")
    >>> lines[0], PROSE in lines, lines[-1]
    ('Daily Bugle', True, 'Page 0')
    """
    lines = stripped(text)
    kept: list[str] = []
    first, last = EDGES[0], len(lines) - EDGES[1]
    in_prose = False
    for index, line in enumerate(lines):
        length = len(line)
        if length >= _SHORT and (first <= index < last or length > 600) and (length >= _LONG or is_prose(line)):
            if not in_prose:
                kept.append(PROSE)
                in_prose = True
        else:
            kept.append(line)
            in_prose = False
    if len(kept) > HEAD + TAIL:
        kept = [*kept[:HEAD], GAP, *kept[-TAIL:]]
    return _masked(kept)


def _masked(kept: Sequence[str]) -> list[str]:
    """The lines as keys, marks left alone."""
    found = iter(keys([line for line in kept if line > GAP]))
    return [line if line <= GAP else next(found) for line in kept]
