"""How long ``cleanpress check`` takes on 5,000 Markdown files, beside reading them: ``python tests/bench/tree.py``.

``cat`` is ``find | xargs cat``; ``unknown`` a run that knows nothing of the files and remembers them, ``known`` the
next one. They take turns. Wall and CPU seconds, the median of the rounds, and the ratio to cat. Needs Linux.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

FILES = 5_000
SIZE = 4_000  # bytes of a file, about
SENTENCE = "The council met on Monday to talk about the bridge, which has been closed since March. "


def main() -> None:
    """Make the files, measure, print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, metavar="DIR", help="folder with articles/<language>.jsonl.gz")
    parser.add_argument("--language", default="en", help="which of them (en)")
    parser.add_argument("--pages", type=Path, metavar="DIR", help="folder with Markdown files, whose texts are taken")
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with TemporaryDirectory() as folder:
        tree, cache = f"{folder}/tree", f"{folder}/cache"
        bodies = cycle([SENTENCE * 45])
        if args.corpora:
            bodies = _bodies(args.corpora / f"articles/{args.language}.jsonl.gz")
        elif args.pages:
            bodies = _pages(args.pages)
        _write(Path(tree), bodies)
        own = [sys.executable, "-m", "cleanpress"]
        _run([*own, "fix", "--no-cache", tree])
        time.sleep(2.1)  # files that have just changed are known by their bytes only
        jobs: dict[str, Callable[[], Sequence[str]]] = {
            "cat": lambda: ["/bin/sh", "-c", f"find {tree} -name '*.md' -print0 | xargs -0 cat"],
            "unknown": lambda: [*own, "check", "--cache-dir", f"{cache}{time.time_ns()}", tree],
            "known": lambda: [*own, "check", "--cache-dir", cache, tree],
        }
        _run(jobs["known"]())
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in jobs}
        for _ in range(args.rounds):
            for name, job in jobs.items():
                taken[name].append(_run(job()))
    median = {name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in taken.items()}
    for name, (wall, cpu) in median.items():
        ratios = wall / median["cat"][0], cpu / median["cat"][1]
        print(f"{name:8} {wall:6.3f} s wall {ratios[0]:5.1f} x  {cpu:6.3f} s CPU {ratios[1]:5.1f} x")


def _bodies(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"].replace("\n", "\n\n") for line in file]
    return cycle([text[:SIZE] for text in texts if len(text) > SIZE // 2])


def _pages(folder: Path) -> Iterator[str]:
    """The texts of the Markdown files below a folder, each once, those of 1 to 40 kB."""
    texts = [path.read_text("utf-8", "ignore") for path in sorted(folder.rglob("*.md")) if path.is_file()]
    return cycle(dict.fromkeys(text for text in texts if 1_000 < len(text) < 40_000))


def _write(tree: Path, bodies: Iterator[str]) -> None:
    for number in range(FILES):
        path = tree / str(number % 50) / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = (
            f"---\ntitle: Page {number}\n---\n\n# Page {number}\n\nSee [the next one]({number + 1}.md) and `code`.\n\n"
        )
        path.write_text(head + next(bodies) + "\n", encoding="utf-8")


def _run(command: Sequence[str]) -> tuple[float, float]:
    """Wall and CPU seconds of a command; its output is thrown away."""
    null = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    start = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=null)
    _, _, used = os.wait4(child, 0)
    return time.perf_counter() - start, used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
