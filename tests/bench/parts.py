"""The parts of the benchmark: each measures some bars, and says what else it saw."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import damage
import hostile
import measure
import pages
import profiling
import report
import streams
from bars import Row
from corpora import Corpus, build, build_all, upto
from subjects import BADNESS, FIX_TEXT, FOUR_JOBS, GATE, OWN, TWO_PEERS, Subject, own, peers

from cleanpress import Pipeline

__all__ = ["PARTS", "Outcome", "Settings"]

SHORT_TEXTS = {
    "ASCII": "The council met on Monday and put off the vote on the new bridge until the budget has been settled.\n",
    "UCS-2": "The council met on Monday and put off the vote on the “new” bridge until the budget has been agreed\n",
}
"""Clean texts of 100 code points: what a call costs before it does anything."""

CLEAN_FILE = 40 * SHORT_TEXTS["ASCII"]


@dataclass
class Settings:
    """What is measured on: ``folder`` holds the articles, ``size`` is the bytes of each corpus."""

    folder: Path | None
    size: int
    quick: bool = False
    largest: bool = False

    @property
    def repetitions(self) -> int:
        """How often each figure is taken."""
        return 1 if self.quick else 5

    @cached_property
    def corpora(self) -> list[Corpus]:
        """The texts as they are found, and the dirty mix."""
        return build_all(self.folder, self.size)

    @cached_property
    def clean(self) -> list[Corpus]:
        """Only documents that cleanpress leaves as they are, picked from four times as much text."""
        run = Pipeline.default().run
        found = []
        for corpus in build_all(self.folder, self.size if self.quick else 4 * self.size)[:3]:
            documents = [document for document in corpus.documents if not run(document.decode()).changed]
            found.append(Corpus(f"{corpus.name}, clean", tuple(upto(documents, self.size) or corpus.documents[:1])))
        return found

    def english(self, size: int) -> list[bytes]:
        """English documents."""
        return build("en", self.folder, size)


@dataclass
class Outcome:
    """What a part found: rows of bars, text for people, figures for programs, tables for the page by their mark."""

    rows: list[Row] = field(default_factory=list)
    text: str = ""
    figures: Any = None
    tables: dict[str, str] = field(default_factory=dict)


def speed(settings: Settings) -> Outcome:
    """Side by side with peers, on every corpus."""
    subjects = [*own(), *peers()]
    out = Outcome(figures=[])
    shown = []
    run = Pipeline.default().run
    for corpus in [*settings.corpora, *settings.clean]:
        seconds = measure.throughput(subjects, corpus, settings.repetitions)
        rows = report.speeds(seconds, corpus.size)
        about = report.about_corpus(corpus, sum(run(text).changed for text in corpus.texts()))
        out.figures.append({**about, "rows": rows})
        shown.append(report.speed_table(about, rows))
        for kind, base in (("four jobs", FOUR_JOBS), ("two peers", TWO_PEERS)):
            name = f"{kind}, {corpus.name}"
            if base in seconds and name in report.BARS:
                out.rows.append(Row(name, report.ratios(seconds[base], seconds[OWN])))
    out.text = "\n\n".join(shown)
    out.tables["speeds"] = report.speeds_markdown(out.figures)
    return out


def gate(settings: Settings) -> Outcome:
    """The gate before the repair against ftfy's badness test: nine pairs of passes, each warm from other text."""
    jobs = {one.name: measure.each(one.call) for one in (*own(), *peers()) if one.name in (GATE, BADNESS)}
    out = Outcome(figures={})
    for corpus in [*settings.corpora[:3], *settings.clean]:
        quarter = max(len(corpus.documents) // 4, 1)
        other, timed = (Corpus(corpus.name, part) for part in (corpus.documents[:quarter], corpus.documents[quarter:]))
        timed = timed if timed.documents else other
        seconds = measure.interleaved(jobs, timed.texts, 1 if settings.quick else 9, other.texts)
        speeds = {name: [timed.size / figure / 1e6 for figure in row] for name, row in seconds.items()}
        out.figures[corpus.name] = speeds
        out.rows.append(Row(f"gate, {corpus.name}", report.ratios(seconds[BADNESS], seconds[GATE])))
        out.text += report.costs_table(f"{corpus.name}: {timed.size / 1e6:.2f} MB, MB/s", speeds) + "\n"
    return out


def codec(settings: Settings) -> Outcome:
    """Cleaning against taking the same text out of JSONL."""
    import orjson

    out = Outcome()
    clean = Pipeline.default().clean
    for corpus in [*settings.clean, settings.corpora[-1]]:
        lines = [orjson.dumps({"text": text}) for text in corpus.texts()]
        jobs: dict[str, Callable[[list[str]], object]] = {
            OWN: lambda texts: [clean(text) for text in texts],
            "orjson": lambda _, lines=lines: [orjson.loads(line)["text"] for line in lines],  # type: ignore[misc]
        }
        seconds = measure.interleaved(jobs, corpus.texts, settings.repetitions)
        out.rows.append(Row(f"json, {corpus.name}", report.ratios(seconds[OWN], seconds["orjson"])))
    return out


def broken(settings: Settings) -> Outcome:
    """Lines really broken: time and right answers beside ftfy's."""
    return Outcome(*damage.measured([*settings.corpora[:3]], settings.size // 8, settings.repetitions))


def call(settings: Settings) -> Outcome:
    """What a call costs before it does anything."""
    some = [Subject(OWN, Pipeline.default().clean), *(one for one in peers() if one.name == FIX_TEXT)]
    number = 100 if settings.quick else 5_000
    costs: dict[str, list[float]] = {}
    out = Outcome()
    for kind, text in SHORT_TEXTS.items():
        figures = measure.calls(some, text, number, settings.repetitions)
        out.rows.append(Row(f"call, {kind}", figures[OWN]))
        costs |= {f"{name}, {kind}": values for name, values in figures.items()}
    out.figures, out.text = costs, report.costs_table("One call on 100 clean characters, CPU µs", costs)
    return out


def start(settings: Settings) -> Outcome:
    """Fresh processes."""
    costs = measure.commands(CLEAN_FILE, 1 if settings.quick else 11)
    names = {"version": "--version", "one file": "one clean file", "500 files": "500 clean files"}
    rows = [
        Row(f"start, {short}", next(figures for name, figures in costs.items() if long in name))
        for short, long in names.items()
    ]
    return Outcome(rows, report.costs_table("Processes, CPU ms above a bare interpreter", costs), costs)


def markup(settings: Settings) -> Outcome:
    """Pages cleaned in place against one parse of them."""
    import bs4

    from cleanpress import Document

    pipeline = Pipeline.default()
    size = max(settings.size // 2, 50_000)
    groups = {"html": pages.build_pages(settings.english(size), size)}
    clean = [one for one in groups["html"] if not pipeline.run(Document(one.decode(), "html")).changed]
    if settings.clean[0].size > 1000:
        clean = pages.build_pages(settings.clean[0].documents, size)
    groups["html, clean"] = clean
    out = Outcome(figures={})
    for name, group in groups.items():
        jobs: dict[str, Callable[[list[str]], object]] = {
            OWN: lambda texts: [pipeline.clean(text, format="html") for text in texts],
            "bs4": lambda texts: [bs4.BeautifulSoup(text, "lxml") for text in texts],
        }
        texts = Corpus(name, tuple(group)).texts
        seconds = measure.interleaved(jobs, texts, settings.repetitions)
        changed = sum(pipeline.run(Document(text, "html")).changed for text in texts())
        speeds = {job: [sum(map(len, group)) / second / 1e6 for second in row] for job, row in seconds.items()}
        out.figures[name] = {"pages": len(group), "changed": changed, "mb_s": speeds}
        out.text += report.costs_table(f"{name}: {len(group)} pages, {changed} changed, MB/s", speeds) + "\n"
        out.rows.append(Row(name, report.ratios(seconds["bs4"], seconds[OWN])))
    return out


def shapes(settings: Settings) -> Outcome:
    """Growth and cost of hostile texts."""
    grown = list(hostile.measured(1_000 if settings.quick else 25_000, settings.repetitions))
    growth, cost = max(grown, key=lambda row: row.growth), max(grown, key=lambda row: row.per_mb)
    rows = [
        Row("hostile, growth", [growth.growth], f"of {len(grown)}: {growth.name} ({growth.format})"),
        Row("hostile, cost", [cost.per_mb], f"of {len(grown)}: {cost.name} ({cost.format})"),
    ]
    figures = [{**row._asdict(), "growth": row.growth} for row in grown]
    return Outcome(rows, hostile.table(grown), figures, {"hostile": hostile.markdown(grown)})


def memory(settings: Settings) -> Outcome:
    """Large files: peak memory."""
    return Outcome(*streams.large_files(settings.corpora[-1], 1 if settings.quick else 50, settings.repetitions))


def pool(settings: Settings) -> Outcome:
    """Several processes: all that they take together, against one."""
    return Outcome(*streams.pools(settings.corpora[-1], settings.repetitions))


def growth(settings: Settings) -> Outcome:
    """The same cost per MB whatever the size of the corpus, and the same memory."""
    sizes = (0.02, 0.2) if settings.quick else (1, 10, 100, 1000) if settings.largest else (1, 10, 100)
    return Outcome(*streams.by_size(settings.corpora[-1], sizes, settings.repetitions))


def profile(settings: Settings) -> Outcome:
    """Where the time goes on the dirty corpus."""
    shares = profiling.shares(settings.corpora[-1].texts, 0.2 if settings.quick else 20.0)
    text = profiling.markdown(shares)
    return Outcome(text=text, figures=shares, tables={"profile": text})


PARTS: dict[str, Callable[[Settings], Outcome]] = {
    "speed": speed,
    "gate": gate,
    "json": codec,
    "damage": broken,
    "call": call,
    "memory": memory,
    "html": markup,
    "start": start,
    "hostile": shapes,
    "pool": pool,
    "growth": growth,
    "profile": profile,
}
"""By the name that ``--only`` takes."""


def missing(part: str) -> str:
    """The library that a part needs and that is not installed; empty when nothing is missing."""
    from importlib.util import find_spec

    needed: dict[str, Sequence[str]] = {"json": ("orjson",), "html": ("lxml",)}
    return next((name for name in needed.get(part, ()) if find_spec(name) is None), "")


logging.getLogger("cleantext").setLevel(logging.ERROR)
