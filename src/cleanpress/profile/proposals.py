"""Which repeated lines of a site are its template: repetition and a second kind of evidence, or a report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from unicodedata import combining, normalize

from cleanpress.profile.evidence import FEWEST, Segment, SiteEvidence
from cleanpress.profile.lines import is_prose_key
from cleanpress.profile.templates import Proposal

__all__ = ["FEWEST_PAGES", "propose"]

FEWEST_PAGES = 5
"""Pages of a site in the sample from which on lines are proposed to be deleted."""

COMMON = 0.5
"""Share of the pages that a foot or a head stands on; what is rarer is reported."""

ALWAYS = 0.8
"""Share of the pages on which a box in the text stands, or a line that little else speaks against."""

BOXES = 2
"""Boxes in the text that a site has at most; where more lines go together the texts are forms."""

MENU = 6
"""Lines at the beginning of every page that are a menu whatever they say."""

BETWEEN = 12
"""Lines that vary between two fixed ones of a foot at most, such as titles of other pages."""

_MARKS = re.compile(r"[|›»©·•→●＞]| / | > |@|https?:|www\.")
_NUMBERS = re.compile(r"[:：]\s?0|0.*[^\d.,:/ -].*0|0\D0\D0")
_SIGN_OFF = re.compile(r".{1,40}[.!?…。！？）)]")
_PARTS = re.compile(rf"[:：–—]|{_MARKS.pattern}")
_LETTERS = re.compile(r"[\W_]+")


def propose(outlines: Sequence[Sequence[str]], site: str, known: Callable[[str], bool]) -> list[Proposal]:
    """What the pages of a site have in common, in the order of its frequency; ``known`` asks a catalogue."""
    return list(_Judge(SiteEvidence(outlines), site, known).proposals())


class _Judge:
    """Weighs the evidence of one site."""

    def __init__(self, evidence: SiteEvidence, site: str, known: Callable[[str], bool]) -> None:
        self.evidence = evidence
        self.pages = len(evidence.outlines)
        self.known = {key for key in evidence.lines if known(key)}
        self.placed = self.pages >= FEWEST_PAGES and evidence.prose >= ALWAYS * self.pages
        self.brands = self._brands(site)
        self.titles = self._titles()
        self.sure: dict[str, str] = {}

    def proposals(self) -> Iterator[Proposal]:
        """Lines to delete, then what varies between them, then lines that only repeat."""
        if self.pages >= FEWEST_PAGES:
            self.sure.update(dict.fromkeys(self.known, "any"))
        if self.placed:
            self._heads()
            self._foot()
            self._boxes()
            self._enclosed()
        for key in [key for key in self.sure if key.startswith("#")]:  # headings of Markdown are the author's
            del self.sure[key]
        lines = sorted(self.evidence.lines.values(), key=lambda line: (-line.pages, line.key))
        for line in lines:
            if line.key in self.sure:
                yield Proposal("delete", self.sure[line.key], line.pages, line.key)  # type: ignore[arg-type]
        yield from self._varying()
        for line in lines:
            if line.key not in self.sure:
                yield Proposal("report", line.place, line.pages, line.key)  # type: ignore[arg-type]

    def _brands(self, site: str) -> tuple[str, ...]:
        """How the site may be called, letters only: as its host, or as every page begins and another line repeats."""
        names = {_letters(site.partition(".")[0])} if "." in site else set()
        lines = {key: _letters(key) for key in self.evidence.lines}
        for segment in self._at("head", ALWAYS):
            first = segment.lines[0].key
            parts = (_letters(part) for part in _PARTS.split(first) if len(part.split()) <= 4 and "0" not in part)
            if segment.edge:
                others = [letters for key, letters in lines.items() if key != first]
                names.update(part for part in parts if part and any(part in other for other in others))
        return tuple(name for name in names if len(name) >= 3)

    def _evident(self, key: str) -> bool:
        """Whether something in the line says that a page printed it: the site's name, marks of menus, a count."""
        return key in self.known or bool(_MARKS.search(key) or _NUMBERS.search(key)) or self._branded(key)

    def _branded(self, key: str) -> bool:
        letters = _letters(key)
        return any(brand in letters for brand in self.brands)

    def _at(self, place: str, share: float) -> list[Segment]:
        found = (s for s in self.evidence.segments if s.place == place and s.pages >= share * self.pages)
        return [segment for segment in found if segment.once]

    def _take(self, segment: Segment, place: str) -> None:
        for line in segment.lines:
            self.sure.setdefault(line.key, place)

    def _heads(self) -> None:
        """What begins every page; below the title, what looks like a line of counts or a menu besides."""
        for segment in self._at("head", COMMON):
            evident = [line for line in segment.lines if self._evident(line.key)]
            if segment.edge and (evident or len(segment.lines) >= MENU):
                self._take(segment, "head")
            elif segment.pages >= ALWAYS * self.pages:
                self.sure.update((line.key, "head") for line in evident if line.key not in self.sure)

    def _foot(self) -> None:
        """What ends every page, and what stands above that with no paragraph between them."""
        segments = self._at("tail", COMMON)
        for segment in segments:
            if segment.edge:
                self._take_foot(segment, closed=False)
        found = True
        while found:  # what is sure makes sure what stands above it
            before = len(self.sure)
            for segment in segments:
                if self._above_sure(segment):
                    self._take_foot(segment, closed=True)
            found = len(self.sure) > before

    def _take_foot(self, segment: Segment, *, closed: bool) -> None:
        """Take a segment of the foot; a short sentence that begins it may be how the author ends."""
        lines = segment.lines
        if not closed or not self._below_sure(segment):
            while lines and _SIGN_OFF.fullmatch(lines[0].key) and not self._evident(lines[0].key):
                lines = lines[1:]
        if len(lines) > 1 or any(self._evident(line.key) or (closed and self._on_titles(line.key)) for line in lines):
            self._take(Segment(lines, segment.edge), "tail")

    def _titles(self) -> set[str]:
        """What stands above the first paragraph of a page and of few others: titles."""
        found = set()
        for outline in self.evidence.outlines:
            start, _ = self.evidence.zones(outline)
            own = [key for key in outline[:start] if not self._common(key)]
            found.update(own[:1])
        return found

    def _common(self, key: str) -> bool:
        return key in self.evidence.lines and self.evidence.lines[key].pages >= COMMON * self.pages

    def _on_titles(self, key: str) -> bool:
        """Whether titles of other pages follow a line of the foot on most of its pages."""
        lists = 0
        for outline in self.evidence.outlines:
            stop = self.evidence.zones(outline)[1]
            if key in outline[stop:]:
                at = outline.index(key, stop) + 1
                lists += not self.titles.isdisjoint(outline[at : at + 2])
        return lists >= COMMON * self.evidence.lines[key].pages

    def _above_sure(self, segment: Segment) -> bool:
        """Whether a sure line follows it, with no paragraph between them, wherever it stands."""
        return self._beside_sure(segment.lines[-1].key, 1) >= 0.9 * segment.pages

    def _below_sure(self, segment: Segment) -> bool:
        return self._beside_sure(segment.lines[0].key, -1) >= 0.9 * segment.pages

    def _beside_sure(self, key: str, step: int) -> int:
        """On how many pages a sure line of the foot stands behind a line of the foot (or before it)."""
        count = 0
        for outline in self.evidence.outlines:
            stop = self.evidence.zones(outline)[1]
            if key in outline[stop:]:
                at = outline.index(key, stop)
                rest = outline[at + 1 :] if step > 0 else outline[stop:at]
                count += any(self.sure.get(one) in ("tail", "any") for one in rest)
        return count

    def _boxes(self) -> None:
        """Boxes between paragraphs: two lines or more, always together, once a page; or one that names the site."""
        found = [s for s in self._at("any", ALWAYS) if not any(is_prose_key(line.key) for line in s.lines)]
        boxes = [s for s in found if len(s.lines) > 1]
        for segment in found:
            named = any(self._branded(line.key) or line.key in self.known for line in segment.lines)
            if named or (segment in boxes and len(boxes) <= BOXES):
                self._take(segment, "any")

    def _enclosed(self) -> None:
        """Lines between two sure ones of the foot: titles of other pages, which are paragraphs of no page."""
        inside: Counter[str] = Counter()
        outside: Counter[str] = Counter()
        for outline in self.evidence.outlines:
            stop = self.evidence.zones(outline)[1]
            foot = outline[stop:]
            sure = [at for at, key in enumerate(foot) if self.sure.get(key) in ("tail", "any")]
            for at, key in enumerate(foot):
                if key in self.evidence.lines and key not in self.sure:
                    (inside if sure and sure[0] < at < sure[-1] else outside)[key] += 1
        for key, count in inside.items():
            if count >= FEWEST and count >= 0.9 * (count + outside[key]):
                self.sure[key] = "tail"

    def _varying(self) -> Iterator[Proposal]:
        """Pairs of neighbouring fixed lines of the foot with something between them that varies."""
        lines = (self.evidence.lines[key] for key in self.sure)
        fixed = {line.key for line in lines if line.place == "tail" and line.pages >= ALWAYS * self.pages}
        pairs: Counter[tuple[str, str]] = Counter()
        for outline in self.evidence.outlines:
            foot = outline[self.evidence.zones(outline)[1] :]
            at = [index for index, key in enumerate(foot) if key in fixed]
            pairs.update({(foot[a], foot[b]) for a, b in pairwise(at) if 1 < b - a <= BETWEEN})
        for (first, second), count in sorted(pairs.items()):
            if count >= ALWAYS * self.pages:
                yield Proposal("delete", "between", count, first, second)


def _letters(text: str) -> str:
    """The letters of a text without case and accents, as hosts spell names."""
    bare = (char for char in normalize("NFKD", text) if not combining(char))
    return _LETTERS.sub("", "".join(bare)).casefold()
