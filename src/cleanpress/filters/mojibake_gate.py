"""The gate in front of mojibake repair: where could a text be damaged at all?

Proving that clean text is clean is nearly all the work of repairing a corpus: ftfy's own test reads
4 to 10 MB/s. Every place that test can fire holds one of a small set of *hot* characters beside
another of a larger set, or one of a few rare forms; looking for those first costs a hundredth.
The gate may fire on clean text, it never misses what ftfy's test would find (tested by enumeration).
The sets are derived from ftfy's tables by ``tools/build_mojibake_gate.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

__all__ = ["damaged_lines"]

_BLOCK = 8192
"""Code points judged at once: 4 to 16 kB ran fastest, one hot spot opens only its own block."""
_ASCII = bytes(range(128))


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(character a damaged spot begins with, damaged spot)."""
    from cleanpress.data import DATA, read_toml

    table = read_toml(DATA / "mojibake_gate.toml")
    hot, near, between = table["hot"], table["near"], table["between"]
    # One class first, conditions behind: an alternation would be tried at every character.
    conditions = (
        "(?<=[\x80-\x9fŒœÂÃ])",
        f"(?<=[{hot}])(?:(?=[{near}])|(?<=[{near}][{hot}]))",
        f"(?<=[ВГРС])(?=[{between}][ВГРС])",
        f"(?<=[ΒΓΞΟ])(?=[{between}][ΒΓΞΟ])",
        "(?<=[вВ]Ђ)",
    )
    first = f"[\x80-\x9f{hot}ВГРСΒΓΞΟЂ]"
    return re.compile(first), re.compile(f"{first}(?:{'|'.join(conditions)})")


def damaged_lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines (code-point offsets, without the LF) that may hold mojibake, in order.

    >>> list(damaged_lines("fine\\ncafÃ© here\\nfine"))
    [(5, 15)]
    """
    if text.isascii():
        return
    anywhere, spot = _patterns()
    behind = 0
    for start, end in _blocks(text):
        if end <= behind:
            continue
        block = text[start:end] if end - start < len(text) else text
        if block.isascii() or not anywhere.search(_residue(block)):
            continue
        position = max(start, behind)
        while match := spot.search(text, position, min(len(text), end + 1)):
            first = text.rfind("\n", behind, match.start()) + 1 or behind
            last = text.find("\n", match.start())
            behind = position = len(text) if last < 0 else last
            yield first, behind


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Blocks of about 8,192 code points; they may cut a line, spots are looked for across the cut."""
    if len(text) <= 2 * _BLOCK:
        yield 0, len(text)
        return
    start = 0
    while start < len(text):
        end = text.find("\n", start + _BLOCK, start + 2 * _BLOCK)
        end = min(start + 2 * _BLOCK, len(text)) if end < 0 else end + 1
        yield start, end
        start = end


def _residue(block: str) -> str:
    """The block without its ASCII, when that leaves little: a short string is quickly searched."""
    sample = block[:64]
    if len(sample.encode("utf-8", "surrogatepass")) * 4 > len(sample) * 5:
        return block
    return block.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")
