"""The figures as tables for people and as plain JSON types for programs."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

from corpora import Corpus
from subjects import FIX_TEXT, FOUR_JOBS, TWO_PEERS

__all__ = ["about_corpus", "about_machine", "costs_table", "header", "speed_table", "speeds"]

_BASES = {"x fix_text": FIX_TEXT, "x four jobs": FOUR_JOBS, "x two peers": TWO_PEERS}


def about_machine() -> dict[str, str]:
    """Processor, load, Python, and the versions of the libraries that are compared."""
    load = " ".join(f"{figure:.1f}" for figure in os.getloadavg())
    packages = {name: _version(name) for name in ("cleanpress", "ftfy", "clean-text")}
    return {
        "machine": f"{os.cpu_count()} x {_processor()}, {platform.system()} {platform.machine()}",
        "load": f"{load} before the run",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        **packages,
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def header(about: Mapping[str, str]) -> str:
    """The machine and the versions, one a line."""
    return "\n".join(f"{name + ':':<12}{value}" for name, value in about.items())


def about_corpus(corpus: Corpus, changed: int) -> dict[str, Any]:
    """What a reader must know of a corpus; ``changed`` documents had something to clean."""
    count = len(corpus.documents)
    return {
        "name": corpus.name,
        "bytes": corpus.size,
        "documents": count,
        "ascii_share": sum(map(bytes.isascii, corpus.documents)) / count,
        "changed_share": changed / count,
    }


def speeds(seconds: Mapping[str, Sequence[float]], size: int) -> list[dict[str, Any]]:
    """One row a subject: MB/s (median, lowest, highest), and how many times a peer's speed that is.

    A ratio is the median of the ratios within each repetition; None without the peer.
    """
    rows = []
    for name, own in seconds.items():
        ratios = {
            title: median(b / a for a, b in zip(own, seconds[base], strict=True)) if base in seconds else None
            for title, base in _BASES.items()
        }
        figures = sorted(size / second / 1e6 for second in own)
        rows.append({"name": name, "mb_s": median(figures), "low": figures[0], "high": figures[-1], **ratios})
    return rows


def speed_table(about: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    """A corpus and the speeds on it."""
    title = (
        f"{about['name']}: {about['bytes'] / 1e6:.2f} MB, {about['documents']} documents, "
        f"{about['ascii_share']:.0%} ASCII, {about['changed_share']:.0%} with anything to clean"
    )
    lines = [title, f"  {'':<24}{'MB/s':>8}  {'lowest - highest':<18}" + "".join(f"{b:>13}" for b in _BASES)]
    for row in rows:
        spread = f"{_short(row['low'])} - {_short(row['high'])}"
        ratios = "".join(f"{_short(row[base]):>13}" for base in _BASES)
        lines.append(f"  {row['name']:<24}{_short(row['mb_s']):>8}  {spread:<18}{ratios}")
    return "\n".join(lines)


def costs_table(title: str, figures: Mapping[str, Sequence[float]]) -> str:
    """Costs by name: median, lowest, highest."""
    lines = [title]
    for name, costs in figures.items():
        lines.append(f"  {name:<40}{_short(median(costs)):>8}  {_short(min(costs))} - {_short(max(costs))}")
    return "\n".join(lines)


def _short(figure: float | None) -> str:
    """Three digits are all that a shared machine can vouch for."""
    if figure is None:
        return "-"
    return f"{figure:.0f}" if abs(figure) >= 100 else f"{figure:.3g}"
