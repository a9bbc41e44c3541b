"""The tables of ``cleanpress eval``, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from cleanpress.cli.console import escaped, quoted
from cleanpress.evaluation import FIGURES, Failure, FloorCheck, Problem, Rate, Report

__all__ = ["floor_lines", "report_lines"]

_IN_GROUPS = ("keep", "exact", "span-recall", "span-precision")
"""The figures shown for each group; the JSON report has all."""

_TITLES = {"form": "form", "lang": "language", "family": "family", "rule": "expected rule"}
_SEVERITY = {problem: rank for rank, problem in enumerate(get_args(Problem))}
_BEFORE = 24
"""Code points of an excerpt before the place where what came departs from what was expected."""


def report_lines(report: Report, failures: int) -> Iterator[str]:
    """The figures of all cases, of the groups and rules, worst first, and the gravest failures, at most so many."""
    total = report.total
    labels = ", ".join(
        f"{total.labels[label]} {label}" for label in ("remove", "keep", "suspect", "flag") if total.labels[label]
    )
    yield f"{total.cases} cases: {labels}; {total.right} came out as they should"
    yield ""
    rows = [(name, *_cells(rate), FIGURES[name]) for name, rate in total.figures.items() if rate.total]
    yield from _table(("figure", "share", "95 %", "of", "what"), rows, left=(0, 4))
    for dimension, title in _TITLES.items():
        groups = report.worst(dimension)
        if groups:
            yield ""
            shown = [name for name in _IN_GROUPS if total.figures[name].total]
            header = (f"by {title}", "cases", "right", "95 %", *shown)
            yield from _table(
                header,
                [
                    (escaped(name), str(tally.cases), *_cells(tally.rate)[:2], *(_of(tally.figures[f]) for f in shown))
                    for name, tally in groups
                ],
            )
    yield from _rule_lines(report)
    yield from _failure_lines(report.failures, failures)


def _rule_lines(report: Report) -> Iterator[str]:
    if not report.rules:
        return
    yield ""
    rows = [
        (escaped(tally.rule), str(tally.edits), str(tally.cases), *_cells(tally.rate)[:2], _of(tally.precision))
        for tally in report.worst_rules()
    ]
    yield from _table(("rule at work", "edits", "cases", "right", "95 %", "precision"), rows)


def _failure_lines(failures: Sequence[Failure], most: int) -> Iterator[str]:
    """The failing cases, the gravest problem first."""
    if not failures:
        return
    yield ""
    shown = sorted(failures, key=lambda failure: _SEVERITY[failure.problem])[:most]
    rest = f" ({len(shown)} shown; --failures N shows more, --json all)" if len(shown) < len(failures) else ""
    yield f"failing cases: {len(failures)}{rest}"
    for failure in shown:
        case = failure.case
        kind = ", ".join(filter(None, (case.label, case.form, case.lang)))
        yield f"{escaped(case.id)} ({escaped(kind)}): {failure.problem}"
        start = max(0, _same(failure.text, case.expected) - _BEFORE)
        if failure.text != case.expected:
            yield f"    expected {_excerpt(case.expected, start)}"
            yield f"    got      {_excerpt(failure.text, start)}"
        for edits, what in ((failure.edits, "made"), (failure.withheld, "not made")):
            for edit in edits:
                cut = quoted(case.text[edit.start : edit.end])
                yield f"    {what}: {escaped(edit.rule)}: {cut}: {escaped(edit.reason)} ({edit.confidence:.2f})"


def _same(one: str, other: str) -> int:
    """How many code points two texts have in common at their beginning."""
    both = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(both) if a != b), min(len(one), len(other)))


def _excerpt(text: str, start: int) -> str:
    return ("..." if start else "") + quoted(text[start:])


def floor_lines(checks: Sequence[FloorCheck]) -> Iterator[str]:
    """Each floor, the figure it holds, the margin between, and how far the floor could be raised."""
    if not checks:
        return
    yield ""
    rows = []
    for check in checks:
        digits = 0 if check.figure == "cases" else 4
        value = "-" if check.value is None else f"{check.value:.{digits}f}"
        margin = "-" if check.value is None else f"{check.value - check.floor:+.{digits}f}"
        verdict = "BELOW" if not check.holds else ""
        if check.proposal > check.floor:
            verdict = f"could be {check.proposal:.{digits}f}"
        rows.append((escaped(check.figure), f"{check.floor:.{digits}f}", value, margin, verdict))
    yield from _table(("figure", "floor", "value", "margin", ""), rows, left=(0, 4))


def _cells(rate: Rate) -> tuple[str, str, str]:
    """Share, interval and counts as they stand in a table."""
    if rate.share is None:
        return "-", "-", "-"
    low, high = rate.interval
    return f"{rate.share:.3f}", f"{low:.3f}-{high:.3f}", f"{rate.hits}/{rate.total}"


def _of(rate: Rate) -> str:
    share, _, counts = _cells(rate)
    return share if counts == "-" else f"{share} {counts}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], left: Sequence[int] = (0,)) -> Iterator[str]:
    """Lines with columns as wide as their widest cell; columns not named in ``left`` are set to the right."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    for row in (header, *rows):
        cells = (
            cell.ljust(width) if index in left else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
