"""Write ``data/common_fours.txt``: ``python tools/scanner/common.py CORPORA``.

The scanner finds a string by four of its characters, and does so faster the rarer they are. The file lists those four
characters inside the strings it looks for that running text holds more than thirty times in a million characters, the
commonest last. What is not listed counts as rare, so that new strings need no new file. CORPORA is a folder with
``articles/<language>.jsonl.gz``, one object with a ``text`` a line; every language weighs the same.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

from cleanpress.data import FOLDER
from cleanpress.filters.sight import _needles

SAMPLE = 300_000  # code points of each language
OFTEN = 30  # times in a million


def main() -> None:
    """Count, choose, write."""
    counted: Counter[str] = Counter()
    for path in sorted((Path(sys.argv[1]) / "articles").glob("*.jsonl.gz")):
        text = ""
        with gzip.open(path, "rt", encoding="utf-8") as file:
            while len(text) < SAMPLE and (line := file.readline()):
                text += "\n" + json.loads(line)["text"]
        fours = Counter(text[at : at + 4] for at in range(len(text) - 3))
        million = fours.total() / 1_000_000
        for four, count in fours.items():
            counted[four] += count / million
    groups = (strings.split("\t") if isinstance(strings, str) else strings for strings, _ in _needles())
    inside = {needle[at : at + 4] for group in groups for needle in group for at in range(len(needle) - 3)}
    listed = sorted((counted[four], four) for four in inside if counted[four] > OFTEN and "\n" not in four)
    Path(FOLDER, "common_fours.txt").write_text("".join(f"{four}\n" for _, four in listed), encoding="utf-8")
    print(f"{len(listed)} of {len(inside)}")


if __name__ == "__main__":
    main()
