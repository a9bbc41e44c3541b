"""Counts and the figures made of them, each a share with its 95 % interval."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from cleanpress.edits import Edit
from cleanpress.evaluation.judging import Outcome

__all__ = ["FIGURES", "Rate", "RuleTally", "Tally"]

_Z = 1.959964
"""The normal quantile of 97.5 %: what lies outside on both sides is 5 %."""

FIGURES = {
    "keep": "keep cases that came back unchanged",
    "whole": "remove cases that lost none of the author's text",
    "exact": "remove cases that came out exactly as expected",
    "repair": "exact, of the remove cases whose marked text is all gone",
    "span-recall": "marked spans of which nothing is left",
    "span-precision": "cuts that took part in removing a marked span",
    "char-recall": "marked characters that are gone",
    "char-precision": "characters gone that were marked",
    "suspects-kept": "suspect cases that came back unchanged",
    "suspects-reported": "suspect cases that came back unchanged, with a report of the marked text",
    "flagged": "flag cases that came back unchanged, with a flag or a report of the marked text",
}
"""The figures by name, with what share of what they are."""

_OF_SPANS = frozenset({"whole", "repair", "span-recall", "span-precision", "char-recall", "char-precision"})


class Rate(NamedTuple):
    """A share: ``hits`` out of ``total``.

    >>> rate = Rate(198, 204)
    >>> print(f"{rate.share:.3f} ({rate.interval[0]:.3f}-{rate.interval[1]:.3f})")
    0.971 (0.937-0.986)
    """

    hits: int
    total: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None when there was nothing to count."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share after Wilson (1927); (0, 1) when there was nothing to count."""
        if not self.total:
            return 0.0, 1.0
        share, z2 = self.hits / self.total, _Z * _Z / self.total
        middle = share + z2 / 2
        spread = _Z * math.sqrt(share * (1 - share) / self.total + z2 / self.total / 4)
        return max(0.0, (middle - spread) / (1 + z2)), min(1.0, (middle + spread) / (1 + z2))

    def to_dict(self) -> dict[str, float | None]:
        """Hits, total, share, and the ends of the interval as plain JSON types."""
        low, high = self.interval
        return {"hits": self.hits, "total": self.total, "share": self.share, "low": low, "high": high}


@dataclass
class Tally:
    """What happened to a group of cases.

    >>> from cleanpress.evaluation import Case, judge
    >>> tally = Tally()
    >>> tally.add(judge(lambda text: text, Case("a", "The quay is open.", "keep")))
    >>> tally.figures["keep"], tally.figures["exact"]
    (Rate(hits=1, total=1), Rate(hits=0, total=0))
    """

    cases: int = 0
    right: int = 0
    """Cases without a problem."""
    labels: Counter[str] = field(default_factory=Counter)
    """Cases by label."""
    _hits: Counter[str] = field(default_factory=Counter)
    _totals: Counter[str] = field(default_factory=Counter)
    _unmarked: int = 0
    """Remove cases without spans: with one of them the figures for spans would count some cases and not others."""

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        case = outcome.case
        self.cases += 1
        self.right += outcome.problem is None
        self.labels[case.label] += 1
        as_expected = outcome.text == case.expected
        if case.label == "keep":
            self._count("keep", as_expected)
        elif case.label == "suspect":
            self._count("suspects-kept", as_expected)
            if outcome.withheld is not None:
                self._count("suspects-reported", as_expected and outcome.reported)
        elif case.label == "flag":
            if outcome.withheld is not None:
                self._count("flagged", as_expected and outcome.noticed)
        else:
            self._count("exact", as_expected)
            self._unmarked += not case.spans
            self._count("whole", outcome.lost <= outcome.marked)
            if len(outcome.gone) == len(case.spans):
                self._count("repair", as_expected)
        self._count("span-recall", len(outcome.gone), len(case.spans) if case.label == "remove" else 0)
        self._count("span-precision", sum(outcome.hits(*cut) for cut in outcome.cuts), len(outcome.cuts))
        marked_and_lost = len(outcome.marked & outcome.lost)
        self._count("char-recall", marked_and_lost, len(outcome.marked))
        self._count("char-precision", marked_and_lost, len(outcome.lost))

    def _count(self, figure: str, hits: int, total: int = 1) -> None:
        self._hits[figure] += hits
        self._totals[figure] += total

    @property
    def figures(self) -> dict[str, Rate]:
        """Every figure by name; those of spans are empty unless every remove case marks its spans."""
        marks = self.labels["remove"] > 0 and not self._unmarked
        return {
            name: Rate(self._hits[name], self._totals[name]) if marks or name not in _OF_SPANS else Rate(0, 0)
            for name in FIGURES
        }

    @property
    def rate(self) -> Rate:
        """The share of cases without a problem."""
        return Rate(self.right, self.cases)


@dataclass
class RuleTally:
    """What the edits of one rule did.

    >>> RuleTally("links/url").precision
    Rate(hits=0, total=0)
    """

    rule: str
    edits: int = 0
    """Edits made."""
    cases: int = 0
    """Cases in which the rule made an edit."""
    right: int = 0
    """Cases among them without a problem."""
    _hits: int = 0
    _cuts: int = 0
    _unmarked: int = 0

    def add(self, outcome: Outcome, edits: list[Edit]) -> None:
        """Count the edits that the rule made in one case."""
        self.edits += len(edits)
        self.cases += 1
        self.right += outcome.problem is None
        if outcome.case.label == "remove" and not outcome.case.spans:
            self._unmarked += 1
            return
        cuts = [edit for edit in edits if outcome.case.text[edit.start : edit.end].strip()]
        self._cuts += len(cuts)
        self._hits += sum(outcome.hits(edit.start, edit.end) for edit in cuts)

    @property
    def precision(self) -> Rate:
        """Edits that took part in removing a marked span, of those that touch more than white space.

        Empty if the rule was at work in a remove case without spans.
        """
        return Rate(0, 0) if self._unmarked else Rate(self._hits, self._cuts)

    @property
    def rate(self) -> Rate:
        """The share of the cases in which the rule made an edit that are without a problem."""
        return Rate(self.right, self.cases)
