"""Scores site templates on ``fixtures/eval/sites.jsonl``: ``python tools/artifacts/score_sites.py [--split dev|held]``.

A profile is learned from the pages of all sites of the split; then each page is cleaned with it. Counted are
template lines that repeat (their key stands on three pages of the site or more) and are gone, the other template
lines, which vary from page to page, and lines of the author's that are gone. Run ``held`` for final figures only.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from cleanpress import Document, Pipeline, ScraperArtifacts
from cleanpress.filters.artifacts import listed
from cleanpress.profile import CorpusProfile, SiteTemplates
from cleanpress.profile.lines import key

FILE = Path(__file__).parents[2] / "fixtures" / "eval" / "sites.jsonl"


def read(split: str) -> list[dict[str, Any]]:
    """The pages of one split."""
    pages = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    return [page for page in pages if page["split"] == split]


def templates(pages: list[dict[str, Any]], known: bool = True) -> SiteTemplates:
    """What is learned from pages; without ``known`` from repetition alone."""
    profile = CorpusProfile.learn(Document(page["text"], url=page["url"]) for page in pages)
    return SiteTemplates.propose(profile, listed if known else lambda line: False)


def score(split: str) -> tuple[Counter[str], list[str]]:
    """The counts of one split, by site and in all, and what came out wrong."""
    pages = read(split)
    filters = ScraperArtifacts(profile=templates(pages))
    pipeline = Pipeline([filters], removal_limit=1.0)
    spread = Counter(
        (page["site"], one) for page in pages for one in {key(page["text"][s:e]) for s, e in page["spans"]}
    )
    counts: Counter[str] = Counter()
    wrong = []
    for page in pages:
        result = pipeline.run(Document(page["text"], url=page["url"]))
        printed = {start for start, _ in page["spans"]}
        for line in Document(page["text"]).lines:
            gone = any(c.start <= line.start and line.end <= c.end for c in result.changes)
            kind = "genuine"
            if line.start in printed:
                kind = "repeated" if spread[page["site"], key(line.text)] >= 3 else "varying"
            counts[kind] += 1
            counts[f"{kind} gone"] += gone
            counts[f"{page['site']} {kind}"] += 1
            counts[f"{page['site']} {kind} gone"] += gone
            if gone is (kind == "genuine") and kind != "varying":
                wrong.append(f"{page['id']} {kind} {'lost' if gone else 'stays'}: {line.text}")
        counts["pages exact"] += result.text == page["clean"]
        counts["pages"] += 1
    return counts, wrong


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=("dev", "held"), default="dev")
    parser.add_argument("--verbose", action="store_true", help="print every line that came out wrong, and each site")
    options = parser.parse_args()
    counts, wrong = score(options.split)
    if options.verbose:
        print("\n".join(wrong))
        for site in sorted({page["site"] for page in read(options.split)}):
            print(site, *(f"{kind} {counts[f'{site} {kind} gone']} of {counts[f'{site} {kind}']}" for kind in KINDS))
    for kind, what in KINDS.items():
        print(f"{options.split}: {counts[f'{kind} gone']} of {counts[kind]} {what}")
    print(f"{counts['pages exact']} of {counts['pages']} pages restored exactly")


KINDS = {
    "repeated": "repeated template lines gone",
    "varying": "other template lines gone",
    "genuine": "genuine lines lost",
}


if __name__ == "__main__":
    main()
