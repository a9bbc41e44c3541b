"""What the whole document tells about its candidates: repeats, neighbours, names, cues."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import Protocol

from cleanpress.filters.links.candidates import Candidate, deep
from cleanpress.filters.links.company import Place, company, places
from cleanpress.filters.links.context import Context, look_around, plain
from cleanpress.filters.links.cues import Cue, cue_tables
from cleanpress.filters.links.keeps import reason_nearby, reason_said, stays_at_once
from cleanpress.filters.links.likeness import alike, covered, near_words
from cleanpress.filters.links.model import ClassTable, pair_table
from cleanpress.filters.links.wording import Wording, generic_suffixes
from cleanpress.lazy import cached_property
from cleanpress.scripts import spaceless

__all__ = ["DocumentEvidence", "Evidence", "WordTable"]


class WordTable(Protocol):
    """What is known of words and of pairs of neighbours, see :class:`~cleanpress.filters.links.model.PairTable`."""

    classes: ClassTable

    def knows(self, word: str) -> bool:
        """Whether a casefolded word is known."""
        ...

    def common(self, word: str) -> bool:
        """Whether a casefolded word is a common one."""
        ...

    def fit(self, left: str, right: str) -> str:
        """How well two casefolded words go together."""
        ...


_SHORT = 3  # code points
_STRETCH = 4096  # code points on each side of a host, at least, in which words can explain its name
_NEAREST = 48  # code points on each side of a host
_WORD = 20  # code points of the longest word that counts; writing without spaces has longer ones
_MANY = 10  # hosts that stay at once: so many make a text documentation
_FIRST = 8  # mentions of an owner that are looked at


class Evidence:
    """What the document tells about one candidate; each part is gathered when it is first asked for."""

    def __init__(self, document: DocumentEvidence, index: int, context: Context) -> None:
        self._document = document
        self._index = index
        self._context = context
        self._candidate = document.candidates[index]

    @property
    def words(self) -> frozenset[str]:
        """The words of the text, see :attr:`DocumentEvidence.words`."""
        return self._document.words

    @property
    def table(self) -> WordTable:
        """What is known of words."""
        return self._document.table

    @cached_property
    def repeats(self) -> int:
        """How often the host occurs in the text."""
        document = self._document
        return document.counts[self._candidate.host] if len(document.labels) < len(document.candidates) else 1

    @cached_property
    def named(self) -> bool:
        """Whether the text spells out the host's owner elsewhere."""
        return self._document.names(self._candidate.label)

    @cached_property
    def kin(self) -> bool:
        """Whether the text holds another host of the same owner, such as a subdomain, or another of its pages."""
        here, document = self._candidate, self._document
        if len(document.labels) == len(document.candidates):
            return False  # each of them has its own
        owner = (here.label, here.suffix)
        return len(document.owners[owner]) > 1 or (deep(here.path) and len(document.pages[owner]) > 1)

    @cached_property
    def elsewhere(self) -> bool:
        """Whether one of several mentions of the host's owner in the text has a reason to stay by its place."""
        here, document = self._candidate, self._document
        if len(document.labels) == len(document.candidates):
            return False  # each of them has its own
        return document.stays((here.label, here.suffix))

    @property
    def linked(self) -> bool:
        """Whether the text around holds many hosts that stay at once, as documentation does."""
        return self._document.linked(self._candidate)

    @cached_property
    def part(self) -> str:
        """The longest word of the text, of five letters or more, that the host's name begins or ends with."""
        name, words = self._candidate.label.replace("-", ""), self._document.words
        for length in range(len(name) - 1, 4, -1):
            for piece in (name[:length], name[-length:]):
                if piece in words:
                    return piece
        return ""

    @property
    def stretch(self) -> int:
        """The number of the stretch of text whose words can explain the name, see :meth:`DocumentEvidence.around`."""
        return self._document.stretch(self._candidate)

    @cached_property
    def _nearby(self) -> DocumentEvidence:
        """The part of the text that can explain the name: in a long text, words of other pages would explain any."""
        return self._document.around(self._candidate)

    @cached_property
    def covered(self) -> tuple[float, float]:
        """The share of the host's name that words of the text make up: all words, and those around the host."""
        label, context = self._candidate.label, self._context
        near = near_words(context.left, context.right)
        return covered(label, self._nearby.roman_words, 4), covered(label, near, 3)

    @property
    def foreign(self) -> bool:
        """Whether most words of the text are in a writing that no name of a host is made of."""
        return self._nearby.foreign

    @property
    def abbreviations(self) -> frozenset[str]:
        """See :attr:`DocumentEvidence.abbreviations`."""
        return self._document.abbreviations

    @cached_property
    def abbreviated(self) -> bool:
        """Whether the name begins or ends with something that the text writes in capitals."""
        label = self._candidate.label
        return any(label.startswith(short) or label.endswith(short) for short in self._nearby.abbreviations)

    @cached_property
    def alike(self) -> bool:
        """Whether the text holds a host with a similar name."""
        return alike(self._candidate.label, self._nearby.labels)

    @cached_property
    def home(self) -> str:
        """Whether the host's suffix is of a country the text's language is at home in: home, away or none."""
        suffix = self._candidate.host.rpartition(".")[2]
        if len(suffix) != 2 or suffix in generic_suffixes():
            return "none"
        return "home" if suffix in self._document.homes else "away"

    @cached_property
    def fit(self) -> str:
        """How well the words on both sides go together, see :meth:`PairTable.fit`; ``edge`` without one of them."""
        lefts, rights = self._context.left_words, self._context.right_words
        return self._document.table.fit(plain(lefts[0]), plain(rights[0])) if lefts and rights else "edge"

    @cached_property
    def neighbours(self) -> tuple[int, bool]:
        """How many other hosts stand inside the windows (3 at most), and whether one makes it a list."""
        document, index = self._document, self._index
        here, others = self._candidate, document.candidates
        left, right = len(self._context.left), len(self._context.right)
        if (not index or here.start - others[index - 1].end > left) and (
            index + 1 == len(others) or others[index + 1].start - here.end > right
        ):
            return 0, False
        return company(document.text, document.places, index, left, right)

    @cached_property
    def cues(self) -> dict[str, tuple[int, str]]:
        """For each class of cue the distance of the nearest one, in code points, and its phrase."""
        return _find_cues(self._context, self._context.left, self._context.right)

    @cached_property
    def near_cues(self) -> dict[str, tuple[int, str]]:
        """The same for the nearest words alone: in a fraction of the time, what decides about most mentions."""
        left = self._context.left
        if len(left) > _NEAREST:
            left = left[-_NEAREST:]
            first = left.find(" ", 0, _WORD)
            left = left[first + 1 :]  # the first word may be cut
        return _find_cues(self._context, left, self._context.right[:_NEAREST])


