"""Spaces and line breaks that say nothing, and the layouts in which they do.

What decides about a line is its own text, the line before and the line behind, and whether it lies
in a fenced block; what stays because of a neighbour is what makes that neighbour stay, too.
Cleaning the result again therefore finds nothing.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import pairwise

from cleanpress.characters import SPACES
from cleanpress.edits import Span
from cleanpress.filters.fences import find_fences
from cleanpress.filters.ordinary import ordinary_before, ordinary_behind
from cleanpress.filters.policy import Policy, chosen
from cleanpress.scripts import extends, latin

__all__ = ["blocks", "even_out", "find_uneven", "is_even"]

_BLOCK = 8192  # code points; longer texts are looked at in blocks of this length or a little more
_ANY_SPACE = " " + SPACES
_ODD = SPACES + "\r"
_CUT = re.compile(r"\n(?:(?<=\S\n)|(?<=\S\n\n)|(?<=\S\r\n)|(?<=\S\r\n\r\n))(?=\S)")
_BREAK = re.compile("\r\n?|\n")
_BLANK_START = re.compile(f"[{_ANY_SPACE}\n\r]*")
_EDGE = re.compile("\n(?:(?<= \n)|(?=\n\n))")
_WIDE = re.compile("  (?<=[^ \n]  )")  # the engine looks for the two spaces first, indentation is passed quickly
_PLAIN_RUN = re.compile("  +")
_GAP = re.compile(f"[{_ANY_SPACE.replace(chr(0x3000), '')}]{{2,}}")
_CODE = re.compile(r"[{};=]|\w\(")
_MARKER = re.compile(r"[-*+•◦▪‣·]|\d{1,9}[.)]")
_DIGIT_SPACES = "\u2007\u2008\u2009\u200a"
_VERSE = 100  # code points: longer lines with wide gaps are paragraphs, not verse or columns

Line = tuple[int, str]
"""Where a line starts, and its text without the line break."""
Columns = tuple[set[int], set[int], bool]
"""Where words behind gaps start, where numbers behind gaps end, whether a short line has a wide gap."""


def blocks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut ``text[start:end]`` where one clean line follows another, every 8192 code points or later.

    >>> blocks("short", 0, 5)
    [(0, 5)]
    """
    out: list[tuple[int, int]] = []
    while end - start > 2 * _BLOCK:
        cut = _CUT.search(text, start + _BLOCK, end)
        if not cut:
            break
        out.append((start, cut.end()))
        start = cut.end()
    if start < end:
        out.append((start, end))
    return out


def find_uneven(text: str, odd: Collection[str] = (), policy: Policy | None = None) -> list[Span]:
    """Spans that even out the spaces and line breaks of a text without other invisible characters.

    Among ``odd`` must be the spaces other than U+0020 that are in the text, and CR if it is. Without a ``policy`` it is
    that of press text.

    >>> find_uneven("a  b")[0][:4]
    (2, 3, '', 'whitespace/space-run')
    """
    return even_out(text, odd, policy) if odd or not is_even(text) else []


def even_out(text: str, odd: Collection[str], policy: Policy | None) -> list[Span]:
    """The same for a text that is known not to be even."""
    start, end = 0, len(text)
    head, tail = list[Span](), list[Span]()
    if text[:1].isspace():
        blank = _BLANK_START.match(text)
        lead = blank.end() if blank else 0
        if lead == end:
            return [(0, end, "", "whitespace/blank-lines", "nothing but white space", 0.99)]
        start = max(text.rfind("\n", 0, lead), text.rfind("\r", 0, lead)) + 1
        if start:
            head = [(0, start, "", "whitespace/blank-lines", "empty lines before the text", 0.99)]
    if text[-1:].isspace():
        last = _BREAK.search(text, len(text.rstrip(f"{_ANY_SPACE}\n\r")))
        if last:
            end = last.start()
            if last.end() < len(text):
                reason = "more than one line break behind the last line"
                tail = [(last.end(), len(text), "", "whitespace/end-of-text", reason, 0.99)]
    body = _Body(text, start, end, "".join(sorted(filter(_ODD.__contains__, odd))), policy)
    parts = blocks(text, start, end)
    sure = len(parts) == 1 and not (text[:1].isspace() or text[-1:].isspace())  # what is not even must lie there
    rough = parts if sure else [part for part in parts if body.rough(*part)]
    return head + [span for part in rough for span in body.scan(*part)] + tail


