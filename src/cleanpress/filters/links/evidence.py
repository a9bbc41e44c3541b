"""What the whole document tells about its candidates: repeats, neighbours, names, cues."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeAlias

from cleanpress.filters.links.candidates import Candidate
from cleanpress.filters.links.context import Context
from cleanpress.filters.links.cues import cue_tables
from cleanpress.filters.links.features import Evidence, plain
from cleanpress.filters.links.model import pair_table

__all__ = ["DocumentEvidence", "Fit"]

Fit: TypeAlias = Callable[[str, str], str]

_WORD = re.compile(r"[^\W_]+")
_LIST_GAP = 12  # code points between the members of a list of hosts: ", ", " and ", " dan "
_NAMES_CHECKED = 64  # distinct hosts whose owner is looked for in the text; keeps the scan linear


class DocumentEvidence:
    """Evidence about the candidates of one text, gathered once."""

    def __init__(self, text: str, candidates: Sequence[Candidate], fit: Fit | None = None) -> None:
        """``fit`` says how well two words go together; the shipped table by default."""
        self._fit = fit or pair_table().fit
        self._counts = Counter(candidate.host for candidate in candidates)
        self._named = _named_labels(text, candidates)
        self._candidates = candidates

    def about(self, index: int, context: Context) -> Evidence:
        """The evidence about one candidate."""
        candidate = self._candidates[index]
        evidence = Evidence(repeats=self._counts[candidate.host], named=candidate.label in self._named)
        if context.left_words and context.right_words:
            evidence.fit = self._fit(plain(context.left_words[0]), plain(context.right_words[0]))
        else:
            evidence.fit = "edge"
        self._neighbours(index, context, evidence)
        _find_cues(context, evidence)
        return evidence

    def _neighbours(self, index: int, context: Context, evidence: Evidence) -> None:
        """Other hosts inside the windows, and whether one stands so near that they form a list."""
        here = self._candidates[index]
        for step in (-1, 1):
            other_index = index + step
            while 0 <= other_index < len(self._candidates) and evidence.company < 3:
                other = self._candidates[other_index]
                gap = here.start - other.end if step < 0 else other.start - here.end
                if gap > len(context.left if step < 0 else context.right):
                    break
                if other.host != here.host:
                    evidence.company += 1
                    evidence.listed = evidence.listed or gap <= _LIST_GAP
                other_index += step


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
    words = [_plain(word) for word in _WORD.findall("\n".join(parts).casefold())]
    single = set(words)
    squeezed = "".join(words)
    return frozenset(label for label in labels if _spelled(label, single, squeezed))


def _plain(word: str) -> str:
    """A word without accents, as hosts are written; a word holds no run of marks to sort."""
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _spelled(label: str, single: set[str], squeezed: str) -> bool:
    """Whether the words of a text spell a label: as one word, as adjoining words, or its longest part."""
    name = label.replace("-", "")
    if name in single or (len(name) >= 7 and name in squeezed):
        return True
    return "-" in label and any(len(part) >= 4 and part in single for part in label.split("-"))


def _find_cues(context: Context, evidence: Evidence) -> None:
    """The nearest cue of each class: before the host in its own clause, behind it, or anywhere (register)."""
    tables = cue_tables()
    left = context.left.casefold()
    floor = context.clause if len(left) == len(context.left) else 0
    for cue in tables.find(left):
        distance = len(left) - cue.end
        if cue.kind != "behind" and cue.start >= floor:
            _note(evidence, cue.kind, distance, cue.phrase)
    for cue in tables.find(context.right.casefold()):
        if cue.kind == "register" or (cue.kind == "behind" and cue.start <= 30):
            _note(evidence, cue.kind, cue.start, cue.phrase)


def _note(evidence: Evidence, kind: str, distance: int, phrase: str) -> None:
    if kind not in evidence.cues or distance < evidence.cues[kind][0]:
        evidence.cues[kind] = (distance, phrase)
