"""Edits, and the one engine that resolves, applies and composes them.

Inside the engine an edit is a plain tuple (a *span*): building a tuple costs a twentieth of
building a dataclass, and a dirty document has hundreds. :class:`Edit` is the same thing with
names, made when a caller asks for it. All offsets are code points, half open.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from cleanpress.frozen import frozen
from cleanpress.scripts import joins

__all__ = ["Change", "Edit", "Span", "apply", "compose", "resolve"]

Span: TypeAlias = tuple[int, int, str, str, str, float]
"""start, end, replacement, rule, reason, confidence."""


@frozen
class Edit:
    """One proposed change to a text.

    ``start`` and ``end`` are code-point offsets, half open, into the text the filter was given;
    an empty ``replacement`` is a deletion. ``rule`` is a stable id such as
    ``links/bare-host``, ``reason`` one human sentence, ``confidence`` lies in 0..1.

    Raises ValueError when the offsets are negative or reversed, or the confidence is outside 0..1.

    >>> Edit(2, 5, rule="artifacts/share").replacement
    ''
    """

    start: int
    end: int
    replacement: str = ""
    rule: str = ""
    reason: str = ""
    confidence: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"edit offsets must satisfy 0 <= start <= end, got {self.start}..{self.end}")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"edit confidence must lie in 0..1, got {self.confidence}")

    def as_span(self) -> Span:
        """The edit as the engine's tuple.

        >>> Edit(0, 1, "x").as_span()
        (0, 1, 'x', '', '', 1.0)
        """
        return (self.start, self.end, self.replacement, self.rule, self.reason, self.confidence)


class Change(NamedTuple):
    """A disjoint piece of the difference between two texts: ``source[start:end]`` became ``replacement``.

    >>> Change(0, 2, "x").replacement
    'x'
    """

    start: int
    end: int
    replacement: str


def apply(source: str, changes: Iterable[Edit | Change | Span]) -> str:
    """Return ``source`` with sorted, disjoint changes applied; the same object when there are none.

    Raises ValueError when changes overlap, are out of order or reach outside the text.

    >>> apply("a bad word", [Edit(2, 6, "")])
    'a word'
    """
    parts: list[str] = []
    position, length = 0, len(source)
    for change in changes:
        start, end, replacement = change[:3] if isinstance(change, tuple) else _triple(change)
        if not position <= start <= end <= length:
            raise ValueError(
                f"change {start}..{end} overlaps its predecessor or leaves the text of {length} code points"
            )
        if position < start:
            parts.append(source[position:start])
        if replacement:
            parts.append(replacement)
        position = end
    if not parts and not position:
        return source
    parts.append(source[position:])
    return "".join(parts)


def _triple(edit: Edit) -> tuple[int, int, str]:
    return edit.start, edit.end, edit.replacement


def resolve(text: str, spans: Sequence[Span]) -> tuple[list[Span], list[Change], list[Span]]:
    """Settle conflicts; return (applied spans, disjoint changes to make, withheld spans).

    Overlapping deletions merge and all count as applied. Otherwise the more confident span wins,
    then the longer, then the alphabetically first rule. The changes cover exactly the applied
    spans, except that neighbouring deletions never join two words: where they would, one of the
    white-space characters they took stays.

    >>> resolve("abcdef", [(0, 2, "", "r", "", 1.0), (1, 4, "", "s", "", 0.9)])[1]
    [Change(start=0, end=4, replacement='')]
    """
    if _in_order(spans):
        return list(spans), _merge(text, spans), []  # by far the commonest
    ordered = sorted(spans, key=itemgetter(0, 1))
    if _in_order(ordered):
        return ordered, _merge(text, ordered), []
    applied: list[Span] = []
    withheld: list[Span] = []
    first = 0
    while first < len(ordered):
        end = ordered[first][1]
        stop = first + 1
        while stop < len(ordered) and (ordered[stop][0] < end or ordered[stop][:2] == ordered[stop - 1][:2]):
            end = max(end, ordered[stop][1])
            stop += 1
        if stop == first + 1:
            applied.append(ordered[first])
        else:
            _settle(ordered[first:stop], applied, withheld)
        first = stop
    return applied, _merge(text, applied), withheld


def _in_order(spans: Sequence[Span]) -> bool:
    """Whether each stands behind the one before it, and no two in one place."""
    last_start = last_end = -1
    for start, end, _, _, _, _ in spans:
        if start < last_end or (start == last_start and end == last_end):
            return False
        last_start, last_end = start, end
    return True


def _settle(cluster: list[Span], applied: list[Span], withheld: list[Span]) -> None:
    """Resolve one cluster of overlapping spans, strongest first."""
    regions: list[tuple[int, int, bool]] = []  # disjoint and sorted: start, end, is a deletion
    winners: list[Span] = []
    for span in sorted(cluster, key=lambda s: (-s[5], s[0] - s[1], s[3], s[0], s[2])):
        start, end, deletes = span[0], span[1], not span[2]
        low = bisect_left(regions, (start, -1, False))
        if low and regions[low - 1][1] > start:
            low -= 1
        elif start < end and low < len(regions) and regions[low][:2] == (start, start):
            low += 1  # an insertion right before the span only touches it
        high = low
        while high < len(regions) and (regions[high][0] < end or regions[high][:2] == (start, end)):
            high += 1
        hit = regions[low:high]
        if hit and not (deletes and all(region[2] for region in hit)):
            withheld.append(span)
            continue
        if hit:
            start, end = min(start, hit[0][0]), max(end, hit[-1][1])
        regions[low:high] = [(start, end, deletes)]
        winners.append(span)
    applied.extend(sorted(winners, key=lambda span: (span[0], span[1])))


def _merge(text: str, applied: Sequence[Span]) -> list[Change]:
    """Turn sorted, settled spans into disjoint changes; neighbouring deletions become one."""
    changes: list[Change] = []
    merged: set[int] = set()
    first, last = 0, -1  # of the change before, if that is a deletion
    for start, end, replacement, _, _, _ in applied:
        if replacement:
            changes.append(_change((start, end, replacement)))
            last = -1
        elif start <= last:
            last = max(end, last)
            changes[-1] = _change((first, last, ""))
            merged.add(len(changes) - 1)
        else:
            changes.append(_change((start, end, "")))
            first, last = start, end
    for index in merged:
        changes[index] = _keep_words_apart(text, *changes[index][:2])
    return changes


_change: Callable[[tuple[int, int, str]], Change] = partial(tuple.__new__, Change)
"""Makes one in half the time that naming its parts takes."""


def _keep_words_apart(text: str, start: int, end: int) -> Change:
    """One deletion out of several: each took a space of its own, together they may take too many."""
    if start > 0 and end < len(text) and joins(text[start - 1], text[end]):
        if text[start].isspace():
            return Change(start + 1, end, "")
        if text[end - 1].isspace():
            return Change(start, end - 1, "")
        return Change(start, end, next(filter(str.isspace, text[start:end]), ""))
    return Change(start, end, "")


def compose(first: Sequence[Change], second: Sequence[Change], source: str, middle: str) -> list[Change]:
    """Fuse two steps into one: ``first`` leads from source to middle, ``second`` on from middle.

    The result leads from ``source`` to the final text in one step. Changes that touch in the
    middle text become one change; changes that cancel out vanish.

    >>> compose([Change(0, 2, "é")], [Change(1, 2, "")], "Ã©x", "éx")
    [Change(start=0, end=3, replacement='é')]
    """
    if not first or not second:
        return list(first or second)
    pieces = _in_middle(first)
    composed: list[Change] = []
    shift = 0  # source offset minus middle offset, behind the pieces already used
    i = j = 0
    while i < len(pieces) or j < len(second):
        piece_next = j == len(second) or (i < len(pieces) and pieces[i][0] <= second[j].start)
        start, end = pieces[i][:2] if piece_next else second[j][:2]
        source_start, first_j = start + shift, j
        while True:
            if i < len(pieces) and pieces[i][0] <= end:
                end = max(end, pieces[i][1])
                shift = pieces[i][2] - pieces[i][1]
                i += 1
            elif j < len(second) and second[j].start <= end:
                end = max(end, second[j].end)
                j += 1
            else:
                break
        inside = (Change(s - start, e - start, text) for s, e, text in second[first_j:j])
        replacement = apply(middle[start:end], inside)
        if source[source_start : end + shift] != replacement:
            composed.append(Change(source_start, end + shift, replacement))
    return composed


def _in_middle(changes: Sequence[Change]) -> list[tuple[int, int, int]]:
    """Where each change stands in the text it leads to: start there, end there, end in the source."""
    pieces = []
    shift = 0
    for start, end, replacement in changes:
        pieces.append((start - shift, start - shift + len(replacement), end))
        shift += end - start - len(replacement)
    return pieces
