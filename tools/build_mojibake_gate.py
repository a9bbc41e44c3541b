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

from cleanpress.filters.mojibake.gate import USUAL, hot_class
from cleanpress.filters.mojibake.utf8 import WIDE_PAGES

TARGET = Path(__file__).parents[1] / "src" / "cleanpress" / "data" / "mojibake_gate.toml"

SIGNS = ("bad", "box", "currency", "numeric", "law")
"""Categories of signs that make a match of the badness pattern beside nearly anything."""
QUIET = ("common", "start_punctuation", "end_punctuation")
"""Categories of signs that stand beside letters in good text, too."""


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


def rare() -> str:
    """Characters of GBK beyond GB 2312 whose first byte starts a UTF-8 sequence, and 縺 繧 繝 of Shift-JIS.

    Also what both make of the first two bytes of Indic, Georgian, Ethiopic and Khmer letters. Those that Big5 or
    JIS X 0208 count among the usual ones are left out: traditional Chinese and Japanese are full of them.
    """
    found = set("縺繧繝")
    for lead in range(0xE2, 0xF0):
        for trail in range(0x80, 0xA1):
            found |= {char for char in bytes((lead, trail)).decode("gbk", "ignore") if not usual(char)}
    for lead, trails in ((0xE0, range(0xA4, 0xB8)), (0xE1, (0x83, *range(0x88, 0x8E), 0x9E, 0x9F))):
        pairs = [bytes((lead, trail)) for trail in trails]
        found |= {char for pair in pairs for page in ("gbk", "cp932") if not usual(char := pair.decode(page, "ignore"))}
    found.discard("爲")  # the usual form in classical texts and in Hong Kong
    return "".join(sorted(char for char in found if "\u4e00" <= char <= "\u9fff"))


def east() -> str:
    """The single characters that double-byte pages make of the two bytes of an accented Latin letter."""
    letters = [char for char in map(chr, range(0xC0, 0x250)) if char.isalpha()]
    found = {char.encode("utf-8").decode(page, "ignore") for char in letters for page in WIDE_PAGES}
    return "".join(sorted(char for char in found if len(char) == 1 and "\u4e00" <= char <= "\ud7a3"))


def usual(char: str) -> bool:
    """Whether a character is on the first level of Big5 or JIS X 0208."""
    big5, jis = char.encode("big5", "ignore"), char.encode("euc-jp", "ignore")
    return (bool(big5) and big5[0] < 0xC9) or (len(jis) == 2 and 0xB0 <= jis[0] <= 0xCF)


def content() -> str:
    """The text of the data file for the installed ftfy."""
    everything = [name for name in MOJIBAKE_CATEGORIES if name != "c1"]
    digest = hashlib.sha256(BADNESS_RE.pattern.encode()).hexdigest()
    near = members(everything, "\u00b0\u00b5\u00b4")
    sign = members(SIGNS)
    quiet = members(QUIET, "\u00b0\u00b5\u00b4")
    strong = "".join(sorted({*sign, *members(("end_punctuation",)), "\u00b0"}))
    classes = {
        "sign": ("Signs that are damage beside any character of 'near'.", sign),
        "near": ("Every character that the badness pattern knows.", near),
        "upper": ("Accented capitals; damage before any sign, behind a small letter or a strong sign.", capitals()),
        "small": ("Accented small letters; damage beside strong signs, and before quiet ones inside a word.", smalls()),
        "lower": (
            "Small letters before which no accented capital stands.",
            members(("lower_accented", "lower_common")),
        ),
        "beside": ("All signs.", "".join(sorted({*sign, *quiet}))),
        "strong": ("Signs that hardly stand before a letter.", strong),
        "quiet": ("Signs that stand behind letters in good text, too.", quiet),
        "between": (
            "Punctuation between two Cyrillic or Greek capitals, the form without any of the above.",
            members(("start_punctuation", "end_punctuation"), "\u00b0"),
        ),
        "east": ("Han and Hangul that double-byte pages make of accented Latin letters in UTF-8.", east()),
        "rare_han": ("Han characters that GBK and Shift-JIS make of UTF-8, and that hardly anybody writes.", rare()),
    }
    table = {name: ranges(chars) for name, (_, chars) in classes.items()}
    hot = re.compile(hot_class(table))
    found = "".join(c for c in map(chr, range(0x80, 0x10000)) if hot.match(c) and c not in USUAL)
    classes["hot"] = ("What a suspect place in Latin text holds, but for what clean text is full of.", found)
    lines = (f"# {text}\n{name} = '{ranges(chars)}'\n" for name, (text, chars) in classes.items())
    return (
        "# Derived from ftfy's badness tables and Python's codecs by tools/build_mojibake_gate.py; do not edit.\n"
        f"ftfy_pattern_sha256 = '{digest}'\n" + "".join(lines)
    )


def capitals() -> str:
    """The accented capitals of ftfy, and those that start UTF-8 read as Latin-1."""
    return "".join(sorted({*members(("upper_accented",)), *map(chr, (*range(0xC0, 0xD7), *range(0xD8, 0xDF)))}))


def smalls() -> str:
    """The accented small letters of ftfy, and those that start UTF-8 read as Latin-1."""
    return "".join(sorted({*members(("lower_accented",)), *map(chr, range(0xE0, 0xF5))}))


def main() -> int:
    """Write the data file."""
    TARGET.write_text(content(), encoding="utf-8")
    sys.stdout.write(f"wrote {TARGET.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
