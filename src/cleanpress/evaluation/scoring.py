"""Scoring: every case once, counted in its groups, the failing ones kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from cleanpress.edits import Edit
from cleanpress.evaluation.cases import Case
from cleanpress.evaluation.figures import RuleTally, Tally
from cleanpress.evaluation.judging import Outcome, Problem, judge
from cleanpress.pipeline import Pipeline

__all__ = ["DIMENSIONS", "Failure", "Report", "evaluate"]

DIMENSIONS = ("form", "lang", "family", "rule")
"""The keys of a case by which figures are broken down."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that did not come out as it should: what went wrong, what came, and who did it.

    ``edits`` were made, ``withheld`` were proposed and not made.

    >>> Failure(Case("a", "The quay is open.", "keep"), "changed", "The quay.").to_dict()["expected"]
    'The quay is open.'
    """

    case: Case
    problem: Problem
    text: str
    edits: tuple[Edit, ...] = ()
    withheld: tuple[Edit, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The failure as plain JSON types; offsets are code points into the case's text."""
        case = self.case
        return {
            "id": case.id,
            "lang": case.lang,
            "form": case.form,
            "label": case.label,
            "problem": self.problem,
            "text": case.text,
            "expected": case.expected,
            "got": self.text,
            "edits": [_edit_dict(edit) for edit in self.edits],
            "withheld": [_edit_dict(edit) for edit in self.withheld],
        }


@dataclass
class Report:
    """What scoring gave.

    ``total`` counts all cases, ``groups`` those of each value of each dimension, ``rules`` what each rule
    did that made an edit; ``failures`` are in the order of the cases.
    """

    total: Tally = field(default_factory=Tally)
    groups: dict[str, dict[str, Tally]] = field(default_factory=lambda: {name: {} for name in DIMENSIONS})
    rules: dict[str, RuleTally] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        self.total.add(outcome)
        for dimension, tallies in self.groups.items():
            value = getattr(outcome.case, dimension)
            if value:
                tallies.setdefault(value, Tally()).add(outcome)
        for rule in {edit.rule for edit in outcome.edits}:
            tally = self.rules.setdefault(rule, RuleTally(rule))
            tally.add(outcome, [edit for edit in outcome.edits if edit.rule == rule])
        if outcome.problem is not None:
            withheld = outcome.withheld or ()
            self.failures.append(Failure(outcome.case, outcome.problem, outcome.text, outcome.edits, withheld))

    def worst(self, dimension: str) -> list[tuple[str, Tally]]:
        """The groups of a dimension: the least share of right cases first, of equals the one with more cases.

        >>> Report().worst("lang")
        []
        """
        return sorted(self.groups[dimension].items(), key=lambda item: (item[1].rate.share, -item[1].cases, item[0]))

    def worst_rules(self) -> list[RuleTally]:
        """The rules that made an edit, ordered as :meth:`worst` orders groups."""
        return sorted(self.rules.values(), key=lambda tally: (tally.rate.share, -tally.cases, tally.rule))

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON types, groups and rules worst first."""
        return {
            **_tally_dict(self.total),
            "groups": {
                dimension: [{"name": name, **_tally_dict(tally)} for name, tally in self.worst(dimension)]
                for dimension in self.groups
            },
            "rules": [
                {
                    "name": tally.rule,
                    "edits": tally.edits,
                    "cases": tally.cases,
                    "right": tally.rate.to_dict(),
                    "precision": tally.precision.to_dict(),
                }
                for tally in self.worst_rules()
            ],
            "failures": [failure.to_dict() for failure in self.failures],
        }


def evaluate(subject: Pipeline | Callable[[str], str], cases: Iterable[Case]) -> Report:
    """Score a pipeline, or a function from text to text, on cases; they are taken one by one.

    A function gives no edits: what it lost is found by aligning words, and nothing can be said about its rules
    and reports. Raises FilterError when a filter fails, and whatever the cases raise.

    >>> evaluate(str.strip, [Case("a", " The quay is open. ", "keep")]).failures[0].problem
    'changed'
    """
    report = Report()
    for case in cases:
        report.add(judge(subject, case))
    return report


def _tally_dict(tally: Tally) -> dict[str, Any]:
    return {
        "cases": tally.cases,
        "labels": dict(tally.labels),
        "right": tally.rate.to_dict(),
        "figures": {name: rate.to_dict() for name, rate in tally.figures.items()},
    }


def _edit_dict(edit: Edit) -> dict[str, Any]:
    return {
        "start": edit.start,
        "end": edit.end,
        "replacement": edit.replacement,
        "rule": edit.rule,
        "reason": edit.reason,
        "confidence": round(edit.confidence, 4),
    }
