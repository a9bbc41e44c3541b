"""What a person reads of an HTML page, and where each piece of it stands in the source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cleanpress.edits import Change
from cleanpress.formats.base import Link, Reading, joined
from cleanpress.formats.html_builder import Builder
from cleanpress.formats.html_text import escape
from cleanpress.formats.html_tokens import ELSEWHERE, INSIDE, tokenize
from cleanpress.lazy import cached_property

if TYPE_CHECKING:
    from cleanpress.formats.html_tree import Structure

__all__ = ["HtmlReading"]


class HtmlReading(Reading):
    """The reading of an HTML source.

    Text runs are joined across inline tags, character references decoded, runs of white space one
    space. Blocks and ``<br>`` begin a line. Scripts, styles, templates, comments and attributes are not
    read; ``pre``, ``code``, ``kbd``, ``samp`` and ``textarea`` are one U+FFFC each. White space is layout:
    an edit of nothing else is not made.

    >>> reading = HtmlReading("<p>Fish &amp; <b>ch</b>ips</p><p>Tea</p>")
    >>> reading.text
    'Fish & chips\\nTea'
    >>> reading.to_source([Change(5, 12, "")])
    [Change(start=8, end=26, replacement='')]
    """

    def __init__(self, source: str) -> None:
        builder = Builder(source, tokenize(source))
        builder.run()
        super().__init__(source, builder.objects)
        self.text = "".join(builder.parts)
        self.tokens = builder.tokens
        self.pieces = builder.pieces
        self.unseen = frozenset(builder.unseen)
        """Where the links stand that only readers without scripts see; they may go."""
        self.absorbed = builder.absorbed
        """White space that shows nothing, as (offset in the reading, source start, source end)."""

    @cached_property
    def structure(self) -> Structure:
        """How the tags belong together."""
        from cleanpress.formats.html_tree import structure

        return structure(self.tokens)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The anchors with an address, in order."""
        from cleanpress.formats.html_links import find_links

        return find_links(self)

    @cached_property
    def links_elsewhere(self) -> tuple[Link, ...]:
        """Those of them that may lead to other sites: most anchors of a page do not."""
        from cleanpress.formats.html_links import find_links

        return find_links(self, ELSEWHERE)

    def allows(self, start: int, end: int, replacement: str) -> bool:
        """Whether an edit may be made: not of white space alone, nor of what is shown as written."""
        covered = self.text[start:end]
        if self._starts and self.is_protected(start, end):
            at = start + len(covered) - len(covered.lstrip())
            index = max(bisect_right(self.pieces.starts, at) - 1, 0)
            whole = at in self.unseen and self._end(index) == at + len(covered.strip())
            return whole and not replacement.strip()
        if covered and not covered.isspace():
            if replacement or not self._jumps:
                return True
            return (start + len(covered) - len(covered.lstrip()), covered.strip()) not in self._jumps
        return bool(replacement.strip())

    @cached_property
    def _jumps(self) -> frozenset[tuple[int, str]]:
        """The links to a place in the same page, such as those over the menu: offset and text."""
        from cleanpress.formats.html_links import find_links

        return frozenset((link.start, link.text) for link in find_links(self, INSIDE) if link.href.startswith("#"))

    def span_to_source(self, start: int, end: int) -> tuple[int, int]:
        """The smallest span of the source that holds a span of the reading."""
        parts = self._covered(start, end)
        if not parts:
            at = self._insertion_point(start)
            return at, at
        return parts[0][0], parts[-1][1]

    def to_source(self, changes: Sequence[Change]) -> list[Change]:
        """The changes of the source: split by text run, references whole, emptied elements gone."""
        from cleanpress.formats.html_tree import without_empty

        spread: list[Change] = []
        for start, end, replacement in self._whole(changes):
            parts = self._covered(start, end)
            written = escape(replacement) if replacement else ""
            if not parts and written:
                at = self._insertion_point(start)
                parts = [(at, at)]
            for source_start, source_end in parts:
                spread.append(Change(source_start, source_end, written))
                written = ""
        return without_empty(self, joined(spread))

    def _whole(self, changes: Sequence[Change]) -> list[Change]:
        """The changes widened to whole fixed pieces; what they did not mean to touch is written again."""
        starts, fixed = self.pieces.starts, self.pieces.fixed
        whole: list[Change] = []
        for change in changes:
            start, end, replacement = change
            first = max(bisect_right(starts, start) - 1, 0)
            last = first if end - start < 2 else max(bisect_right(starts, end - 1) - 1, 0)
            if not starts or not (fixed[first] or fixed[last]):
                whole.append(change)
                continue
            left = right = ""
            if fixed[first] and starts[first] < start < self._end(first):
                start, left = starts[first], self.text[starts[first] : start]
            if fixed[last] and starts[last] < end < self._end(last):
                end, right = self._end(last), self.text[end : self._end(last)]
            if whole and start < whole[-1].end:
                before = whole.pop()
                shared = before.end - start
                replacement = before.replacement[: len(before.replacement) - shared] + left[shared:] + replacement
                start, left = before.start, ""
            whole.append(Change(start, end, left + replacement + right))
        return whole

    def offset_of(self, position: int) -> int:
        """The offset in the reading of what stands at a position of the source, or of the next that is read."""
        index = bisect_right(self.pieces.source_ends, position)
        if index == len(self.pieces):
            return len(self.text)
        piece = self.pieces[index]
        return piece.start if piece.fixed else piece.start + max(position - piece.source_start, 0)

    def _end(self, index: int) -> int:
        """Where a piece ends in the reading."""
        starts = self.pieces.starts
        return starts[index + 1] if index + 1 < len(starts) else len(self.text)

    def _covered(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans of the source that a span of the reading stands for, in order."""
        parts: list[tuple[int, int]] = []
        if start == end:
            return parts
        pieces = self.pieces
        starts = pieces.starts
        index = max(bisect_right(starts, start) - 1, 0)
        if not self.absorbed and starts and starts[index] <= start and not pieces.fixed[index]:
            left = pieces.source_starts[index] + start - starts[index]
            right = left + end - start
            if right <= pieces.source_ends[index]:
                return [(left, right)]  # by far the commonest
        while index < len(starts) and (begin := starts[index]) < end:
            left, right = pieces.source_starts[index], pieces.source_ends[index]
            if not pieces.fixed[index]:
                right = min(right, left + end - begin)
                left += max(start - begin, 0)
            if left < right:
                parts.append((left, right))
            index += 1
        if self.absorbed:
            first = bisect_right(self._absorbed_at, start)
            stop = bisect_right(self._absorbed_at, end)
            if first < stop:
                parts += [(left, right) for _, left, right in self.absorbed[first:stop]]
                parts.sort()
        return parts

    @cached_property
    def _absorbed_at(self) -> list[int]:
        return [start for start, _, _ in self.absorbed]

    def _insertion_point(self, offset: int) -> int:
        """Where in the source something inserted into the reading belongs: behind the text before it."""
        index = bisect_left(self.pieces.starts, offset) - 1
        if index < 0:
            return self.pieces[0].source_start if self.pieces else len(self.source)
        piece = self.pieces[index]
        if piece.source_start == piece.source_end and index + 1 < len(self.pieces):
            return self.pieces[index + 1].source_start
        return piece.source_end if piece.fixed else min(piece.source_start + offset - piece.start, piece.source_end)
