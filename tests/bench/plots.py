"""The figures as pictures: MB/s by stage, and what JSONL costs by its size."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

__all__ = ["draw"]


def draw(out: Mapping[str, Any], path: Path) -> None:
    """Draw what a run found into an SVG file: the same figures make the same file.

    Raises ValueError when the run has neither speeds nor growth.
    """
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "cleanpress"
    from matplotlib import pyplot as plt

    panels = [part for part in ("speed", "growth") if out.get(part, {}).get("figures")]
    if not panels:
        raise ValueError("nothing to draw: the run has neither speed nor growth")
    figure, axes = plt.subplots(1, len(panels), figsize=(7 * len(panels), 5), squeeze=False, layout="constrained")
    for axis, part in zip(axes[0], panels, strict=True):
        (_speeds if part == "speed" else _growth)(axis, out[part]["figures"])
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def _speeds(axis: Any, corpora: list[dict[str, Any]]) -> None:
    """Bars of every row, one colour a corpus."""
    names = [row["name"] for row in corpora[0]["rows"]]
    height = 0.8 / len(corpora)
    for number, corpus in enumerate(corpora):
        places = [index + number * height for index in range(len(names))]
        axis.barh(places, [row["mb_s"] for row in corpus["rows"]], height, label=corpus["name"])
    axis.set_yticks([index + 0.4 for index in range(len(names))], names)
    axis.invert_yaxis()
    axis.set_xscale("log")
    axis.set_xlabel("MB of UTF-8 per second of CPU, one core (log)")
    axis.set_title("Speed of the whole, of each stage, and of peers")
    axis.grid(axis="x", alpha=0.3)
    axis.legend(fontsize="small")


def _growth(axis: Any, sizes: Mapping[str, Any]) -> None:
    """CPU seconds and peak memory by size, both logarithmic: a straight line of slope one is linear."""
    at = [float(size) for size in sizes]
    seconds = [size * median(one["ms_per_mb"]) / 1000 for size, one in zip(at, sizes.values(), strict=True)]
    axis.loglog(at, seconds, "o-", label="CPU seconds")
    axis.loglog(at, [seconds[0] / at[0] * size for size in at], ":", label="in proportion")
    axis.loglog(at, [median(one["mb"]) for one in sizes.values()], "s-", label="peak memory, MB")
    axis.set_xlabel("MB of JSONL (log)")
    axis.set_title("Cost by the size of the corpus")
    axis.grid(alpha=0.3, which="both")
    axis.legend(fontsize="small")