def is_even(text: str) -> bool:
    """Whether a text needs no closer look if U+0020 is its only space, and LF its only line end: the gate."""
    if text[:1].isspace() or text[-2:].isspace() or (text[-1:].isspace() and text[-1] != "\n"):
        return False
    return _is_even(text, 0, len(text))


def _is_even(text: str, start: int, end: int) -> bool:
    """No two spaces behind a word, no space before a line feed, no two empty lines."""
    wide = text.rfind("  ", start, end) >= 0 and _WIDE.search(text, start, end)
    return not wide and _EDGE.search(text, start, end) is None


@lru_cache(maxsize=64)
def _uneven(odd: str) -> re.Pattern[str]:
    """Runs of spaces, and single ones of these: several times as fast as one expression for all there are."""
    return re.compile(f"[ {odd}]{{2,}}|[{odd}]" if odd else _PLAIN_RUN.pattern)


class _Body:
    """The part of a text between its first and its last line that is not blank."""

    def __init__(self, text: str, start: int, end: int, odd: str, policy: Policy | None) -> None:
        self.text = text
        self.policy = policy
        self.start = start
        self.end = end
        self.odd = odd
        self.uneven = _uneven(odd.replace("\r", "")) if odd else _PLAIN_RUN
        self.fences: tuple[list[int], list[int]] | None = None

    def rough(self, start: int, end: int) -> bool:
        """Whether the block may hold anything to change."""
        text = self.text
        return (
            not _is_even(text, start, end)
            or text[end - 1] in _ANY_SPACE
            or any(text.find(char, start, end) >= 0 for char in self.odd)
        )

    def scan(self, start: int, end: int) -> Iterator[Span]:
        """The changes to the lines of one block."""
        if self.policy is None:
            self.policy = chosen("press", ())
        lines = self._lines(start, end)
        seen = 0  # lines up to here are dealt with
        for index in self._suspects(lines):
            begin, line = lines[index]
            if index < seen or not start <= begin < end:
                continue
            if _is_blank(line):
                seen = index + 1
                while _is_blank(lines[seen][1]):
                    seen += 1
                if line or seen > index + 1:
                    yield from self._blank_lines(lines, index, seen)
            elif not (self.odd == "\t" and self._is_row(lines, index)) and not self._fenced(begin):
                yield from self._prose(lines, index)

    def _is_row(self, lines: list[Line], index: int) -> bool:
        """Whether a line is a row of a table like the one beside it, and nothing in it but its tabs is odd."""
        line = lines[index][1]
        if "  " in line or line[0] in _ANY_SPACE or line[-1] in _ANY_SPACE:
            return False
        return any(
            _same_tabs(line, text) and not self._fenced(start)
            for start, text in lines[max(index - 1, 0) : index] + lines[index + 1 : index + 2]
        )

    def _suspects(self, lines: list[Line]) -> list[int]:
        """Which lines may need a change: empty ones, those with a space at the end or two behind the indentation."""
        return [
            index
            for index, (_, line) in enumerate(lines)
            if not line
            or line[-1] == " "
            or ("  " in line and "  " in line.lstrip(" "))
            or (self.odd and self._is_odd(line))
        ]

    def _lines(self, start: int, end: int) -> list[Line]:
        """The lines of a block with the line before and the line behind it."""
        text = self.text
        if start > self.start:
            break_start = start - (2 if text.startswith("\r\n", start - 2) else 1)
            newline = text.rfind("\n", self.start, break_start) + 1 or self.start
            start = max(newline, text.rfind("\r", newline, break_start) + 1)
        if end < self.end:
            following = _BREAK.search(text, end, self.end)
            end = following.start() if following else self.end
        lines = []
        if "\r" in self.odd:
            for found in _BREAK.finditer(text, start, end):
                lines.append((start, text[start : found.start()]))
                start = found.end()
            lines.append((start, text[start:end]))
        else:
            for line in text[start:end].split("\n"):
                lines.append((start, line))
                start += len(line) + 1
        return lines

    def _is_odd(self, line: str) -> bool:
        odd = self.odd
        return odd in line if len(odd) == 1 else any(char in line for char in odd)

    def _blank_lines(self, lines: list[Line], first: int, stop: int) -> Iterator[Span]:
        start, line = lines[first]
        if self._fenced(start) or (stop - first > 1 and _is_code(lines[first - 1][1], lines[stop][1])):
            return
        end = start + len(line)
        if line and not (self.text[start - 1] == "\r" and self.text[end] == "\n"):  # that would be one line end
            yield start, end, "", "whitespace/line-edge", "spaces in an empty line", 0.99
        if stop - first > 1:
            reason = "one empty line parts paragraphs"
            yield lines[first + 1][0], lines[stop][0], "", "whitespace/blank-lines", reason, 0.98

    def _prose(self, lines: list[Line], index: int) -> Iterator[Span]:
        policy = self.policy or {}
        start, line = lines[index]
        stripped = line.rstrip(_ANY_SPACE)
        edge = line[len(stripped) :]
        lead, kept = _lead(line)
        if kept != line[:lead]:
            yield from _odd_lead(start, line[:lead], kept)
        layout = table = False
        inner = list(self.uneven.finditer(line, lead, len(stripped)))
        if inner and _MARKER.fullmatch(line, lead, inner[0].start()):
            inner = inner[1:]  # the gap behind a list marker is indentation
        if inner or "\t" in edge:
            layout, table = self._layout(lines, index)
        for found in inner:
            for span in _inside(line, *found.span(), layout, policy):
                yield start + span[0], start + span[1], *span[2:]
        stays = 0
        if table and "\t" in edge:
            stays = edge.rfind("\t") + 1
        elif stripped == "--" and edge == " " and policy["signature"] == "keep":
            stays = 1
        elif len(edge) > 1 and not edge.strip(" ") and index + 1 < len(lines) and not _is_blank(lines[index + 1][1]):
            stays = 2
        if stays < len(edge):
            reason = "spaces at the end of a line"
            yield start + len(stripped) + stays, start + len(line), "", "whitespace/line-edge", reason, 0.99

    def _layout(self, lines: list[Line], index: int) -> tuple[bool, bool]:
        """Whether the spaces of a line are layout, and whether its tabs are those of a table."""
        line = lines[index][1]
        before = lines[index - 1][1] if index else ""
        layout = _indent(line) >= 4 and (_is_blank(before) or _indent(before) >= 4)
        table = False
        columns: Columns | None = None
        aligned = (self.policy or {})["aligned-columns"] == "keep"
        tabs, bars = "\t" in line, line.count("|")
        for other in lines[max(index - 1, 0) : index] + lines[index + 1 : index + 2]:
            if layout and not tabs:
                break  # there is no more to tell
            if _is_blank(other[1]) or self._fenced(other[0]):
                continue
            table = table or (tabs and _same_tabs(line, other[1]))
            layout = layout or 0 < bars == other[1].count("|")
            if not layout and aligned and _GAP.search(other[1]):
                columns = columns or _columns(line)
                layout = _aligned(columns, _columns(other[1]))
        return layout or table, table

    def _fenced(self, position: int) -> bool:
        starts, ends = self.fences = self.fences or find_fences(self.text)
        index = bisect_right(starts, position) - 1 if starts else -1
        return index >= 0 and position < ends[index]


