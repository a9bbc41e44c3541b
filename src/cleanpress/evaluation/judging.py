"""What became of one case: which characters were lost, which marked spans are gone, what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from cleanpress.document import Document
from cleanpress.edits import Change, Edit
from cleanpress.evaluation.cases import Case
from cleanpress.flags import Flag
from cleanpress.pipeline import Pipeline
from cleanpress.result import Result

__all__ = ["Outcome", "Problem", "align", "judge"]

Problem: TypeAlias = Literal["changed", "cut too much", "missed", "part left", "wrong repair", "not reported"]
"""What went wrong, worst first: a text that should stay was changed; text of the author went too; nothing was done;
some of the marked text is still there; the marked text is gone, or none is marked, but the rest is not as it should
be; a suspect or a document to be flagged stayed, as it should, and nobody learns of it."""


@dataclass(frozen=True)
class Outcome:
    """A case and what a pipeline or function made of it.

    ``cuts`` are the stretches of the source that were lost, those of white space only left out; ``edits`` and
    ``withheld`` are those of the :class:`~cleanpress.Result`, as are ``flags``. ``withheld`` is None for a
    function, which reports nothing.
    """

    case: Case
    text: str
    cuts: tuple[tuple[int, int], ...]
    edits: tuple[Edit, ...] = ()
    withheld: tuple[Edit, ...] | None = None
    flags: tuple[Flag, ...] = ()

    @cached_property
    def marked(self) -> frozenset[int]:
        """Offsets of the characters that should go, white space left out."""
        return _seen(self.case.text, self.case.spans if self.case.label == "remove" else ())

    @cached_property
    def lost(self) -> frozenset[int]:
        """Offsets of the characters that did go, white space left out."""
        return _seen(self.case.text, self.cuts)

    @cached_property
    def gone(self) -> tuple[tuple[int, int], ...]:
        """The spans that should go of which nothing but white space is left."""
        spans = self.case.spans if self.case.label == "remove" else ()
        return tuple(span for span in spans if _seen(self.case.text, [span]) <= self.lost)

    def hits(self, start: int, end: int) -> bool:
        """Whether a cut at these offsets took a part of a marked span that is gone."""
        return any(self.case.text[max(start, s) : min(end, e)].strip() for s, e in self.gone)

    @property
    def reported(self) -> bool:
        """Whether an edit that was not made names the marked text, or any text if none is marked."""
        spans = self.case.spans or [(0, len(self.case.text))]
        return any(e.start < end and start < e.end for e in self.withheld or () for start, end in spans)

    @property
    def noticed(self) -> bool:
        """Whether the document is flagged, or its marked text reported."""
        return bool(self.flags) or self.reported

    @cached_property
    def problem(self) -> Problem | None:
        """What went wrong; None for an outcome that is as it should be."""
        case = self.case
        if self.text == case.expected:
            seen = {"suspect": self.reported, "flag": self.noticed}.get(case.label, True)
            unreported = self.withheld is not None and not seen
            return "not reported" if unreported else None
        if case.label != "remove":
            return "changed"
        if self.marked and not self.lost <= self.marked:
            return "cut too much"
        if self.text == case.text:
            return "missed"
        return "wrong repair" if self.marked <= self.lost else "part left"


def judge(subject: Pipeline | Callable[[str], str], case: Case) -> Outcome:
    """Run a pipeline or function on one case and say what became of it.

    Raises FilterError when a filter fails, TypeError when a function gives back anything but a str.

    >>> judge(str.upper, Case("a", "The quay is open.", "keep")).problem
    'changed'
    """
    if isinstance(subject, Pipeline):
        document = Document(case.text, language=case.lang or None, url=case.url or None, id=case.id)
        result = subject.run(document)
        return _outcome(case, result.text, result.changes, result)
    text = subject(case.text)
    if not isinstance(text, str):
        raise TypeError(f"case {case.id!r}: expected a str, got {type(text).__name__}; give the cleaned text back")
    return _outcome(case, text, align(case.text, text), None)


def _outcome(case: Case, text: str, changes: Iterable[Change], result: Result | None) -> Outcome:
    cuts = tuple(_cuts(case.text, changes))
    if result is None:
        return Outcome(case, text, cuts)
    return Outcome(case, text, cuts, result.edits, result.withheld, result.flags)


def _cuts(source: str, changes: Iterable[Change]) -> Iterator[tuple[int, int]]:
    """What each change took away, without what its replacement gives back at either end."""
    for start, end, replacement in changes:
        rest = replacement
        while rest and start < end and source[start] == rest[0]:
            start, rest = start + 1, rest[1:]
        while rest and start < end and source[end - 1] == rest[-1]:
            end, rest = end - 1, rest[:-1]
        if source[start:end].strip():
            yield start, end


def _seen(text: str, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(n for start, end in spans for n in range(start, end) if not text[n].isspace())


def align(source: str, output: str) -> list[Change]:
    """How one text became the other, where nobody says: by words, so that a word goes whole or stays.

    >>> align("They must spam.example mend the theatre.", "They must mend the theatre.")
    [Change(start=9, end=22, replacement='')]
    """
    import difflib
    import re
    from itertools import accumulate

    if source == output:
        return []
    before, after = (re.findall(r"\w+|\W", text) for text in (source, output))
    at, there = (list(accumulate(map(len, tokens), initial=0)) for tokens in (before, after))
    steps = difflib.SequenceMatcher(None, before, after).get_opcodes()
    return [Change(at[a], at[b], output[there[c] : there[d]]) for kind, a, b, c, d in steps if kind != "equal"]
