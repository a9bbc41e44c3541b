"""What the whole document tells about its candidates: repeats, neighbours, names, cues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from typing import TypeAlias
from unicodedata import combining, normalize

from cleanpress.filters.links.candidates import Candidate
from cleanpress.filters.links.context import Context, plain
from cleanpress.filters.links.cues import cue_tables
from cleanpress.filters.links.model import pair_table

__all__ = ["DocumentEvidence", "Evidence", "Fit"]

Fit: TypeAlias = Callable[[str, str], str]

_ASCII = bytes(range(128))
_NOT_IN_WORDS = bytes(code for code in _ASCII if not chr(code).isalnum())
_STROKES = str.maketrans("đøłħı", "dolhi")  # letters with strokes, which normalisation leaves alone
_LIST_GAP = 12  # code points between the members of a list of hosts: ", ", " and ", " dan "
_NAMES_CHECKED = 64  # distinct hosts whose owner is looked for in the text; keeps the scan linear


class Evidence:
    """What the document tells about one candidate; each part is gathered when it is first asked for."""

    def __init__(self, document: DocumentEvidence, index: int, context: Context) -> None:
        self._document = document
        self._index = index
        self._context = context
        self._candidate = document.candidates[index]

    @cached_property
    def repeats(self) -> int:
        """How often the host occurs in the text."""
        return self._document.counts[self._candidate.host]

    @cached_property
    def named(self) -> bool:
        """Whether the text spells out the host's owner elsewhere."""
        return self._candidate.label in self._document.named

    @cached_property
    def fit(self) -> str:
        """How well the words on both sides go together, see :meth:`PairTable.fit`; ``edge`` without one of them."""
        context = self._context
        if not context.left_words or not context.right_words:
            return "edge"
        return self._document.fit(plain(context.left_words[0]), plain(context.right_words[0]))

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
                    listed = listed or gap <= _LIST_GAP
                index += step
        return company, listed

    @cached_property
    def cues(self) -> dict[str, tuple[int, str]]:
        """For each class of cue the distance of the nearest one, in code points, and its phrase."""
        return _find_cues(self._context)


class DocumentEvidence:
    """Evidence about the candidates of one text."""

    def __init__(self, text: str, candidates: Sequence[Candidate], fit: Fit | None = None) -> None:
        """``fit`` says how well two words go together; the shipped table by default."""
        self.text = text
        self.candidates = candidates
        self.fit = fit or pair_table().fit

    def about(self, index: int, context: Context) -> Evidence:
        """The evidence about one candidate."""
        return Evidence(self, index, context)

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each host occurs."""
        return Counter(candidate.host for candidate in self.candidates)

    @cached_property
    def named(self) -> frozenset[str]:
        """The labels of hosts whose owners the text spells out."""
        return _named_labels(self.text, self.candidates)


def _named_labels(text: str, candidates: Sequence[Candidate]) -> frozenset[str]:
    """The labels that the text spells out elsewhere, as one word or as the words of a name."""
    labels = list(dict.fromkeys(c.label for c in candidates if len(c.label) >= 4))[:_NAMES_CHECKED]
    if not labels:
        return frozenset()
    parts, position = [], 0
    for candidate in candidates:
        parts.append(text[position : candidate.start])
        position = max(position, candidate.end)
    parts.append(text[position:])
    rest = "\n".join(parts).casefold()
    odd = b"" if rest.isascii() else rest.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    others = set(odd.decode("utf-8", "surrogatepass")) if odd else set()
    for mark in others & _latin_marks().keys():
        rest = rest.replace(mark, _latin_marks()[mark])
    squeezed = rest.encode("utf-8", "surrogatepass").translate(None, _NOT_IN_WORDS).decode("utf-8", "surrogatepass")
    for char in others:
        if not char.isalnum():
            squeezed = squeezed.replace(char, "")
    return frozenset(label for label in labels if _spelled(label, rest, squeezed))


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

    left = context.left.casefold()
    floor = context.clause if len(left) == len(context.left) else 0
    for cue in tables.find(left):
        if cue.kind != "behind" and cue.start >= floor:
            note(cue.kind, len(left) - cue.end, cue.phrase)
    for cue in tables.find(context.right.casefold()):
        if cue.kind == "register" or (cue.kind == "behind" and cue.start <= 30):
            note(cue.kind, cue.start, cue.phrase)
    return nearest
