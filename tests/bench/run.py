"""How fast cleanpress is, side by side with peers: ``python tests/bench/run.py``; see docs/performance.md."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import measure
import report
from corpora import Corpus, build, build_all, upto
from subjects import FIX_TEXT, OWN, Subject, own, peers

from cleanpress import Pipeline

SHORT_TEXTS = {
    "ASCII": "The council met on Monday and put off the vote on the new bridge until the budget has been settled.\n",
    "UCS-2": "The council met on Monday and put off the vote on the “new” bridge until the budget has been agreed\n",
}
"""Clean texts of 100 code points: what a call costs before it does anything."""

CLEAN_FILE = 40 * SHORT_TEXTS["ASCII"]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print tables, write JSON if asked."""
    args = _arguments(argv)
    subjects = _chosen([*own(), *peers()], args.only)
    repetitions = 1 if args.quick else 5
    about = report.about_machine()
    print(report.header(about), flush=True)
    out: dict[str, Any] = {"about": about, "corpora": []}
    for corpus, changed in _corpora(args.corpora, int(args.megabytes * 1e6), args.quick):
        rows = report.speeds(measure.throughput(subjects, corpus, repetitions), corpus.size)
        out["corpora"].append({**report.about_corpus(corpus, changed), "rows": rows})
        print("\n" + report.speed_table(out["corpora"][-1], rows), flush=True)
    if not args.only:
        out["call_us"] = _fixed_costs(subjects, args.quick)
        print("\n" + report.costs_table("One call on 100 clean characters, CPU µs", out["call_us"]), flush=True)
        out["process_ms"] = measure.commands(CLEAN_FILE, 1 if args.quick else 11)
        print("\n" + report.costs_table("Processes, CPU ms above a bare interpreter", out["process_ms"]))
    if args.json:
        args.json.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")
    return 0


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few seconds: small corpora, one repetition, no verdict")
    parser.add_argument("--corpora", type=Path, metavar="DIR", help="folder with articles/<language>.jsonl.gz")
    parser.add_argument("--megabytes", type=float, metavar="N", help="size of each corpus (default 4)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    parser.add_argument(
        "--only",
        action="append",
        metavar="NAME",
        help="only the rows that have NAME in their name, and no fixed costs; may be given several times",
    )
    args = parser.parse_args(argv)
    if args.megabytes is None:
        args.megabytes = 0.02 if args.quick else 4.0
    return args


def _chosen(subjects: Sequence[Subject], only: Sequence[str] | None) -> list[Subject]:
    for name in only or ():
        if not any(name in subject.name for subject in subjects):
            sys.exit(f"no row is called {name!r}; there are: {', '.join(subject.name for subject in subjects)}")
    return [subject for subject in subjects if not only or any(name in subject.name for name in only)]


def _corpora(folder: Path | None, size: int, quick: bool) -> Iterator[tuple[Corpus, int]]:
    """The corpora and how many of their documents had something to clean.

    For English and Indonesian also clean documents alone, picked from four times as much text:
    found texts are not clean, and a figure for clean text needs some.
    """
    run = Pipeline.default().run
    for corpus in build_all(folder, size):
        yield corpus, sum(run(text).changed for text in corpus.texts())
        language = {"English": "en", "Indonesian": "id"}.get(corpus.name)
        if language and not quick:
            more = build(language, folder, 4 * size)
            clean = [document for document in more if not run(document.decode()).changed]
            yield Corpus(f"{corpus.name}, clean documents only", tuple(upto(clean, size))), 0


def _fixed_costs(subjects: Sequence[Subject], quick: bool) -> dict[str, list[float]]:
    some = [subject for subject in subjects if subject.name in (OWN, FIX_TEXT)]
    costs: dict[str, list[float]] = {}
    for kind, text in SHORT_TEXTS.items():
        figures = measure.calls(some, text, 100 if quick else 5_000, 1 if quick else 5)
        costs |= {f"{name}, {kind}": values for name, values in figures.items()}
    return costs


if __name__ == "__main__":
    sys.exit(main())
