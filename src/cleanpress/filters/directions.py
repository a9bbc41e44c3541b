"""Direction controls: which of them a paragraph needs (UAX #9)."""

from __future__ import annotations

import re

from cleanpress.characters import BIDI, is_rtl_letter

__all__ = ["kept_directions"]

_DIRECTION = re.compile(f"[{BIDI}]")
_RTL_BLOCKS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LINE_BREAK = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")


def kept_directions(text: str, overrides: bool = False) -> set[int]:
    r"""Offsets of the direction controls that stay: those of right-to-left paragraphs, in balance.

    Overrides stay with ``overrides`` only: they can make text read otherwise than it is stored.

    >>> kept_directions("\u05d0\u200f a\nb\u200f")
    {1}
    """
    kept: set[int] = set()
    begin = end = 0
    for match in _DIRECTION.finditer(text):
        if match.start() < end:
            continue
        for line_break in _LINE_BREAK.finditer(text, end, match.start()):
            begin = line_break.end()
        line_end = _LINE_BREAK.search(text, match.start())
        end = line_end.start() if line_end else len(text)
        if any(is_rtl_letter(letter.group()) for letter in _RTL_BLOCKS.finditer(text, begin, end)):
            kept |= _balanced(text, match.start(), end, overrides)
    return kept


def _balanced(text: str, start: int, end: int, overrides: bool) -> set[int]:
    """The controls of one paragraph that stay (UAX #9: a PDI also ends embeddings left open inside)."""
    kept: set[int] = set()
    stack: list[tuple[str, int]] = []
    isolates = 0
    for match in _DIRECTION.finditer(text, start, end):
        char, here = match.group(), match.start()
        if char in "\u200e\u200f\u061c":
            kept.add(here)
        elif char in "\u2066\u2067\u2068":
            stack.append((char, here))
            isolates += 1
        elif char == "\u2069":
            if isolates:
                while stack[-1][0] < "\u2066":
                    stack.pop()
                kept |= {here, stack.pop()[1]}
                isolates -= 1
        elif char != "\u202c":
            stack.append((char, here))
        elif stack and stack[-1][0] < "\u2066":
            opener, place = stack.pop()
            if opener < "\u202c" or overrides:
                kept |= {here, place}
    return kept
