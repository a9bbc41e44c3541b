"""The map between offsets of the source and offsets of the cleaned text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from cleanpress.edits import Change

__all__ = ["OffsetMap"]


class OffsetMap:
    """Translates code-point offsets between a source text and its cleaned form, both ways.

    A kept character maps to its equal. An offset inside a changed piece snaps to the edge of that
    piece: nothing in there corresponds to anything, and the map does not guess. Two bisections a
    query, memory in proportion to the number of changes.

    >>> offsets = OffsetMap([Change(4, 8, "")], source_length=12)
    >>> offsets.to_clean(9), offsets.to_original(5), offsets.span_to_original(3, 5)
    (5, 9, (3, 9))
    """

    __slots__ = (
        "_clean_ends",
        "_clean_starts",
        "_source_ends",
        "_source_starts",
        "clean_length",
        "source_length",
    )

    def __init__(self, changes: Sequence[Change], source_length: int) -> None:
        self._source_starts = [change.start for change in changes]
        self._source_ends = [change.end for change in changes]
        self._clean_starts: list[int] = []
        self._clean_ends: list[int] = []
        shift = 0
        for start, end, replacement in changes:
            self._clean_starts.append(start + shift)
            self._clean_ends.append(start + shift + len(replacement))
            shift += len(replacement) - (end - start)
        self.source_length = source_length
        self.clean_length = source_length + shift

    def to_clean(self, offset: int) -> int:
        """Where the character at ``offset`` of the source stands in the cleaned text.

        Raises IndexError when the offset is outside ``0..source_length``.
        """
        self._check(offset, self.source_length)
        return _translate(offset, self._source_starts, self._source_ends, self._clean_starts, self._clean_ends)

    def to_original(self, offset: int) -> int:
        """Where the character at ``offset`` of the cleaned text stood in the source.

        Raises IndexError when the offset is outside ``0..clean_length``.
        """
        self._check(offset, self.clean_length)
        return _translate(offset, self._clean_starts, self._clean_ends, self._source_starts, self._source_ends)

    def span_to_clean(self, start: int, end: int) -> tuple[int, int]:
        """The smallest span of the cleaned text that holds what is left of ``source[start:end]``."""
        self._check(start, self.source_length)
        self._check(end, self.source_length)
        return _translate_span(start, end, self._source_starts, self._source_ends, self._clean_starts, self._clean_ends)

    def span_to_original(self, start: int, end: int) -> tuple[int, int]:
        """The smallest span of the source that ``clean[start:end]`` came from."""
        self._check(start, self.clean_length)
        self._check(end, self.clean_length)
        return _translate_span(start, end, self._clean_starts, self._clean_ends, self._source_starts, self._source_ends)

    @staticmethod
    def _check(offset: int, length: int) -> None:
        if not 0 <= offset <= length:
            raise IndexError(f"offset {offset} is outside 0..{length}")


def _translate(offset: int, starts: list[int], ends: list[int], to_starts: list[int], to_ends: list[int]) -> int:
    """A character's offset on the other side; inside a changed piece, the piece's start."""
    index = bisect_right(starts, offset) - 1
    if index < 0:
        return offset
    if offset < ends[index]:
        return to_starts[index]
    return to_ends[index] + offset - ends[index]


def _translate_span(
    start: int, end: int, starts: list[int], ends: list[int], to_starts: list[int], to_ends: list[int]
) -> tuple[int, int]:
    """Both ends of a span: the end follows the last character inside, not the first one behind."""
    if end < start:
        raise IndexError(f"span {start}..{end} is reversed")
    to_start = _translate(start, starts, ends, to_starts, to_ends)
    if start == end:
        return to_start, to_start
    index = bisect_right(starts, end - 1) - 1
    if index < 0:
        return to_start, end
    if end - 1 < ends[index]:
        return to_start, to_ends[index]
    return to_start, to_ends[index] + end - ends[index]
