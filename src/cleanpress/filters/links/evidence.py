"""What the whole document tells about its candidates: repeats, neighbours, names, cues."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Protocol
from unicodedata import combining, normalize

from cleanpress.data import DATA, read_toml
from cleanpress.filters.links.candidates import Candidate, deep
from cleanpress.filters.links.company import Place, company, places
from cleanpress.filters.links.context import Context
from cleanpress.filters.links.cues import Cue, cue_tables
from cleanpress.filters.links.likeness import abbreviations, alike, covered, near_words, romanized
from cleanpress.filters.links.model import ClassTable, pair_table
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


_ASCII = bytes(range(128))
_WORDS_APART = bytes(code if code > 127 or chr(code).isalnum() else 32 for code in range(256))
_STROKES = str.maketrans("đøłħı", "dolhi")  # letters with strokes, which normalisation leaves alone
_SHORT = 3  # code points
_STRETCH = 4096  # code points on each side of a host, at least, in which words can explain its name
_NEAREST = 48  # code points on each side of a host
_NAMES_CHECKED = 64  # distinct hosts whose owner is looked for in the text; keeps the scan linear


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
        return self._document.counts[self._candidate.host]

    @cached_property
    def named(self) -> bool:
        """Whether the text spells out the host's owner elsewhere."""
        return self._candidate.label in self._document.named

    @cached_property
    def kin(self) -> bool:
        """Whether the text holds another host of the same owner, such as a subdomain, or another of its pages."""
        here, document = self._candidate, self._document
        if len(document.candidates) < 2:
            return False
        owner = (here.label, here.suffix)
        return len(document.owners[owner]) > 1 or (deep(here.path) and len(document.pages[owner]) > 1)

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
        if len(suffix) != 2 or suffix in _homes()[0]:
            return "none"
        return "home" if suffix in self._document.homes else "away"

    @cached_property
    def fit(self) -> str:
        """How well the words on both sides go together, see :meth:`PairTable.fit`; ``edge`` without one of them."""
        lefts, rights = self._context.left_plain, self._context.right_plain
        return self._document.table.fit(lefts[0], rights[0]) if lefts and rights else "edge"

    @cached_property
    def neighbours(self) -> tuple[int, bool]:
        """How many other hosts stand inside the windows (3 at most), and whether one makes it a list."""
        document, context = self._document, self._context
        return company(document.text, document.places, self._index, len(context.left), len(context.right))

    @cached_property
    def cues(self) -> dict[str, tuple[int, str]]:
        """For each class of cue the distance of the nearest one, in code points, and its phrase."""
        return _find_cues(self._context, self._context.left, self._context.right)

    @cached_property
    def near_cues(self) -> dict[str, tuple[int, str]]:
        """The same for the nearest words alone: in a fraction of the time, what decides about most mentions."""
        left = self._context.left
        if len(left) > _NEAREST:
            left = left[-_NEAREST:].partition(" ")[2]  # the first word may be cut
        return _find_cues(self._context, left, self._context.right[:_NEAREST])


