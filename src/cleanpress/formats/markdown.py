"""What a person reads of a Markdown source: the source, with what is not prose covered and protected."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import ge

from cleanpress.edits import Change
from cleanpress.formats.base import Link, Reading
from cleanpress.formats.markdown_blocks import find_blocks
from cleanpress.formats.markdown_inline import InlineReader
from cleanpress.lazy import cached_property
from cleanpress.patterns import compiled
from cleanpress.seams import seam

__all__ = ["MarkdownReading"]

_COVER = "x"
"""Stands for each character that is covered: a letter, so that it counts as a word."""

_DEFINES = re.compile(r" {0,3}\[(?!\^)[^\n]*?\]:")
_BODY = re.compile(r"[^\W_](?:[^\r\n]*[^\W_])?")
_VISIBLE = r"[^\s](?:[^\r\n]*[^\s])?"
_LONGEST_MARKER = 200
_ROW = 400
_TRIES = 16
_LAYOUT = " \t\r\n"
_LINE_END = r"[ \t]*(?:\r\n|\r|\n|\Z)"
_EMPHASIS = "*_~"
_MARKERS = r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])(?:[ \t]+\[[ xX]\])?|#{1,6})?[ \t]*"


class MarkdownReading(Reading):
    """The reading of a Markdown source: as long as the source, offset for offset.

    Protected, and covered in the text, are front matter, code, addresses, raw HTML tags, entities, template tags
    and shortcodes, mathematics; reference definitions are protected, but tell which sites the author names. White
    space is layout: an edit of nothing else is not made, but for spaces other than U+0020 and tab between words.

    >>> reading = MarkdownReading("See [it](/a b) and `x  y`.")
    >>> reading.text
    'See [it](/xxx) and `xxxx`.'
    """

    def __init__(self, source: str) -> None:
        blocks, labels = find_blocks(source)
        inline = InlineReader(source, labels)
        inline.read(blocks)
        protected_spans = _united(inline.protected)
        super().__init__(source, protected_spans)
        self._inline = inline
        self.text = _covered(source, protected_spans)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The links with their address beside them, and autolinks, in order."""
        return self._inline.links()

    @property
    def links_elsewhere(self) -> tuple[Link, ...]:
        """The links, if any of them leads to another site."""
        return self.links if self._inline.any_link and _holds_twice(self.source, "/") else ()

    def allows(self, start: int, end: int, replacement: str) -> bool:
        """Whether an edit may be made: of no protected part, unless a whole link goes with its address."""
        covered = self.source[start:end]
        if not covered.strip():
            if not replacement.strip():
                inside = start > 0 and not self.source[start - 1].isspace()
                return inside and replacement == " " and not set(covered) & set(_LAYOUT) and not self._in_row(start)
            return not self.is_protected(start, end)
        if not self.is_protected(start, end):
            return True
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self._starts) and self._starts[index] < end:
            if self._ends[index] > start and not self._inside_link(self._starts[index], self._ends[index], start, end):
                return False
            index += 1
        return True

    def _in_row(self, at: int) -> bool:
        """Whether a line may be the row of a table, whose spaces are chosen."""
        left, right = self.source[max(0, at - _ROW) : at], self.source[at : at + _ROW]
        return "|" in left.rpartition("\n")[2] + right.partition("\n")[0]

    def _inside_link(self, left: int, right: int, start: int, end: int) -> bool:
        """Whether a protected part belongs to a link that lies in a span as a whole."""
        index = bisect_right(self._link_starts, left) - 1
        if index < 0 or right > (link := self.links[index]).end:
            return False
        text_end = link.start + 1 + len(link.text)
        return (start <= link.start and link.end <= end) or (
            link.start <= start <= link.start + 1 and text_end <= end <= link.end
        )

    @cached_property
    def _link_starts(self) -> list[int]:
        return [link.start for link in self.links]

    def to_source(self, changes: Sequence[Change]) -> list[Change]:
        """The changes, and with a text its link, its emphasis or its list item when nothing else is left of them."""
        made: list[Change] = []
        for change in changes:
            if change.start < change.end and not change.replacement:
                floor = made[-1].end if made else 0
                change = self._widened(change, floor)
            made.append(change)
        return made

    def _widened(self, change: Change, floor: int) -> Change:
        start, end, replacement = change
        index = bisect_right(self._link_starts, start) - 1
        if index >= 0 and start <= (link := self.links[index]).start + 1:
            text_end = link.start + 1 + len(link.text)
            if link.start + 1 + len(link.text) - len(link.text.lstrip()) >= start and text_end <= end < link.end:
                start, end, replacement = seam(self.text, link.start, link.end)
                start = max(start, floor)
        while start > floor and end < len(self.source) and self.source[start - 1] in _EMPHASIS:
            if self.source[end] != self.source[start - 1]:
                break
            start, end = start - 1, end + 1
        return self._whole_line(start, end, floor) if not replacement else Change(start, end, replacement)

    def _whole_line(self, start: int, end: int, floor: int) -> Change:
        """A line of which only the mark of an item or a heading would be left goes as a whole."""
        source = self.source
        window = max(0, start - _LONGEST_MARKER)
        left = max(source.rfind("\n", window, start), source.rfind("\r", window, start)) + 1
        if not left and window:
            return Change(start, end, "")
        before = source[left:start]
        if left < floor or not before.strip() or not compiled(_MARKERS).fullmatch(before):
            return Change(start, end, "")
        following = compiled(_LINE_END).match(source, end)
        if following is None:
            return Change(start, end, "")
        behind = following.end()
        indent = len(before) - len(before.lstrip(" \t"))
        if source[behind : behind + indent + 2].isspace() and source[behind : behind + 1] not in "\r\n":
            return Change(start, end, "")  # the item goes on
        return Change(left, behind, "")


def _holds_twice(text: str, char: str) -> bool:
    """Whether a character stands twice side by side; one by itself is found eight times as fast as a pair."""
    at = text.find(char)
    for _ in range(_TRIES):
        if at < 0 or text.startswith(char, at + 1):
            break
        at = text.find(char, at + 1)
    return at >= 0 and text.find(char * 2, at) >= 0


def _united(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted, disjoint spans that cover the same."""
    if not spans:
        return spans
    starts, ends = zip(*spans, strict=True)
    if all(map(ge, starts[1:], ends)):
        return spans  # as nearly always
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def _covered(source: str, spans: Sequence[tuple[int, int]]) -> str:
    """The source with each span covered, but for the marks at the edges of its lines."""
    if not spans:
        return source
    parts: list[str] = []
    position = 0
    for start, end in spans:
        run = source[start:end]
        if run[:2] == "](" and run[-1] == ")" and run[2].isalnum() and run[-2].isalnum() and run.isprintable():
            parts += (source[position : start + 2], _COVER * (end - start - 3))  # an address, as most are
            position = end - 1
            continue
        if run[0] == run[-1] == "`" and run[1].isalnum() and run[-2].isalnum() and run.isprintable():
            parts += (source[position : start + 1], _COVER * (end - start - 2))  # code, as most is
            position = end - 1
            continue
        if run[0] in " [" and _DEFINES.match(run):
            continue
        body = _BODY.search(run)
        pattern = _BODY if body else compiled(_VISIBLE)
        if "\n" in run or "\r" in run:
            run = pattern.sub(lambda found: _COVER * len(found[0]), run)
        elif (body := body or compiled(_VISIBLE).search(run)) is not None:
            first, last = body.span()
            run = f"{run[:first]}{_COVER * (last - first)}{run[last:]}"
        parts += (source[position:start], run)
        position = end
    return "".join((*parts, source[position:]))
