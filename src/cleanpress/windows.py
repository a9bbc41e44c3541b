"""Long texts, cleaned window by window: memory in proportion to a window, whatever the length of the text.

A window is a core with lines around it. It is cleaned as a document of its own, and what was found in the core is
kept; the lines around are only there to be looked at. So the edge of a window is no edge of the text: what counts at
the beginning or the end of a document only is found around the core, and left out. A core ends where one line
follows another and nothing was found.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from cleanpress.document import LONG, Document
from cleanpress.edits import Change, Span, apply
from cleanpress.filters.fences import open_fence
from cleanpress.frozen import replace
from cleanpress.result import Result

__all__ = ["Piece", "clean_long", "pieces", "told"]

CORE = 65_536
"""Code points of a core; more only where no line ends."""

MARGIN = 4096
"""Code points around a core, at least, but at the ends of the text."""

LINES = 16
"""Lines around a core, blank ones not counted, at least: more than the head or the foot of a document has."""

WIDEST = 16
"""How many times as long a margin or a core may become."""

_LINE_ENDS = ("\n", "\n\n", "\r\n", "\r\n\r\n")


class Piece(NamedTuple):
    """What became of a part of a long text: the cleaned text; offsets are code points into the whole source."""

    text: str
    changes: Sequence[Change] = ()
    applied: Sequence[Span] = ()
    withheld: Sequence[Span] = ()
    kept: str = ""
    """Why the part was left as it is, if it was."""
    whole: Result | None = None
    """The result, if the text is not long after all; nothing else but the text is filled in then."""


def pieces(run: Callable[[Document], Result], document: Document, chunks: Iterable[str]) -> Iterator[Piece]:
    """Clean a text that comes in chunks; the pieces joined are the cleaned text, wherever the chunks part.

    ``run`` cleans one document; ``document`` says what is known about the text, its source is not looked at.
    """
    text = _Text(chunks)
    if text.fill(LONG + 1) <= LONG:
        result = run(replace(document, source=text.held))
        yield Piece(result.text, whole=result)
        return
    fence, done = "", 0  # what is held begins where the window begins; up to ``done`` it is cleaned
    while done < text.fill(done + 1):
        size = CORE
        window = _Window(run, document, text, fence, done, size)
        while not (stop := window.cut()):
            size *= 2
            window = _Window(run, document, text, fence, done, size)
        yield window.piece(stop)
        behind = _margin_before(text.held, stop)
        fence = window.open_at(behind)
        done = stop - behind
        text.drop(behind)


def clean_long(run: Callable[[Document], Result], document: Document) -> Result:
    """Clean a long plain text window by window; the pieces as one result."""
    source = document.source
    parts: list[str] = []
    changes: list[Change] = []
    applied: list[Span] = []
    withheld: list[Span] = []
    kept: list[str] = []
    slices = (source[start : start + CORE] for start in range(0, len(source), CORE))
    for piece in pieces(run, document, slices):
        if piece.whole is not None:
            return piece.whole
        parts.append(piece.text)
        changes += piece.changes
        applied += piece.applied
        withheld += piece.withheld
        kept.append(piece.kept)
    text = "".join(parts) if changes else source
    return Result(document, text, changes, sorted(applied), sorted(withheld), told(kept))


def told(kept: Sequence[str]) -> str:
    """One sentence on the parts that were left as they are, by what each piece says; empty if there are none."""
    reasons = [reason for reason in kept if reason]
    return f"{len(reasons)} of {len(kept)} parts of the text {reasons[0]}" if reasons else ""


class _Text:
    """The part of a text that is looked at: ``held``, of which ``base`` code points came before."""

    def __init__(self, chunks: Iterable[str]) -> None:
        self._chunks = iter(chunks)
        self.held = ""
        self.base = 0

    def fill(self, length: int) -> int:
        """Read on until so many code points are held or the text ends; how many are held."""
        parts, size = [self.held], len(self.held)
        while size < length and (chunk := next(self._chunks, None)) is not None:
            parts.append(chunk)
            size += len(chunk)
        self.held = "".join(parts) if len(parts) > 1 else self.held
        return size

    def drop(self, start: int) -> None:
        """Forget what stands before."""
        self.held = self.held[start:]
        self.base += start


class _Window:
    """A core that begins at ``start`` of what is held, with the text around it, cleaned."""

    def __init__(
        self, run: Callable[[Document], Result], document: Document, text: _Text, fence: str, start: int, size: int
    ) -> None:
        self._start, self._size = start, size
        self._lead = len(fence)  # code points of the window before what is held
        held = text.fill(start + size + WIDEST * MARGIN + 1)
        self._held, self._base = text.held, text.base
        self._last = held <= start + size + MARGIN
        self._stop = held if self._last else _margin_behind(text.held, start + size)
        self._source = fence + text.held[: self._stop]
        self._result = run(replace(document, source=self._source))

    def cut(self) -> int:
        """Where the core ends: at a line end, else at a blank, else anywhere; 0 if it may grow instead."""
        if self._last:
            return self._stop
        held, low, high = self._held, self._start + self._size // 2, self._start + self._size
        touched = _Touched(self._result, self._lead)
        at = held.rfind("\n", low, high) + 1
        while at:
            if _between_lines(held, at) and at not in touched:
                return at
            at = held.rfind("\n", low, at - 1) + 1
        if self._size < WIDEST * CORE:
            return 0
        at = held.rfind(" ", low, high) + 1
        while at:
            if held[at].isalnum() and at not in touched:
                return at
            at = held.rfind(" ", low, at - 1) + 1
        return high

    def piece(self, stop: int) -> Piece:
        """What was found in the core, which ends there."""
        result, source = self._result, self._held[self._start : stop]
        first, last, shift = self._start + self._lead, stop + self._lead, self._base - self._lead
        kept = f"left as they are, the first because of {result.flags[0].rule}" if result.flags else ""
        if not (kept or result.changed):
            kept = result.notice
        applied, withheld = result.spans
        across = [s for s in applied if s[0] < first < s[1] or s[0] < last < s[1]]  # where no better place was found
        changes = [
            one
            for one in result.changes
            if first <= one.start and one.end <= last and not any(s[0] < one.end and one.start < s[1] for s in across)
        ]
        return Piece(
            apply(source, [Change(start - first, end - first, new) for start, end, new in changes]),
            [Change(start + shift, end + shift, new) for start, end, new in changes],
            [(s[0] + shift, s[1] + shift, *s[2:]) for s in applied if first <= s[0] and s[1] <= last],
            [(s[0] + shift, s[1] + shift, *s[2:]) for s in withheld if first <= s[0] < last],
            kept,
        )

    def open_at(self, place: int) -> str:
        """The line that opens the code block in which a place lies; empty if it lies in none."""
        mark = open_fence(self._source, place + self._lead)
        return f"{mark}\n" if mark else ""


class _Touched:
    """The places that changes and edits cover or touch, as offsets in what is held."""

    def __init__(self, result: Result, lead: int) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        found = [(start - lead, end - lead) for start, end, _ in result.changes]
        found += [(start - lead, end - lead) for start, end, *_ in result.spans[0]]
        for start, end in sorted(found):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, place: int) -> bool:
        index = bisect_right(self._starts, place) - 1
        return index >= 0 and place <= self._ends[index]


def _between_lines(text: str, place: int) -> bool:
    """Whether a line begins there, and one that is not blank, without blanks at its end, stands before it."""
    before = text[max(place - 5, 0) : place]
    line = before.rstrip("\r\n")
    return before[len(line) :] in _LINE_ENDS and not line[-1:].isspace() and line != "" and not text[place].isspace()


def _margin_before(text: str, place: int) -> int:
    """Where the lines begin that stand before a core."""
    start, lines, floor = place, 0, max(place - WIDEST * MARGIN, 0)
    while start > floor and (lines < LINES or place - start < MARGIN):
        begin = text.rfind("\n", floor, start - 1) + 1 or floor
        lines += not text[begin:start].isspace()
        start = begin
    return start


def _margin_behind(text: str, place: int) -> int:
    """Where the lines end that stand behind a core."""
    stop, lines, limit = place, 0, min(place + WIDEST * MARGIN, len(text))
    while stop < limit and (lines < LINES or stop - place < MARGIN):
        end = text.find("\n", stop, limit) + 1 or limit
        lines += not text[stop:end].isspace()
        stop = end
    return stop
