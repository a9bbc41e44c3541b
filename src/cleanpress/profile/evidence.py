"""What the outlines of a site's pages say about its repeated lines: how often, where, beside what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from cleanpress.profile.lines import GAP, PROSE, is_prose_key

__all__ = ["FEWEST", "LEAST", "TOP", "Line", "Segment", "SiteEvidence"]

FEWEST = 3
"""On how many pages a line stands at least to count as repeated."""

LEAST = 0.1
"""On which share of the pages, too."""

LINKED = 0.9
"""Share of the pages with either of two lines that has both, one right behind the other: they are printed together."""

TOP, BOTTOM = "^", "$"
"""What stands before the first line of a page, and behind the last one."""

_PLACED = 0.9  # share of its pages on which a line stands at an end for that to be its place


@dataclass(slots=True)
class Line:
    """A repeated line: on how many pages it stands, on how many of them more than once, and where (by page)."""

    key: str
    pages: int = 0
    repeats: int = 0
    places: Counter[str] = field(default_factory=Counter)

    @property
    def once(self) -> bool:
        """Whether it stands once on a page, as boxes do and refrains do not."""
        return self.repeats <= (1 - _PLACED) * self.pages

    @property
    def place(self) -> str:
        """``head``: before the first paragraph; ``tail``: behind the last one; ``any``."""
        place, count = self.places.most_common(1)[0] if self.places else ("any", 0)
        return place if count >= _PLACED * self.pages else "any"


@dataclass(frozen=True, slots=True)
class Segment:
    """Lines that are printed together, one behind the other; ``edge``: whether they begin or end the page."""

    lines: tuple[Line, ...]
    edge: bool

    @property
    def pages(self) -> int:
        """On how many pages it stands."""
        return min(line.pages for line in self.lines)

    @property
    def place(self) -> str:
        """Where its lines stand: ``head``, ``tail`` or ``any``."""
        places = {line.place for line in self.lines}
        return places.pop() if len(places) == 1 else "any"

    @property
    def once(self) -> bool:
        """Whether its lines stand once on a page."""
        return all(line.once for line in self.lines)


class SiteEvidence:
    """The repeated lines of one site, and the segments that they form."""

    def __init__(self, outlines: Sequence[Sequence[str]]) -> None:
        self.outlines = outlines
        counts = Counter(key for outline in outlines for key in set(outline) if key > GAP)
        least = max(FEWEST, LEAST * len(outlines))
        self.lines: Mapping[str, Line] = {key: Line(key, n) for key, n in counts.items() if n >= least}
        self.prose = 0  # pages with a paragraph of their own
        self._pairs: Counter[tuple[str, str]] = Counter()
        for outline in outlines:
            self._look_at(outline)
        self.segments = self._segments()

    def zones(self, outline: Sequence[str]) -> tuple[int, int]:
        """Where the first paragraph of the page's own stands and where the last one ends; (0, 0) without any."""
        own = [at for at, key in enumerate(outline) if self._own_prose(key)]
        return (own[0], own[-1] + 1) if own else (0, 0)

    def _own_prose(self, key: str) -> bool:
        return key in (PROSE, GAP) or (key not in self.lines and is_prose_key(key))

    def _look_at(self, outline: Sequence[str]) -> None:
        start, stop = self.zones(outline)
        self.prose += stop > 0
        places: defaultdict[str, set[str]] = defaultdict(set)
        for at, key in enumerate(outline):
            line = self.lines.get(key)
            if line is None:
                continue
            line.repeats += key in places
            places[key].add("any" if not stop else "head" if at < start else "tail" if at >= stop else "any")
        for key, found in places.items():
            self.lines[key].places[found.pop() if len(found) == 1 else "any"] += 1
        ends = [TOP, *outline, BOTTOM]
        self._pairs.update({pair for pair in pairwise(ends) if self._counts(pair)})

    def _counts(self, pair: tuple[str, str]) -> bool:
        return all(key in self.lines or key in (TOP, BOTTOM) for key in pair)

    def _linked(self, first: str, second: str) -> bool:
        """Whether two lines, or a line and an end of the page, are printed together."""
        lines = [self.lines[key] for key in (first, second) if key in self.lines]
        most = max(line.pages for line in lines)
        return all(line.once for line in lines) and self._pairs[first, second] >= LINKED * most

    def _segments(self) -> list[Segment]:
        """Repeated lines in runs that are always printed together."""
        behind = {a: b for a, b in self._pairs if a != TOP and b != BOTTOM and self._linked(a, b)}
        firsts = [key for key in self.lines if key not in set(behind.values())]
        found = []
        for key in firsts:
            run = [key]
            while (following := behind.get(run[-1])) is not None and following not in run:
                run.append(following)
            edge = self._linked(TOP, run[0]) or self._linked(run[-1], BOTTOM)
            found.append(Segment(tuple(self.lines[one] for one in run), edge))
        return found


Known = Callable[[str], bool]
"""Tells whether a line is in a catalogue of artifacts."""