class DocumentEvidence:
    """Evidence about the candidates of one text."""

    def __init__(
        self, text: str, candidates: Sequence[Candidate], table: WordTable | None = None, *, begins: int = 0
    ) -> None:
        """``table`` knows words and pairs of them; the shipped one by default. Offsets count from ``begins``."""
        self.text = text
        self.candidates = candidates
        self.table = table or pair_table()
        self._begins = begins
        self._stretches: dict[int, DocumentEvidence] = {}

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
        for candidate in self.candidates:
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
    def running_words(self) -> list[str]:
        """The words of the text without its hosts, casefolded, Latin letters without accents, as hosts are written."""
        parts, position, begins = [], 0, self._begins
        for candidate in self.candidates:
            parts.append(self.text[position : candidate.start - begins])
            position = max(position, candidate.end - begins)
        parts.append(self.text[position:])
        rest = "\n".join(parts).casefold()
        signs = self.signs
        for mark in signs & _latin_marks().keys():
            if not mark.isalnum():  # an accent by itself
                rest = rest.replace(mark, "")
        # Several times as fast as a pattern for words.
        spaced = rest.encode("utf-8", "surrogatepass").translate(_WORDS_APART).decode("utf-8", "surrogatepass")
        for char in signs:
            if not char.isalnum():
                spaced = spaced.replace(char, " ")
        words, marks = spaced.split(), _plain_letters()
        return words if not signs else [word if word.isascii() else word.translate(marks) for word in words]

    @cached_property
    def words(self) -> frozenset[str]:
        """What :attr:`running_words` holds."""
        return frozenset(self.running_words)

    @cached_property
    def roman_words(self) -> frozenset[str]:
        """The same, those of Cyrillic and Greek in Latin letters."""
        return self.words if not self.signs else frozenset(map(romanized, self.words))

    @cached_property
    def foreign(self) -> bool:
        """Whether most of :attr:`roman_words` are in another writing than hosts."""
        return sum(map(str.isascii, self.roman_words)) * 2 < len(self.roman_words)

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """What the text writes in three and more capitals, in small letters."""
        return abbreviations(self.text)

    @cached_property
    def labels(self) -> frozenset[str]:
        """The labels of the hosts of the text."""
        return frozenset(candidate.label for candidate in self.candidates)

    @cached_property
    def signs(self) -> set[str]:
        """The characters of the text, casefolded, that are not ASCII."""
        return set() if self.text.isascii() else set(_beyond_ascii(_beyond_ascii(self.text).casefold()))

    @cached_property
    def homes(self) -> frozenset[str]:
        """The country suffixes of the language that the text seems to be in; none when few of its words are known."""
        homes = _homes()[1]
        best, most = frozenset[str](), 2
        in_words = Counter([place for word in homes.keys() & self.words for place in homes[word]])
        in_signs = Counter([place for sign in homes.keys() & self.signs for place in homes[sign]])
        for place, suffixes in enumerate(_homes()[2]):
            count = in_words[place] or in_signs[place]
            if count > most:
                best, most = suffixes, count
        return best

    @cached_property
    def named(self) -> frozenset[str]:
        """The labels of hosts whose owners the text spells out."""
        labels = list(dict.fromkeys(c.label for c in self.candidates if len(c.label) >= 4))[:_NAMES_CHECKED]
        if not labels:
            return frozenset()
        squeezed = "".join(self.running_words)
        return frozenset(label for label in labels if _spelled(label, self.words, squeezed))


@lru_cache(maxsize=1)
def _homes() -> tuple[frozenset[str], dict[str, list[int]], list[frozenset[str]]]:
    """Generic two-letter suffixes; the languages of each word or character; the country suffixes of each language."""
    table = read_toml(DATA / "hosts" / "homes.toml")
    known: dict[str, list[int]] = {}
    for place, home in enumerate(table["homes"].values()):
        for word in {word.translate(_plain_letters()) for word in home.get("words", "").split()}:
            known.setdefault(word, []).append(place)
        for sign in {*home.get("signs", "")}:
            known.setdefault(sign, []).append(place)
    suffixes = [frozenset(home["suffixes"].split()) for home in table["homes"].values()]
    return frozenset(table["generic"].split()), known, suffixes


@lru_cache(maxsize=1)
def _plain_letters() -> dict[int, str]:
    """What str.translate needs to write Latin letters as hosts do."""
    return str.maketrans(_latin_marks())


def _beyond_ascii(text: str) -> str:
    """What of a text is not ASCII."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


@lru_cache(maxsize=1)
def _latin_marks() -> dict[str, str]:
    """Small Latin letters with accents or strokes, and accents by themselves, as hosts are written."""
    plain = {}
    for code in (*range(0xC0, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00)):
        bare = "".join(c for c in normalize("NFKD", chr(code)) if not combining(c)).translate(_STROKES)
        if bare != chr(code):
            plain[chr(code)] = bare
    return plain


def _spelled(label: str, words: Collection[str], squeezed: str) -> bool:
    """Whether a text spells a label: as one word, as adjoining words, as two words anywhere, or a part of it.

    ``words`` are those of the text, ``squeezed`` all of them in a row.
    """
    name = label.replace("-", "")
    if name in words or (len(name) >= 7 and name in squeezed):
        return True
    if "-" in label and any(len(part) >= 4 and part in words for part in label.split("-")):
        return True
    return any(name[:cut] in words and name[cut:] in words for cut in range(4, len(name) - 3))


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
