"""Measure mojibake repair side by side with ftfy: ``python tools/mojibake/figures.py [--kinds] [--languages]``.

Reads ``fixtures/eval/mojibake.jsonl``. clean-text and trafilatura's sanitiser stand beside them where they are
installed. "Encoding only" is ftfy with nothing but its encoding steps, "default"
its ``fix_text``. A text is worse when it is farther from the right one than it was before.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

from ftfy import fix_encoding, fix_text

from cleanpress import Mojibake, Pipeline

CASES = Path(__file__).parents[2] / "fixtures" / "eval" / "mojibake.jsonl"


def tools() -> dict[str, Callable[[str], str]]:
    """What is compared, by name; clean-text and trafilatura where they are installed."""
    found = {"cleanpress": Pipeline([Mojibake()]).clean, "ftfy, encoding only": fix_encoding, "ftfy, default": fix_text}
    try:
        import cleantext

        found["clean-text"] = lambda text: cleantext.clean(text, to_ascii=False, lower=False)
    except ModuleNotFoundError:
        pass
    try:
        from trafilatura.utils import sanitize

        found["trafilatura, sanitize"] = lambda text: sanitize(text) or ""
    except ModuleNotFoundError:
        pass
    return found


TOOLS = tools()


def main(argv: list[str]) -> int:
    """Print the tables."""
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").split("\n") if line]
    outputs = {name: [tool(case["text"]) for case in cases] for name, tool in TOOLS.items()}
    print("| split | figure | " + " | ".join(TOOLS) + " |\n|---|---|" + "--:|" * len(TOOLS))
    for split in ("dev", "held", "held2"):
        chosen = [n for n, case in enumerate(cases) if case["split"] == split]
        for figure, count in (("repaired exactly", repaired), ("clean text unchanged", kept), ("made worse", worse)):
            cells = []
            for found in outputs.values():
                hits = [count(cases[n], found[n]) for n in chosen]
                known = [hit for hit in hits if hit is not None]
                cells.append(f"{sum(known)} of {len(known)}")
            print(f"| {split} | {figure} | " + " | ".join(cells) + " |")
    for option, key in (("--kinds", "form"), ("--languages", "lang")):
        if option in argv:
            table(cases, outputs, key)
    return 0


def repaired(case: dict[str, str], output: str) -> bool | None:
    """Whether a damaged text came back as it was; None for clean text."""
    return output == case["clean"] if case["label"] == "remove" else None


def kept(case: dict[str, str], output: str) -> bool | None:
    """Whether a clean text came back as it is; None for damaged text."""
    return output == case["text"] if case["label"] == "keep" else None


def worse(case: dict[str, str], output: str) -> bool:
    """Whether the output is farther from the right text than the input."""
    return distance(output, case["clean"]) > distance(case["text"], case["clean"])


def distance(text: str, right: str) -> int:
    """Characters that two texts do not share, by their longest matching blocks."""
    if text == right:
        return 0
    blocks = SequenceMatcher(None, text, right, autojunk=False).get_matching_blocks()
    return max(len(text), len(right)) - sum(block.size for block in blocks)


def table(cases: list[dict[str, str]], outputs: dict[str, list[str]], key: str) -> None:
    """Repaired exactly, by kind or language, the held-out split."""
    totals: Counter[str] = Counter()
    hits: dict[str, Counter[str]] = {name: Counter() for name in outputs}
    for n, case in enumerate(cases):
        if case["label"] == "remove" and case["split"] == "held":
            totals[case[key]] += 1
            for name, found in outputs.items():
                hits[name][case[key]] += found[n] == case["clean"]
    print(f"\n| {key} | cases | " + " | ".join(outputs) + " |\n|---|--:|" + "--:|" * len(outputs))
    for value in sorted(totals):
        print(f"| {value} | {totals[value]} | " + " | ".join(str(hits[name][value]) for name in outputs) + " |")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
