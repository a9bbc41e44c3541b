"""Measure invisible characters and spaces side by side with peers: ``python tools/characters/figures.py``.

Reads ``fixtures/eval/characters.jsonl``. Peers that are not installed (ftfy, clean-text, trafilatura) are left out.
Peers are compared without the white space at the ends of a text, which some of them strip.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from cleanpress import Pipeline

CASES = Path(__file__).parents[2] / "fixtures" / "eval" / "characters.jsonl"


def tools() -> dict[str, Callable[[str], str | None]]:
    """What is compared, by name."""
    found: dict[str, Callable[[str], str | None]] = {"cleanpress": Pipeline.default().clean}
    try:
        from ftfy import fix_encoding, fix_text

        found |= {"ftfy, encoding only": fix_encoding, "ftfy, default": fix_text}
    except ModuleNotFoundError:
        pass
    try:
        import cleantext

        found["clean-text, white space"] = cleantext.normalize_whitespace
    except ModuleNotFoundError:
        pass
    try:
        from trafilatura.utils import sanitize

        found["trafilatura, sanitize"] = sanitize
    except ModuleNotFoundError:
        pass
    return found


def main() -> int:
    """Print the table."""
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    print("| tool | kept | fixed |\n|---|--:|--:|")
    for name, tool in tools().items():
        hits = {"keep": 0, "remove": 0}
        totals = dict(hits)
        for case in cases:
            right = case.get("clean", case["text"])
            output = tool(case["text"]) or ""
            same = output == right if name == "cleanpress" else output.strip() == right.strip()
            hits[case["label"]] += same
            totals[case["label"]] += 1
        print(f"| {name} | {hits['keep']} of {totals['keep']} | {hits['remove']} of {totals['remove']} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
