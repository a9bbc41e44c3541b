"""The figures as tables for people and as plain JSON types for programs."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

from bars import BARS, short
from corpora import Corpus
from subjects import BADNESS, FIX_TEXT, FOUR_JOBS, TWO_PEERS

__all__ = [
    "BARS",
    "about_corpus",
    "about_machine",
    "costs_table",
    "header",
    "marked",
    "ratios",
    "speed_table",
    "speeds",
    "speeds_markdown",
    "written_into",
]

_BASES = {"x fix_text": FIX_TEXT, "x four jobs": FOUR_JOBS, "x two peers": TWO_PEERS, "x badness": BADNESS}
_PACKAGES = ("cleanpress", "ftfy", "clean-text", "orjson", "beautifulsoup4", "lxml")


def about_machine() -> dict[str, str]:
    """Processor, load, Python, and the versions of the libraries that are compared."""
    load = " ".join(f"{figure:.1f}" for figure in os.getloadavg())
    return {
        "machine": f"{os.cpu_count()} x {_processor()}, {platform.system()} {platform.machine()}",
        "load": f"{load} before the run",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        **{name: _version(name) for name in _PACKAGES},
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
    return "\n".join(f"{name + ':':<16}{value}" for name, value in about.items())


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


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """How many times the figures above are of those below, repetition by repetition."""
    return [a / b for a, b in zip(above, below, strict=True)]


def speeds(seconds: Mapping[str, Sequence[float]], size: int) -> list[dict[str, Any]]:
    """One row a subject: MB/s (median, lowest, highest), and how many times a peer's speed that is.

    A ratio is the median of the ratios within each repetition; None without the peer.
    """
    rows = []
    for name, own in seconds.items():
        times = {
            title: median(ratios(seconds[base], own)) if base in seconds else None for title, base in _BASES.items()
        }
        figures = sorted(size / second / 1e6 for second in own)
        rows.append({"name": name, "mb_s": median(figures), "low": figures[0], "high": figures[-1], **times})
    return rows


def speed_table(about: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    """A corpus and the speeds on it."""
    title = (
        f"{about['name']}: {about['bytes'] / 1e6:.2f} MB, {about['documents']} documents, "
        f"{about['ascii_share']:.0%} ASCII, {about['changed_share']:.0%} with anything to clean"
    )
    lines = [title, f"  {'':<24}{'MB/s':>8}  {'lowest - highest':<18}" + "".join(f"{b:>13}" for b in _BASES)]
    for row in rows:
        spread = f"{short(row['low'])} - {short(row['high'])}"
        times = "".join(f"{short(row[base]):>13}" for base in _BASES)
        lines.append(f"  {row['name']:<24}{short(row['mb_s']):>8}  {spread:<18}{times}")
    return "\n".join(lines)


def speeds_markdown(corpora: Sequence[Mapping[str, Any]]) -> str:
    """MB/s of every row on every corpus."""
    changed = [format(corpus["changed_share"], ".0%") for corpus in corpora]
    lines = [
        f"| MB/s | {' | '.join(corpus['name'] for corpus in corpora)} |",
        f"|---|{'--:|' * len(corpora)}",
        f"| documents with anything to clean | {' | '.join(changed)} |",
    ]
    for number, row in enumerate(corpora[0]["rows"]):
        figures = (short(corpus["rows"][number]["mb_s"]) for corpus in corpora)
        lines.append(f"| {row['name']} | {' | '.join(figures)} |")
    return "\n".join(lines)


def costs_table(title: str, figures: Mapping[str, Sequence[float]]) -> str:
    """Costs by name: median, lowest, highest."""
    lines = [title]
    for name, costs in figures.items():
        lines.append(f"  {name:<40}{short(median(costs)):>8}  {short(min(costs))} - {short(max(costs))}")
    return "\n".join(lines)


def marked(page: str, mark: str) -> str:
    """What stands on a page between ``<!-- mark -->`` and ``<!-- /mark -->``.

    Raises ValueError when the page has no such marks.
    """
    opened, closed = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    if opened not in page or closed not in page:
        raise ValueError(f"the page has no {opened} … {closed}")
    return page.partition(opened)[2].partition(closed)[0].strip()


def written_into(page: str, mark: str, table: str) -> str:
    """The page with a table between these marks.

    >>> written_into("a <!-- x --> old <!-- /x --> b", "x", "new")
    'a <!-- x -->\\nnew\\n<!-- /x --> b'
    """
    marked(page, mark)
    opened, closed = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, _, rest = page.partition(opened)
    return f"{before}{opened}\n{table}\n{closed}{rest.partition(closed)[2]}"