class DocumentEvidence(Wording):
    """Evidence about the candidates of one text."""

    def __init__(
        self, text: str, candidates: Sequence[Candidate], table: WordTable | None = None, *, begins: int = 0
    ) -> None:
        """``table`` knows words and pairs of them; the shipped one by default. Offsets count from ``begins``."""
        super().__init__(text, candidates, begins)
        self.table = table or pair_table()
        self._stretches: dict[int, DocumentEvidence] = {}
        self._linked: dict[int, bool] = {}
        self._staying: dict[tuple[str, str], bool] = {}

    def about(self, index: int, context: Context) -> Evidence:
        """The evidence about one candidate."""
        return Evidence(self, index, context)

    def stretch(self, candidate: Candidate) -> int:
        """The number of the stretch that a candidate lies in; a text that is not long is one."""
        return candidate.start // _STRETCH if len(self.text) > 2 * _STRETCH else 0

    def around(self, candidate: Candidate) -> DocumentEvidence:
        """The same for the stretches of text at a candidate; a text that is not long is one, and each is read once."""
        if len(self.text) <= 2 * _STRETCH:
            return self
        place = self.stretch(candidate)
        if place not in self._stretches:
            start, end = max(0, place - 1) * _STRETCH, (place + 2) * _STRETCH
            first = bisect_left(self.candidates, start, key=attrgetter("start"))
            last = bisect_right(self.candidates, end, key=attrgetter("end"))
            inside = self.candidates[first:last]
            self._stretches[place] = DocumentEvidence(self.text[start:end], inside, self.table, begins=start)
        return self._stretches[place]

    def linked(self, candidate: Candidate) -> bool:
        """Whether many hosts stay at once in the stretches of text at a candidate."""
        place = self.stretch(candidate)
        if place not in self._linked:
            around = self.around(candidate).candidates
            many = len(around) >= _MANY and sum(stays_at_once(self.text, other) for other in around) >= _MANY
            self._linked[place] = many
        return self._linked[place]

    def stays(self, owner: tuple[str, str]) -> bool:
        """Whether an owner, by label and public suffix, has several mentions and one of the first ones has to stay."""
        if owner not in self._staying:
            mentions = self._mentions[owner]
            self._staying[owner] = len(mentions) > 1 and any(map(self._stays, mentions[:_FIRST]))
        return self._staying[owner]

    def _stays(self, index: int) -> bool:
        candidate = self.candidates[index]
        if stays_at_once(self.text, candidate):
            return True
        context = look_around(self.text, candidate)
        about = self.about(index, context)
        return bool(reason_nearby(candidate, context, about) or reason_said(candidate, context, about))

    @cached_property
    def _mentions(self) -> dict[tuple[str, str], list[int]]:
        """The candidates of each owner."""
        mentions: dict[tuple[str, str], list[int]] = {}
        for index, candidate in enumerate(self.candidates):
            mentions.setdefault((candidate.label, candidate.suffix), []).append(index)
        return mentions

    @cached_property
    def places(self) -> list[Place]:
        """Where each candidate stands, with its host."""
        return places(self.candidates)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How often each host occurs."""
        counts: dict[str, int] = {}
        for candidate in self.candidates:
            counts[candidate.host] = counts.get(candidate.host, 0) + 1
        return counts

    @cached_property
    def owners(self) -> dict[tuple[str, str], set[str]]:
        """For each owner, by label and public suffix, its hosts in the text; ``www.`` makes no difference."""
        owners: dict[tuple[str, str], set[str]] = {}
        for candidate in {candidate.host: candidate for candidate in self.candidates}.values():
            owners.setdefault((candidate.label, candidate.suffix), set()).add(candidate.host.removeprefix("www."))
        return owners

    @cached_property
    def pages(self) -> dict[tuple[str, str], set[str]]:
        """For each owner the paths in the text that lead to a certain page of it."""
        pages: dict[tuple[str, str], set[str]] = {}
        for candidate in self.candidates:
            if deep(candidate.path):
                pages.setdefault((candidate.label, candidate.suffix), set()).add(candidate.path)
        return pages

    @cached_property
    def labels(self) -> frozenset[str]:
        """The labels of the hosts of the text."""
        return frozenset(map(attrgetter("label"), self.candidates))


def _find_cues(context: Context, before: str, behind: str) -> dict[str, tuple[int, str]]:
    """The nearest cue of each class: before the host in its own clause, or behind it; in two windows of the context."""
    tables = cue_tables()
    nearest: dict[str, tuple[int, str]] = {}
    left = before.casefold()
    found = [cue for cue in tables.find(left) if cue.kind != "behind"]
    if found:
        floor = context.clause - len(context.left) + len(before) if len(left) == len(before) else 0
        for cue in found:
            distance = len(left) - cue.end
            if cue.start >= floor and not _weak(cue, distance):
                _note(nearest, cue, distance)
    for cue in tables.find(behind.casefold()):
        if cue.kind == "register" or (cue.kind == "behind" and cue.start <= 30):
            _note(nearest, cue, cue.start)
    return nearest


def _note(nearest: dict[str, tuple[int, str]], cue: Cue, distance: int) -> None:
    if cue.kind not in nearest or distance < nearest[cue.kind][0]:
        nearest[cue.kind] = (distance, cue.phrase)


def _weak(cue: Cue, distance: int) -> bool:
    """A short phrase of a script without spaces is everywhere: it has to touch the host."""
    return len(cue.phrase) <= _SHORT and distance > 1 and spaceless(cue.phrase[0])
