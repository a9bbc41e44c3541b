"""Derive the mojibake gate from ftfy's own tables: ``python tools/build_mojibake_gate.py``.

Writes ``src/cleanpress/data/mojibake_gate.toml``. Run it when a new ftfy changes its badness
pattern; a test compares the file with the installed ftfy and fails until it is up to date.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES

TARGET = Path(__file__).parents[1] / "src" / "cleanpress" / "data" / "mojibake_gate.toml"

HOT = ("bad", "lower_accented", "upper_accented", "box", "currency", "numeric", "law")
"""Categories of which every match of the badness pattern holds a character, but for three rare forms."""


def members(categories: Iterable[str], extra: str = "") -> str:
    """Every character of these categories, sorted and without the C1 controls."""
    pattern = re.compile("[" + "".join(MOJIBAKE_CATEGORIES[name] for name in categories) + extra + "]")
    return "".join(c for c in map(chr, range(0xA0, 0x10000)) if pattern.match(c))


def ranges(chars: str) -> str:
    """The characters as the body of a regular-expression class, in escaped ranges."""
    codes = sorted(map(ord, chars))
    parts, start = [], codes[0]
    for code, following in zip(codes, [*codes[1:], -1], strict=True):
        if following != code + 1:
            parts.append(f"\\u{start:04x}" if start == code else f"\\u{start:04x}-\\u{code:04x}")
            start = following
    return "".join(parts)


def content() -> str:
    """The text of the data file for the installed ftfy."""
    everything = [name for name in MOJIBAKE_CATEGORIES if name != "c1"]
    digest = hashlib.sha256(BADNESS_RE.pattern.encode()).hexdigest()
    hot = ranges(members(HOT, "\u00d9"))
    near = ranges(members(everything, "\u00b0\u00b5\u00b4"))
    between = ranges(members(("start_punctuation", "end_punctuation"), "\u00b0"))
    return (
        "# Derived from ftfy's badness tables by tools/build_mojibake_gate.py; do not edit.\n"
        f"ftfy_pattern_sha256 = '{digest}'\n"
        "# Characters of which every damaged spot holds at least one (C1 controls aside).\n"
        f"hot = '{hot}'\n"
        "# Characters that can stand beside one of them in a damaged spot.\n"
        f"near = '{near}'\n"
        "# Punctuation between two Cyrillic or Greek capitals, the form without a hot character.\n"
        f"between = '{between}'\n"
    )


def main() -> int:
    """Write the data file."""
    TARGET.write_text(content(), encoding="utf-8")
    sys.stdout.write(f"wrote {TARGET.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
