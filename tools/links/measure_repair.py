"""How many removals give the text back as it was: ``python tools/links/measure_repair.py CORPORA``.

Puts one listed host into each article, as training does, cleans the article with and without it, and compares. The
hosts are those that the shipped model learned from, so that only the repair is measured, not what is found.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from figures import wilson
from samples import dress, insertion_points, load_hosts, pick_host, read, spacing

from cleanpress import InjectedLinks, Pipeline

LONGEST = 3000  # code points of an article


def measure(corpora: Path, limit: int, seed: int) -> tuple[Counter[str], Counter[str]]:
    """Removals, and those that gave back the text as it was, by place."""
    rng = random.Random(seed)
    hosts = load_hosts(corpora / "hosts")
    pipeline = Pipeline([InjectedLinks()], removal_limit=1.0)
    removed, exact = Counter[str](), Counter[str]()
    for path in sorted((corpora / "articles").glob("*.jsonl.gz")):
        for _, document in zip(range(limit), read(path), strict=False):
            text = str(document["text"])[:LONGEST]
            for offset, place in insertion_points(text, rng, 1):
                if place != "mid" and _blank_line(text, offset):
                    continue  # a host on it is a line of its own, and goes with it
                host, _ = pick_host(hosts, rng)
                token, _ = dress(host, rng)
                lead, trail = spacing(text, offset, place, rng)
                cleaned = pipeline.clean(text[:offset] + lead + token + trail + text[offset:])
                if host.casefold() not in cleaned.casefold():
                    removed[place] += 1
                    exact[place] += cleaned == pipeline.clean(text)
    return removed, exact


def _blank_line(text: str, offset: int) -> bool:
    """Whether the line at an offset is empty or white space."""
    end = text.find("\n", offset)
    return not text[text.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(text)].strip()


def main(argv: Sequence[str] | None = None) -> int:
    """Print a line for each place and one for all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--limit", type=int, default=100, help="articles a language")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    removed, exact = measure(options.corpora, options.limit, options.seed)
    for place, hits, total in [*((p, exact[p], removed[p]) for p in removed), ("all", exact.total(), removed.total())]:
        low, high = wilson(hits, total)
        sys.stdout.write(f"{place}: {hits} of {total}, {hits / max(1, total):.3f} ({low:.3f}-{high:.3f})\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
