"""What the whole document tells about its candidates: repeats, neighbours, names, cues."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Protocol
from unicodedata import combining, normalize

from cleanpress.data import DATA, read_toml
from cleanpress.filters.links.candidates import Candidate
from cleanpress.filters.links.context import Context, plain
from cleanpress.filters.links.cues import Cue, cue_tables
from cleanpress.filters.links.model import ClassTable, pair_table
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
_NOT_IN_WORDS = bytes(code for code in _ASCII if not chr(code).isalnum())
_WORDS_APART = bytes(code if code > 127 or chr(code).isalnum() else 32 for code in range(256))
_STROKES = str.maketrans("đøłħı", "dolhi")  # letters with strokes, which normalisation leaves alone
_BETWEEN = re.compile(
    r"[^\w]*(?:[^\w](?:and|dan|atau|or|und|oder|et|ou|y|o|e|och|og|ja|tai|en|of|és|și|a|i|и|или|та|або|ve|và|و|או)\s)?[^\w]*"
    r"|[和与及或跟與とや및나과와]|และ|หรือ"
)
_SHORT = 3  # code points
_LIST_GAP = 12  # code points between the members of a list of hosts: ", ", " and ", " dan "
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
        """Whether the text holds another host of the same owner, such as a subdomain."""
        here = self._candidate
        return len(self._document.owners[here.label, here.suffix]) > 1

    @cached_property
    def part(self) -> str:
        """The longest word of the text, of five letters or more, that the host's name begins or ends with."""
        name, words = self._candidate.label.replace("-", ""), self._document.words
        for length in range(len(name) - 1, 4, -1):
            for piece in (name[:length], name[-length:]):
                if piece in words:
                    return piece
        return ""

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
        context = self._context
        if not context.left_words or not context.right_words:
            return "edge"
        return self._document.table.fit(plain(context.left_words[0]), plain(context.right_words[0]))

    @cached_property
    def neighbours(self) -> tuple[int, bool]:
        """How many other hosts stand inside the windows (3 at most), and whether one makes it a list."""
        candidates, here, context = self._document.candidates, self._candidate, self._context
        company, listed = 0, False
        for step, window in ((-1, context.left), (1, context.right)):
            index = self._index + step
            while 0 <= index < len(candidates) and company < 3:
                other = candidates[index]
                gap = here.start - other.end if step < 0 else other.start - here.end
                if gap > len(window):
                    break
                if other.host != here.host:
                    company += 1
                    listed = listed or (gap <= _LIST_GAP and self._lists(min(here.end, other.end), gap))
                index += step
        return company, listed

    def _lists(self, start: int, gap: int) -> bool:
        """Whether what parts two hosts makes them members of a list: punctuation or a short word."""
        return _BETWEEN.fullmatch(self._document.text, start, start + gap) is not None

    @cached_property
    def cues(self) -> dict[str, tuple[int, str]]:
        """For each class of cue the distance of the nearest one, in code points, and its phrase."""
        return _find_cues(self._context)


class DocumentEvidence:
    """Evidence about the candidates of one text."""

    def __init__(self, text: str, candidates: Sequence[Candidate], table: WordTable | None = None) -> None:
        """``table`` knows words and pairs of them; the shipped one by default."""
        self.text = text
        self.candidates = candidates
        self.table = table or pair_table()

    def about(self, index: int, context: Context) -> Evidence:
        """The evidence about one candidate."""
        return Evidence(self, index, context)

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each host occurs."""
        return Counter(candidate.host for candidate in self.candidates)

    @cached_property
    def owners(self) -> dict[tuple[str, str], set[str]]:
        """For each owner, by label and public suffix, its hosts in the text; ``www.`` makes no difference."""
        owners: dict[tuple[str, str], set[str]] = {}
        for candidate in self.candidates:
            owners.setdefault((candidate.label, candidate.suffix), set()).add(candidate.host.removeprefix("www."))
        return owners

    @cached_property
    def rest(self) -> str:
        """The text without its hosts, casefolded, Latin letters without accents, as hosts are written."""
        parts, position = [], 0
        for candidate in self.candidates:
            parts.append(self.text[position : candidate.start])
            position = max(position, candidate.end)
        parts.append(self.text[position:])
        rest = "\n".join(parts).casefold()
        for mark in _beyond_ascii(rest) & _latin_marks().keys():
            rest = rest.replace(mark, _latin_marks()[mark])
        return rest

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of :attr:`rest`."""
        data = self.rest.encode("utf-8", "surrogatepass").translate(_WORDS_APART)  # four times as fast as a pattern
        spaced = data.decode("utf-8", "surrogatepass")
        for char in _beyond_ascii(self.rest):
            if not char.isalnum():
                spaced = spaced.replace(char, " ")
        return frozenset(spaced.split())

    @cached_property
    def homes(self) -> frozenset[str]:
        """The country suffixes of the language that the text seems to be in; none when few of its words are known."""
        words, signs = self.words, _beyond_ascii(self.rest)
        best, found = frozenset[str](), 2
        for suffixes, known in _homes()[1]:
            count = len(known & words) or len(known & signs)
            if count > found:
                best, found = suffixes, count
        return best

    @cached_property
    def named(self) -> frozenset[str]:
        """The labels of hosts whose owners the text spells out."""
        labels = list(dict.fromkeys(c.label for c in self.candidates if len(c.label) >= 4))[:_NAMES_CHECKED]
        if not labels:
            return frozenset()
        data = self.rest.encode("utf-8", "surrogatepass").translate(None, _NOT_IN_WORDS)
        squeezed = data.decode("utf-8", "surrogatepass")
        for char in _beyond_ascii(self.rest):
            if not char.isalnum():
                squeezed = squeezed.replace(char, "")
        return frozenset(label for label in labels if _spelled(label, self.rest, squeezed))