def _lead(line: str) -> tuple[int, str]:
    """How long the indentation is and what becomes of it: fixed spaces go, no-break spaces become spaces."""
    body = line.lstrip(_ANY_SPACE)
    if body is line:
        return 0, ""
    lead = line[: len(line) - len(body)]
    if lead.strip(" \t\u3000") and not extends(body[0]) and not (lead[-1] in _DIGIT_SPACES and body[0].isdigit()):
        if lead == "\u00a0":
            return 1, ""
        return len(lead), "".join(char for char in lead.replace("\u00a0", " ") if char in " \t\u3000")
    return len(lead), lead


def _odd_lead(start: int, lead: str, kept: str) -> Iterator[Span]:
    for offset, char in enumerate(lead, start):
        if char == "\u00a0" and kept:
            yield offset, offset + 1, " ", "whitespace/no-break-space", "indentation is made of spaces", 0.95
        elif char not in " \t\u3000":
            yield offset, offset + 1, "", "whitespace/line-edge", "a space of fixed width at the start of a line", 0.95


def _indent(line: str) -> int:
    """The columns of indentation, a tab counted as four."""
    length, _ = _lead(line)
    return length and sum(4 if char == "\t" else char in " \u00a0" for char in line[:length])


def _same_tabs(line: str, other: str) -> bool:
    """Whether two neighbouring lines look like rows of a table whose cells are parted by tabs."""
    return 0 < line.count("\t") == other.count("\t") and ("\t" in line.strip() or "\t" in other.strip())


