"""Scores a pipeline, or any function from text to text, on labelled cases.

>>> from cleanpress import Pipeline
>>> from cleanpress.evaluation import Case, evaluate
>>> text = "Volunteers must now jackpotslots88.live sort the books."
>>> cases = [
...     Case("a", text, "remove", clean="Volunteers must now sort the books.", spans=((20, 39),)),
...     Case("b", "The full list is at oldmillarchive.org, she said.", "keep"),
... ]
>>> report = evaluate(Pipeline.default(), cases)
>>> report.total.figures["exact"], report.total.figures["keep"].share
(Rate(hits=1, total=1), 1.0)
"""

from __future__ import annotations

from cleanpress.evaluation.cases import Case, Label, read_cases
from cleanpress.evaluation.figures import FIGURES, Rate, RuleTally, Tally
from cleanpress.evaluation.floors import FloorCheck, check_floors
from cleanpress.evaluation.judging import Outcome, Problem, judge
from cleanpress.evaluation.scoring import DIMENSIONS, Failure, Report, evaluate

__all__ = [
    "DIMENSIONS",
    "FIGURES",
    "Case",
    "Failure",
    "FloorCheck",
    "Label",
    "Outcome",
    "Problem",
    "Rate",
    "Report",
    "RuleTally",
    "Tally",
    "check_floors",
    "evaluate",
    "judge",
    "read_cases",
]
