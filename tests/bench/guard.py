"""Has a stage become slower? ``python tests/bench/guard.py``; see docs/performance.md.

Two figures that no machine changes much: the calls that a stage makes for fixed texts, counted by the
interpreter, and its CPU time as a multiple of a fixed piece of work timed in turn with it. Both are
pinned in ``guard.json``, where the scanner is compiled.
"""

from __future__ import annotations

import argparse
import gc
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from types import FrameType

from corpora import FIXTURES
from dirt import soil

from cleanpress import Format, Pipeline
from cleanpress.filters import BUILTIN

__all__ = ["counted", "grown", "stages", "timed"]

PINNED = Path(__file__).with_name("guard.json")
LIMITS = {"calls": 1.3, "time": 1.6}
"""How many times the pinned figure is too much; a stage that works twice is caught by both."""

_LANGUAGES = ("en", "id", "ru", "zh")
_REPETITIONS = 7
Stage = Callable[[], object]


def stages() -> dict[str, Stage]:
    """The stages on fixed texts: each filter alone, the whole, and the whole on HTML and Markdown."""
    once = [(FIXTURES / "clean" / f"{name}.txt").read_text(encoding="utf-8")[:6_000] for name in _LANGUAGES]
    clean = once * 10  # clean text passes so fast that it takes many to time
    rng = Random("guard")
    dirty = [soil(text, number, rng) for number in (1, 3, 6, 8) for text in once]
    pages = [_page(text) for text in once]
    found = {f"{name}, {kind}": _run(Pipeline([make()]), texts) for name, make in BUILTIN.items()
             for kind, texts in (("clean", clean), ("dirty", dirty))}  # fmt: skip
    whole = Pipeline.default()
    for text in clean * 4:  # a process fills the tables of the scanner when it has seen as much as this
        whole.clean(text)
    found |= {f"all, {kind}": _run(whole, texts) for kind, texts in (("clean", clean), ("dirty", dirty))}
    return found | {"all, HTML": _run(whole, pages, "html"), "all, Markdown": _run(whole, once, "markdown")}


def _run(pipeline: Pipeline, texts: Sequence[str], format_: Format = "text") -> Stage:
    data = [text.encode("utf-8", "surrogatepass") for text in texts]

    def run() -> None:
        for piece in data:
            pipeline.clean(piece.decode("utf-8", "surrogatepass"), format=format_)

    return run


def _page(text: str) -> str:
    """A page of the paragraphs of a text, with tags in and around them."""
    words = [f"<p class=a>{line.replace(' ', ' <b>x</b> ', 3)} <a href='/b'>more</a></p>" for line in text.split("\n")]
    return f"<!DOCTYPE html><html><body><nav><ul><li>Home</ul></nav>{''.join(words)}</body></html>"


def yardstick() -> None:
    """Work of the kind that cleaning does: calls, slices, searches with patterns; always the same."""
    text = "The harbour is quiet by noon, and two tugs (both built in 1961) follow the ferry out. " * 40
    for number in range(60):
        piece = f"{text}{number}"
        for match in re.finditer(r"\b[a-z]+\b", piece):
            piece.startswith("q", match.start())
        "".join(piece.split(" "))
        piece.encode().translate(None, b"aeiou")


def counted(stage: Stage) -> int:
    """The calls of functions, of Python and of C, that a stage makes when everything is loaded."""
    stage()
    count = 0

    def count_call(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    gc.collect()
    gc.disable()
    sys.setprofile(count_call)
    try:
        stage()
    finally:
        sys.setprofile(None)
        gc.enable()
    return count


def timed(chosen: Mapping[str, Stage], repetitions: int = _REPETITIONS) -> dict[str, float]:
    """The CPU time of each stage as a multiple of the yardstick's right before it, the median of some."""
    ratios: dict[str, list[float]] = {name: [] for name in chosen}
    for stage in chosen.values():
        stage()
    for _ in range(repetitions):
        for name, stage in chosen.items():
            before, own = _seconds(yardstick), _seconds(stage)
            ratios[name].append(own / before)
    return {name: median(row) for name, row in ratios.items()}


def _seconds(stage: Stage) -> float:
    gc.collect()
    start = process_time()
    stage()
    return process_time() - start


def grown(pinned: Mapping[str, Mapping[str, float]], now: Mapping[str, Mapping[str, float]]) -> list[str]:
    """One sentence for each figure that has grown too much, or that is not pinned."""
    found = []
    for kind, figures in now.items():
        for name, figure in figures.items():
            before = pinned.get(kind, {}).get(name)
            if before is None:
                found.append(f"{name}: no {kind} are pinned; run with --pin")
            elif figure > LIMITS[kind] * before:
                found.append(f"{name}: {kind} {figure:.4g}, pinned {before:.4g}: {figure / before:.2f} times as much")
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Compare with what is pinned; 1 when a stage has become slower."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pin", action="store_true", help="pin what is measured now")
    parser.add_argument("--calls-only", action="store_true", help="only what is the same on a busy machine")
    args = parser.parse_args(argv)
    chosen = stages()
    now: dict[str, dict[str, float]] = {"calls": {name: counted(stage) for name, stage in chosen.items()}}
    if not args.calls_only:
        now["time"] = {name: round(figure, 4) for name, figure in timed(chosen).items()}
    if args.pin:
        pinned = json.loads(PINNED.read_text(encoding="utf-8")) if PINNED.exists() else {}
        PINNED.write_text(json.dumps({**pinned, **now}, indent=1) + "\n", encoding="utf-8")
        return 0
    found = grown(json.loads(PINNED.read_text(encoding="utf-8")), now)
    print("\n".join(found) or f"{len(chosen)} stages are no slower than pinned")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
