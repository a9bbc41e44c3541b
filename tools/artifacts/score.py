"""Scores the artifact filter on ``fixtures/eval/artifacts.jsonl``.

    python tools/artifacts/score.py [--split dev|held] [--verbose]

Counted over the documents of the split: artifact spans whose every visible character is gone, ``remove``
documents that come back exactly as ``clean``, ``keep`` and ``flag`` documents that were changed, and
``flag`` documents that were flagged or reported. Run ``held`` for final figures only.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from cleanpress import Pipeline, ScraperArtifacts

FILE = Path(__file__).parents[2] / "fixtures" / "eval" / "artifacts.jsonl"


def read(split: str) -> list[dict[str, Any]]:
    """The documents of one split."""
    documents = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    return [document for document in documents if document["split"] == split]


def score(split: str, limit: float) -> tuple[Counter[str], list[str]]:
    """The counts of one split, and a line for every document that came out wrong."""
    pipeline = Pipeline([ScraperArtifacts()], removal_limit=limit)
    counts: Counter[str] = Counter()
    wrong = []
    for document in read(split):
        result = pipeline.run(document["text"])
        label = document["label"]
        counts[label] += 1
        exact = result.text == document["clean"]
        counts[f"{label} exact"] += exact
        good = exact
        if label == "remove":
            gone = [any(c.start <= s and e <= c.end for c in result.changes) for s, e in document["spans"]]
            counts["spans"] += len(gone)
            counts["spans gone"] += sum(gone)
        elif label == "flag":
            good = exact and bool(ScraperArtifacts().flags(result.document) or result.withheld)
            counts["flagged"] += good
        if not good:
            name = f"{document['id']} {document['family']} {label}"
            wrong.append(f"{name}\n  in:  {document['text']!r}\n  out: {result.text!r}")
    return counts, wrong


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=("dev", "held", "dev2", "held2", "held3", "held4"), default="dev")
    parser.add_argument("--limit", type=float, default=1.0, help="the pipeline's removal limit (default 1: off)")
    parser.add_argument("--verbose", action="store_true", help="print every document that came out wrong")
    options = parser.parse_args()
    counts, wrong = score(options.split, options.limit)
    if options.verbose:
        print("\n".join(wrong))
    changed = counts["keep"] - counts["keep exact"]
    print(f"{options.split}: {counts['spans gone']} of {counts['spans']} spans gone")
    print(f"{counts['remove exact']} of {counts['remove']} documents restored exactly")
    print(f"{changed} of {counts['keep']} hard negatives changed")
    print(f"{counts['flagged']} of {counts['flag']} documents flagged and left as they were")


if __name__ == "__main__":
    main()
