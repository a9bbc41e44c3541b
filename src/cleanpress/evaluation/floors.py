"""Floors: the figures that must not fall, in a TOML file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleanpress.data import read_toml
from cleanpress.errors import DataError
from cleanpress.evaluation.figures import FIGURES, Rate, Tally
from cleanpress.evaluation.scoring import DIMENSIONS, Report

__all__ = ["FloorCheck", "check_floors"]

_STEP = 10_000
"""Floors are proposed in steps of one in this many, rounded down."""


@dataclass(frozen=True, slots=True)
class FloorCheck:
    """One floor and the figure it holds.

    ``figure`` is a name of :data:`~cleanpress.evaluation.FIGURES`, with dimension and group before it where the
    floor is that of a group (``form.www.exact``), or ``cases``.

    >>> check = FloorCheck("keep", 0.95, Rate(198, 204))
    >>> check.holds, check.proposal
    (True, 0.9656)
    """

    figure: str
    floor: float
    rate: Rate

    @property
    def value(self) -> float | None:
        """The figure; None when there was nothing to count."""
        return self.rate.hits if self.figure == "cases" else self.rate.share

    @property
    def holds(self) -> bool:
        """Whether the figure reaches its floor."""
        return self.value is not None and self.value >= self.floor

    @property
    def proposal(self) -> float:
        """The highest floor that leaves room for one case; never below the present floor."""
        if self.figure == "cases":
            return max(self.floor, self.rate.hits)
        room = max(0, self.rate.hits - 1) / max(1, self.rate.total)
        return max(self.floor, math.floor(room * _STEP) / _STEP)


def check_floors(report: Report, path: str | Path, table: str) -> list[FloorCheck]:
    """Compare a report with one table of a floors file, such as ``injected.dev``.

    Keys of the table are figures, ``cases`` for the least number of cases, or tables of groups
    (``[injected.dev.form.www]``). Raises DataError naming the file, the key and the remedy.
    """
    values: Any = read_toml(Path(path))
    parts = table.split(".")
    for number, part in enumerate(parts, 1):
        if not isinstance(values, dict) or not isinstance(values.get(part), dict):
            known = [name for name in values if isinstance(values[name], dict)] if isinstance(values, dict) else []
            missing = ".".join(parts[:number])
            raise DataError(f"{path}: has no table [{missing}]; {_known(known)}")
        values = values[part]
    return list(_checks(report, values, f"{path}: {table}"))


def _checks(report: Report, values: Mapping[str, Any], where: str) -> Iterator[FloorCheck]:
    for key, value in values.items():
        if key not in DIMENSIONS:
            yield _check(report.total, key, value, "", where)
            continue
        groups = report.groups[key]
        for group, floors in _table(value, f"{where}.{key}"):
            if group not in groups:
                raise DataError(f"{where}.{key}: no case has the {key} {group!r}; {_known(groups)}")
            for figure, floor in _table(floors, f"{where}.{key}.{group}"):
                yield _check(groups[group], figure, floor, f"{key}.{group}.", f"{where}.{key}.{group}")


def _check(tally: Tally, key: str, floor: object, prefix: str, where: str) -> FloorCheck:
    known = ["cases", *FIGURES]
    if key not in known:
        raise DataError(f"{where}: unknown figure {key!r}; {_known(known)}")
    highest = math.inf if key == "cases" else 1
    if isinstance(floor, bool) or not isinstance(floor, int | float) or not 0 <= floor <= highest:
        wanted = "a number of cases" if key == "cases" else "a number from 0 to 1"
        raise DataError(f"{where}: {key}: must be {wanted}, got {floor!r}")
    rate = Rate(tally.cases, tally.cases) if key == "cases" else tally.figures[key]
    return FloorCheck(prefix + key, floor, rate)


def _table(value: object, where: str) -> list[tuple[str, Any]]:
    if not isinstance(value, dict):
        raise DataError(f"{where}: must be a table of floors, got {value!r}")
    return list(value.items())


def _known(names: Iterable[str]) -> str:
    return f"known: {', '.join(names) or 'none'}"
