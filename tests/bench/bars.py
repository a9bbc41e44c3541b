"""The bars that cleanpress is held to, and how a row of figures stands to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

__all__ = ["BARS", "Bar", "Row", "markdown", "short"]


@dataclass(frozen=True)
class Bar:
    """What is asked for: ``must`` is the least, ``aim`` the best that seemed within reach; ``at_least`` or at most."""

    title: str
    must: float
    aim: float
    unit: str = ""
    at_least: bool = False

    def verdict(self, figure: float) -> str:
        """How far a figure gets."""
        sign = 1 if self.at_least else -1
        if sign * figure >= sign * self.aim:
            return "aim"
        return "must" if sign * figure >= sign * self.must else "no"


_FOUR, _TWO, _JSON = "times the same four jobs with peers", "times fix_text + clean-text", "times orjson.loads, CPU"
_CLEAN = ("English", "Indonesian", "non-Latin")
BARS: dict[str, Bar] = {
    f"four jobs, {name}": Bar(f"{_FOUR}: {name}", must, aim, at_least=True)
    for name, must, aim in (
        ("English", 15, 35),
        ("Indonesian", 20, 38),
        ("non-Latin", 12, 22),
        ("dirty mix", 10, 16),
    )
}
BARS |= {
    f"four jobs, {name}, clean": Bar(f"{_FOUR}: {name}, clean documents only", must, aim, at_least=True)
    for name, must, aim in (("English", 15, 35), ("Indonesian", 20, 38), ("non-Latin", 12, 22))
}
BARS |= {f"two peers, {name}, clean": Bar(f"{_TWO}: {name}, clean", 20, 40, at_least=True) for name in _CLEAN}
BARS["two peers, dirty mix"] = Bar(f"{_TWO}: dirty mix", 12, 20, at_least=True)
BARS |= {
    f"gate, {name}{kind}": Bar(f"mojibake gate, times ftfy's badness test: {name}{kind}", must, aim, at_least=True)
    for kind in ("", ", clean")
    for name, must, aim in (("English", 30, 75), ("Indonesian", 100, 300), ("non-Latin", 12, 22))
}
BARS |= {f"json, {name}, clean": Bar(f"{_JSON}: {name}, clean", 10, 5) for name in _CLEAN}
BARS |= {
    "json, dirty mix": Bar(f"{_JSON}: dirty mix", 18, 9),
    "damage, documents": Bar("times ftfy.fix_encoding on broken documents", 1, 2, at_least=True),
    "damage, lines": Bar("times ftfy.fix_encoding on broken lines, each alone", 1, 2, at_least=True),
    "damage, other pages": Bar("times ftfy.fix_encoding on documents broken by rarer code pages", 1, 2, at_least=True),
    "call, ASCII": Bar("one clean string of 100 characters, ASCII", 15, 5, "µs"),
    "call, UCS-2": Bar("one clean string of 100 characters, UCS-2", 15, 5, "µs"),
    "memory, document": Bar("50 MB document through the command line, peak memory", 150, 80, "MB"),
    "memory, fix": Bar("50 MB document, cleaned in place, peak memory", 150, 80, "MB"),
    "memory, records": Bar("50 MB of JSONL, peak memory", 150, 80, "MB"),
    "html": Bar("HTML cleaned in place, times a bs4 + lxml parse alone", 5, 15, at_least=True),
    "html, clean": Bar("the same, clean pages", 5, 15, at_least=True),
    "start, version": Bar("--version, CPU above a bare interpreter", 60, 30, "ms"),
    "start, one file": Bar("one clean file, CPU above a bare interpreter", 90, 50, "ms"),
    "start, 500 files": Bar("500 clean files, CPU above a bare interpreter", 200, 100, "ms"),
    "hostile, growth": Bar("hostile shapes, growth for doubling, the worst", 2.3, 2.2),
    "hostile, cost": Bar("hostile shapes, seconds per MB, the worst", 6, 1.5, "s"),
    "pool, pipe": Bar("Pipeline.pipe, two processes, CPU against in-process", 1.8, 1.4),
    "pool, records": Bar("file of records, two processes, CPU against one", 1.8, 1.4),
    "growth, cost": Bar("JSONL of ten times the size, cost per MB against the smaller, the worst", 1.15, 1.05),
    "growth, memory": Bar("JSONL of ten times the size, peak memory against the smaller, the worst", 1.3, 1.1),
}
"""By name; the first word of a name is the part of the benchmark that measures it."""


@dataclass(frozen=True)
class Row:
    """The figures of one bar, one for each repetition; ``sound`` is False when the comparison does not hold.

    ``note`` says what else must be known.
    """

    name: str
    figures: Sequence[float]
    note: str = ""
    sound: bool = True

    def cells(self) -> list[str]:
        """What the table shows."""
        bar, middle = BARS[self.name], median(self.figures)
        unit = f" {bar.unit}" if bar.unit else ""
        sign = "≥" if bar.at_least else "≤"
        figure = f"{short(middle)}{unit} ({short(min(self.figures))} - {short(max(self.figures))})"
        return [
            f"{bar.title}{'; ' if self.note else ''}{self.note}",
            f"{sign} {short(bar.must)}{unit}",
            f"{sign} {short(bar.aim)}{unit}",
            figure,
            bar.verdict(middle) if self.sound else "no",
        ]


HEAD = ("bar", "must", "aim", "measured (lowest - highest)", "holds")


def markdown(rows: Sequence[Row], older: str = "") -> str:
    """The table of bars, in their order; what was not measured is taken from an ``older`` table."""
    cells = {_bar_of(line): line for line in older.splitlines() if line.startswith("| ")}
    cells |= {BARS[row.name].title: f"| {' | '.join(row.cells())} |" for row in rows}
    lines = [f"| {' | '.join(HEAD)} |", "|---|--:|--:|--:|---|"]
    return "\n".join([*lines, *(cells[bar.title] for bar in BARS.values() if bar.title in cells)])


def _bar_of(line: str) -> str:
    return line.split("|")[1].split(";")[0].strip()


def short(figure: float | None) -> str:
    """Three digits are all that a shared machine can vouch for."""
    if figure is None:
        return "-"
    return f"{figure:.0f}" if abs(figure) >= 100 else f"{figure:.3g}"
