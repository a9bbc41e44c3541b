"""Build the benchmark of invisible characters and spaces: ``python tools/characters/build_eval.py``.

Writes ``fixtures/eval/characters.jsonl`` from ``cases.tsv`` beside this file: row of the policy, language, text, and
what it should become ("=": stay). Same input, same output; every third case of a row is ``held``.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "fixtures" / "eval" / "characters.jsonl"

_ESCAPE = re.compile(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|[ntr\\])")
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def main() -> int:
    """Write the benchmark."""
    lines = [json.dumps(case, ensure_ascii=True) + "\n" for case in cases()]
    TARGET.write_text("".join(lines), encoding="utf-8")
    print(f"wrote {TARGET.name}: {len(lines)} cases")
    return 0


def cases() -> list[dict[str, str]]:
    """The cases as ``cleanpress eval`` reads them."""
    found = []
    numbers: Counter[str] = Counter()
    for line in (HERE / "cases.tsv").read_text(encoding="utf-8").split("\n"):
        if not line:
            continue
        row, language, text, clean = line.split("\t")
        numbers[row] += 1
        case = {
            "id": f"chr-{row}-{numbers[row]:02}",
            "lang": language,
            "form": row,
            "label": "keep" if clean == "=" else "remove",
            "split": "dev" if numbers[row] % 3 else "held",
            "text": plain(text),
        }
        if clean != "=":
            case["clean"] = plain(clean)
        found.append(case)
    return found


def plain(text: str) -> str:
    """The text with its escapes undone."""
    return _ESCAPE.sub(lambda match: _PLAIN.get(match[1]) or chr(int(match[1][1:], 16)), text)


if __name__ == "__main__":
    sys.exit(main())
