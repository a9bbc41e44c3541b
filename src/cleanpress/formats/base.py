"""What a format makes of a source: the text that people read, and the way back to the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from cleanpress.edits import Change, Span
from cleanpress.lazy import cached_property

__all__ = ["Link", "Reading", "in_source", "joined"]


class Link(NamedTuple):
    """A link that the author, or somebody else, marked as one.

    ``start`` and ``end`` are code-point offsets into the reading: deleting them removes the link with
    its text. ``text`` is what people see of it, ``href`` the address as written, ``rel`` the relation
    that HTML states, else empty. ``source_start`` and ``source_end`` cover its markup in the source.
    """

    start: int
    end: int
    text: str
    href: str
    rel: str
    source_start: int
    source_end: int


class Reading:
    """The text that people read of a source; offsets of edits point into :attr:`text`.

    This one is the source itself, of which some parts are ``protected``: sorted, disjoint spans that
    no edit may touch. The readings of other formats say otherwise where they differ.

    >>> Reading("one `x` two", [(4, 7)]).is_protected(6, 9)
    True
    """

    def __init__(self, source: str, protected: Sequence[tuple[int, int]] = ()) -> None:
        self.source = source
        self.text = source
        self._protected = protected

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self._protected]

    @cached_property
    def _ends(self) -> list[int]:
        return [end for _, end in self._protected]

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The explicit links, in order; none in plain text."""
        return ()

    @property
    def links_elsewhere(self) -> tuple[Link, ...]:
        """All links that may lead to other sites, and perhaps some that do not."""
        return self.links

    def is_protected(self, start: int, end: int) -> bool:
        """Whether a span of the text touches what no edit may change; an empty span only inside of it."""
        index = bisect_right(self._starts, max(start, end - 1)) - 1
        return index >= 0 and self._ends[index] > start and (start < end or self._starts[index] < start)

    def allows(self, start: int, end: int, replacement: str) -> bool:
        """Whether an edit may be made: it touches nothing protected."""
        return not self.is_protected(start, end)

    def to_source(self, changes: Sequence[Change]) -> list[Change]:
        """The changes of the source that change the reading so; ``changes`` are sorted and disjoint."""
        return list(changes)

    def span_to_source(self, start: int, end: int) -> tuple[int, int]:
        """The smallest span of the source that holds a span of the reading."""
        return start, end


def in_source(
    reading: Reading, applied: Sequence[Span], changes: Sequence[Change], held: Sequence[Span]
) -> tuple[list[Span], list[Change], list[Span]]:
    """What was decided about a reading, in offsets of its source: applied spans, changes, withheld spans.

    Each applied span grows to cover what goes with its text, such as the tags of an emptied element.
    """
    made = reading.to_source(changes)
    spans = [(*reading.span_to_source(span[0], span[1]), *span[2:]) for span in applied]
    covered = 0  # source offset up to which spans reach
    index = 0
    for change in made:
        while index < len(spans) and spans[index][1] <= change.start:
            covered = max(covered, spans[index][1])
            index += 1
        if change.end <= covered:
            continue
        if index < len(spans) and covered <= change.start:
            start, end = spans[index][:2]
            if start <= change.start and change.end <= end:
                continue  # as nearly always
        # The nearest span takes the change: the next one, or the one before if that is nearer.
        near = index
        if index and (index == len(spans) or change.start - covered < spans[index][0] - change.end):
            near = index - 1
        if spans:
            start, end, *rest = spans[near]
            spans[near] = (min(start, change.start), max(end, change.end), *rest)  # type: ignore[assignment]
            covered = max(covered, spans[near][1]) if near < index else covered
    return spans, made, [(*reading.span_to_source(span[0], span[1]), *span[2:]) for span in held]


def joined(parts: Sequence[Change]) -> list[Change]:
    """Sorted changes of which those that touch or overlap are one, in time proportional to their length.

    >>> joined([Change(0, 1, "a"), Change(1, 2, "b"), Change(3, 4, "")])
    [Change(start=0, end=2, replacement='ab'), Change(start=3, end=4, replacement='')]
    """
    found: list[Change] = []
    index = 0
    while index < len(parts):
        first, end = index, parts[index].end
        index += 1
        while index < len(parts) and parts[index].start <= end:
            end = max(end, parts[index].end)
            index += 1
        one = parts[first]
        found.append(
            one
            if index == first + 1
            else Change(one.start, end, "".join([part.replacement for part in parts[first:index]]))
        )
    return found