@lru_cache(maxsize=1)
def _homes() -> tuple[frozenset[str], list[tuple[frozenset[str], frozenset[str]]]]:
    """Generic two-letter suffixes; then for each language its country suffixes and its words or characters."""
    table = read_toml(DATA / "hosts" / "homes.toml")
    plain = str.maketrans(_latin_marks())
    homes = []
    for home in table["homes"].values():
        known = [*home.get("words", "").split(), *home.get("signs", "")]
        homes.append((frozenset(home["suffixes"].split()), frozenset(word.translate(plain) for word in known)))
    return frozenset(table["generic"].split()), homes


def _beyond_ascii(text: str) -> set[str]:
    """The characters of a text that are not ASCII."""
    if text.isascii():
        return set()
    return set(text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))


@lru_cache(maxsize=1)
def _latin_marks() -> dict[str, str]:
    """Small Latin letters with accents or strokes, and accents by themselves, as hosts are written."""
    plain = {}
    for code in (*range(0xC0, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00)):
        bare = "".join(c for c in normalize("NFKD", chr(code)) if not combining(c)).translate(_STROKES)
        if bare != chr(code):
            plain[chr(code)] = bare
    return plain


def _spelled(label: str, rest: str, squeezed: str) -> bool:
    """Whether a text spells a label: as one word, as adjoining words, as two words anywhere, or a part of it.

    ``rest`` is the casefolded text, ``squeezed`` the same without anything between its words.
    """
    name = label.replace("-", "")
    if name in squeezed and (len(name) >= 7 or _is_word(name, rest)):
        return True
    if "-" in label and any(len(part) >= 4 and _is_word(part, rest) for part in label.split("-")):
        return True
    return any(_is_word(name[:cut], rest) and _is_word(name[cut:], rest) for cut in range(4, len(name) - 3))


def _is_word(name: str, text: str) -> bool:
    """Whether a name stands in a text as a word of its own."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            return True
        at = text.find(name, end)
    return False


def _find_cues(context: Context) -> dict[str, tuple[int, str]]:
    """The nearest cue of each class: before the host in its own clause, or behind it."""
    tables = cue_tables()
    nearest: dict[str, tuple[int, str]] = {}

    def note(kind: str, distance: int, phrase: str) -> None:
        if kind not in nearest or distance < nearest[kind][0]:
            nearest[kind] = (distance, phrase)

    def weak(cue: Cue, distance: int) -> bool:
        """A short phrase of a script without spaces is everywhere: it has to touch the host."""
        return len(cue.phrase) <= _SHORT and distance > 1 and spaceless(cue.phrase[0])

    left = context.left.casefold()
    floor = context.clause if len(left) == len(context.left) else 0
    for cue in tables.find(left):
        if cue.kind != "behind" and cue.start >= floor and not weak(cue, len(left) - cue.end):
            note(cue.kind, len(left) - cue.end, cue.phrase)
    for cue in tables.find(context.right.casefold()):
        if cue.kind == "register" or (cue.kind == "behind" and cue.start <= 30):
            note(cue.kind, cue.start, cue.phrase)
    return nearest