def _is_blank(line: str) -> bool:
    return not line or (line.isspace() and not line.strip(_ANY_SPACE))


def _is_code(before: str, behind: str) -> bool:
    """Whether indented code goes on between two lines."""
    return _indent(before) >= 4 and _indent(behind) >= 4 and bool(_CODE.search(before) or _CODE.search(behind))


def _aligned(columns: Columns, others: Columns) -> bool:
    """Whether gaps in two neighbouring lines end in one column, or numbers behind them do, or both are verse."""
    return bool(columns[0] & others[0] or columns[1] & others[1] or (columns[2] and others[2]))


@lru_cache(maxsize=16)  # each is asked for by its own line and by both neighbours
def _columns(line: str) -> Columns:
    lead, kept = _lead(line)
    stripped = line.rstrip(_ANY_SPACE)
    gaps = [found.span() for found in _GAP.finditer(stripped, lead)]
    shift = len(kept) - lead
    numbers = set()
    for (_, start), (end, _) in pairwise([*gaps, (len(stripped), 0)]):
        if any(map(str.isdigit, stripped[max(start, end - 16) : end])):
            numbers.add(end + shift)
    wide = len(stripped) <= _VERSE and any(end - start > 2 for start, end in gaps)
    return {end + shift for _, end in gaps}, numbers, wide


def _inside(line: str, start: int, end: int, layout: bool, policy: Policy) -> Iterator[Span]:
    """What becomes of a run of spaces between words of a line, or of a single one that is not U+0020."""
    run = line[start:end]
    before, behind = line[start - 1], line[end]
    if extends(behind):
        end -= 1  # the last space carries a mark
        run = run[:-1]
    if len(run) == 1 and run != " " and not extends(behind):
        change = _single(line, start, layout, policy)
        if change:
            yield start, end, " ", *change, 0.95
    elif len(run) > 1 and not layout:
        if "\u3000" in run and not (latin(before) and latin(behind)):
            return
        if not run.strip(_DIGIT_SPACES) and (before.isdigit() or behind.isdigit()):
            return
        if run == "  " and policy["sentence-spaces"] == "keep" and _ends_sentence(line, start):
            return
        told = "whitespace/space-run", "one space parts words"
        space = run.find(" ")
        if space < 0:
            yield start, start + 1, " ", *told, 0.95
            yield start + 1, end, "", *told, 0.95
        if space > 0:
            yield start, start + space, "", *told, 0.98
        if 0 <= space < len(run) - 1:
            yield start + space + 1, end, "", *told, 0.98


def _ends_sentence(line: str, at: int) -> bool:
    """Whether a sentence ends right before ``at``, closing quotes and brackets left out."""
    return line[:at].rstrip("\"'”’»)]").endswith((".", "!", "?", "…", ":"))


def _single(line: str, at: int, layout: bool, policy: Policy) -> tuple[str, str] | None:
    """Rule and reason why the one space between two words should be a plain one, if it should."""
    char, before, behind = line[at], line[at - 1], line[at + 1]
    if char == "\t":
        return None if layout or policy["stray-tab"] == "keep" else ("whitespace/stray-tab", "a tab in a line of prose")
    if char == "\u00a0":
        if policy["no-break-space"] == "space" and ordinary_before(line, at) and ordinary_behind(line, at + 1):
            return "whitespace/no-break-space", "a no-break space between ordinary words"
        return None
    if (
        char == "\u202f"
        or (char == "\u3000" and not (latin(before) and latin(behind)))
        or (char in _DIGIT_SPACES and (before.isdigit() or behind.isdigit()))
        or (char == "\u205f" and "Sm" in (unicodedata.category(before), unicodedata.category(behind)))
    ):
        return None
    row = "ideographic-space" if char == "\u3000" else "digit-space" if char in _DIGIT_SPACES else "fixed-space"
    if policy[row] == "keep":
        return None
    return "whitespace/fixed-space", f"U+{ord(char):04X} {unicodedata.name(char)} between words"
