"""Searches of the mojibake gate: each finds the next suspect place of its kind in a text that is read once."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from cleanpress.filters.mojibake.spots import mixed

__all__ = ["BEYOND", "EDGE", "LETTERS_ONLY", "Edges", "Search"]

BEYOND = 24
"""Code points behind a block that conditions may look at."""
EDGE = re.compile(b"a\\?")  # faster than bytes.find(), which looks for the question mark first
LETTERS_ONLY = bytes(ord("a" if chr(n).isalpha() else "?" if n == ord("?") else " ") for n in range(256))
"""ASCII letters as one, and what stands for every other character as it is."""


class Search:
    """A pattern on its way through a text: where it matches next, judged by ``confirm`` if that is needed.

    Matches begin at offsets from ``low`` up to ``high``.
    """

    __slots__ = ("at", "confirm", "high", "low", "pattern")

    def __init__(
        self,
        pattern: re.Pattern[str],
        confirm: Callable[[str, int], bool] | None,
        low: int = 0,
        high: int = sys.maxsize,
    ) -> None:
        self.pattern = pattern
        self.confirm = confirm
        self.low = low
        self.high = high
        self.at = -1

    def seek(self, text: str, start: int, stop: int) -> int:
        """The next match at or behind ``start``; the length of the text if there is none before ``stop``."""
        if self.at < start:
            self.at = len(text)
            for match in self.pattern.finditer(text, max(start, self.low), min(stop, self.high + BEYOND)):
                if self.confirm is None or self.confirm(text, match.start()):
                    self.at = match.start()
                    break
        return self.at


class Edges:
    """The places of a text of another script where something stands right behind a basic Latin letter.

    They are looked for in bytes, at the speed of memory; the place is that of the letter.
    """

    __slots__ = ("at", "marks", "offset")

    def __init__(self, text: str, start: int, end: int) -> None:
        start = max(start, 0)
        self.marks = text[start : end + BEYOND].encode("ascii", "replace").translate(LETTERS_ONLY)
        self.offset = start
        self.at = -1

    def seek(self, text: str, start: int, _: int) -> int:
        """The next such place at or behind ``start`` that is damaged; the length of the text if there is none."""
        if self.at < start:
            self.at = len(text)
            found = mixed().match
            for match in EDGE.finditer(self.marks, max(start - 1 - self.offset, 0)):
                if found(text, self.offset + match.start() + 1):
                    self.at = self.offset + match.start()
                    break
        return self.at
