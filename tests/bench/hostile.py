"""Growth on hostile texts: does the time double with the length, and what does a MB of the worst shape cost?"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from statistics import median
from time import process_time
from typing import NamedTuple

import hostile_shapes as shapes

from cleanpress import Format, Pipeline

__all__ = ["Grown", "markdown", "measured", "table"]


class Grown(NamedTuple):
    """What one shape in one format costs: CPU seconds, the median at each length, each twice the one before."""

    name: str
    format: Format
    lengths: Sequence[int]
    seconds: Sequence[float]
    per_mb: float

    @property
    def growth(self) -> float:
        """How many times the cost is when the length doubles, the mean over all doublings."""
        return (self.seconds[-1] / self.seconds[0]) ** (1 / (len(self.seconds) - 1))


def all_shapes() -> Iterator[tuple[str, Format, shapes.Shape]]:
    """Every shape in every format it is meant for."""
    for format_ in ("text", "html", "markdown"):
        for name, shape in shapes.TEXT.items():
            yield name, format_, shape
    for name, shape in shapes.HTML.items():
        yield name, "html", shape
    for name, shape in shapes.MARKDOWN.items():
        yield name, "markdown", shape


def measured(length: int, repetitions: int, only: Sequence[str] = ()) -> Iterator[Grown]:
    """The cost of each shape at ``length`` code points, twice and four times as many; lengths are interleaved."""
    pipeline = Pipeline.default()
    for name, format_, shape in all_shapes():
        if only and not any(word in f"{name} ({format_})" for word in only):
            continue
        made = [shapes.text_of(shape, times * length) for times in (1, 2, 4)]
        data = [text.encode("utf-8", "surrogatepass") for text in made]
        pipeline.clean(made[0][:200], format=format_)
        taken: list[list[float]] = [[] for _ in data]
        for _ in range(repetitions):
            for row, piece in zip(taken, data, strict=True):
                text = piece.decode("utf-8", "surrogatepass")  # a str remembers what was made of it
                gc.collect()
                start = process_time()
                pipeline.clean(text, format=format_)
                row.append(process_time() - start)
        seconds = [median(row) for row in taken]
        yield Grown(name, format_, [len(text) for text in made], seconds, 1e6 * seconds[-1] / len(data[-1]))


def table(rows: Sequence[Grown], worst: int = 12) -> str:
    """The shapes that cost most, and those whose cost grows most."""
    lines = [f"{len(rows)} shapes, seconds per MB and growth for doubling"]
    for title, key in (("dearest", lambda row: -row.per_mb), ("growing most", lambda row: -row.growth)):
        lines.append(f"  {title}")
        for row in sorted(rows, key=key)[:worst]:
            lines.append(f"    {row.name + ' (' + row.format + ')':<44}{row.per_mb:>8.3g} s/MB  x {row.growth:.2f}")
    return "\n".join(lines)


def markdown(rows: Sequence[Grown], worst: int = 12) -> str:
    """The dearest shapes as a table."""
    some = sorted(rows, key=lambda row: -row.per_mb)[:worst]
    some += [row for row in sorted(rows, key=lambda row: -row.growth)[: worst // 2] if row not in some]
    lines = ["| shape | format | s per MB | growth for doubling |", "|---|---|--:|--:|"]
    lines += [f"| {row.name} | {row.format} | {row.per_mb:.3g} | {row.growth:.2f} |" for row in some]
    return "\n".join(lines)
