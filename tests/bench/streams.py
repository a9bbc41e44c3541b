"""Files in processes of their own: peak memory, cost by size, cost of several processes."""

from __future__ import annotations

import json
import resource
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import measure
import report
from bars import Row
from corpora import Corpus

from cleanpress import Pipeline

__all__ = ["by_size", "large_files", "pools"]

Found = tuple[list[Row], str, Any]

_RECORDS = """
import sys
from cleanpress import Pipeline
from cleanpress.files.jobs import clean_record_file
from cleanpress.files.records import RecordCleaner
clean_record_file(sys.argv[1], sys.argv[2], RecordCleaner(Pipeline.default(), ("text",)), jobs=int(sys.argv[3]))
"""
"""Cleans a file of records into another one."""


def _records(jobs: int = 1) -> list[str]:
    return ["-c", _RECORDS, "in.jsonl", "out.jsonl", str(jobs)]


def large_files(corpus: Corpus, megabytes: int, repetitions: int) -> Found:
    """The peak memory of fresh processes that clean one large file."""
    lines = {
        "memory, document": ["-m", "cleanpress", "in.txt"],
        "memory, fix": ["-m", "cleanpress", "fix", "in.txt"],
        "memory, records": _records(),
    }
    taken: dict[str, list[float]] = {name: [] for name in lines}
    seconds: dict[str, list[float]] = {name: [] for name in lines}
    with TemporaryDirectory() as folder:
        size = megabytes * 1_000_000
        _write_lines(Path(folder, "in.jsonl"), corpus, size)
        for _ in range(repetitions):
            for name, line in lines.items():
                _write_text(Path(folder, "in.txt"), corpus, size)
                used = measure.child(line, folder)
                taken[name].append(used.megabytes)
                seconds[name].append(used.milliseconds / 1000)
    text = report.costs_table(f"{megabytes} MB of the dirty mix, peak memory in MB", taken)
    text += "\n" + report.costs_table("the same, CPU seconds", seconds)
    return [Row(name, figures) for name, figures in taken.items()], text, {"mb": taken, "seconds": seconds}


def by_size(corpus: Corpus, sizes: Sequence[float], repetitions: int) -> Found:
    """CPU per MB and peak memory of cleaning JSONL, by its size in MB; the largest is timed once."""
    costs: dict[float, list[float]] = {}
    peaks: dict[float, list[float]] = {}
    with TemporaryDirectory() as folder:
        for size in sizes:
            _write_lines(Path(folder, "in.jsonl"), corpus, int(size * 1e6))
            used = [measure.child(_records(), folder) for _ in range(repetitions if size < 1000 else 1)]
            base = median(measure.child(["-c", "import cleanpress"], folder).milliseconds for _ in range(repetitions))
            costs[size] = [(one.milliseconds - base) / size for one in used]
            peaks[size] = [one.megabytes for one in used]
    rows = [Row("growth, cost", _steps(costs, 1)), Row("growth, memory", _steps(peaks, 1))] if len(sizes) > 1 else []
    named = {f"{size:g} MB": costs[size] for size in sizes}
    text = report.costs_table("JSONL of the dirty mix, CPU ms per MB above the start", named)
    text += "\n" + report.costs_table("peak memory, MB", {f"{size:g} MB": peaks[size] for size in sizes})
    figures = {f"{size:g}": {"ms_per_mb": costs[size], "mb": peaks[size]} for size in sizes}
    return rows, text, figures


def _steps(figures: dict[float, list[float]], first: int) -> list[float]:
    """How many times the median each size has of the size before it; small sizes pay for the start."""
    middles = [median(row) for row in figures.values()][first:]
    return [after / before for before, after in pairwise(middles)] or [1.0]


def pools(corpus: Corpus, repetitions: int) -> Found:
    """The CPU of two processes and of the one that feeds them, against the CPU of one alone."""
    pipeline = Pipeline.default()
    taken: dict[str, list[float]] = {"in-process": [], "pipe, 2 processes": []}
    list(pipeline.pipe(corpus.texts()))  # tables are read once
    for _ in range(repetitions):
        taken["in-process"].append(_all_cpu(lambda texts: list(pipeline.pipe(texts)), corpus))
        taken["pipe, 2 processes"].append(_all_cpu(lambda texts: list(pipeline.pipe(texts, workers=2)), corpus))
    files: dict[str, list[float]] = {"records, one process": [], "records, 2 processes": []}
    with TemporaryDirectory() as folder:
        _write_lines(Path(folder, "in.jsonl"), corpus, 5 * corpus.size)
        for _ in range(repetitions):
            for name, jobs in zip(files, (1, 2), strict=True):
                files[name].append(measure.child(_records(jobs), folder).milliseconds / 1000)
    rows = [
        Row("pool, pipe", report.ratios(*reversed(taken.values()))),
        Row("pool, records", report.ratios(*reversed(files.values()))),
    ]
    both = taken | files
    return rows, report.costs_table("CPU seconds of all processes", both), both


def _all_cpu(job: Callable[[list[str]], object], corpus: Corpus) -> float:
    """The CPU seconds of a job and the processes that it starts and ends."""
    texts = corpus.texts()
    own, others = process_time(), _of_children()
    job(texts)
    return process_time() - own + _of_children() - others


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _write_text(path: Path, corpus: Corpus, size: int) -> None:
    """One document of about ``size`` bytes."""
    with path.open("wb") as file:
        for document in _filling(corpus, size):
            file.write(document + b"\n\n")


def _write_lines(path: Path, corpus: Corpus, size: int) -> None:
    """A file of records of about ``size`` bytes; each has a number, so that no two are alike."""
    with path.open("w", encoding="utf-8") as file:
        for number, document in enumerate(_filling(corpus, size)):
            record = {"id": number, "text": f"{document.decode()}\n\nNumber {number} of the run."}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _filling(corpus: Corpus, size: int) -> Iterator[bytes]:
    total = 0
    for document in cycle(corpus.documents):
        if total >= size:
            return
        total += len(document)
        yield document
