"""What white space is told of and nobody changes: characters that are lost, and stacks of marks."""

from __future__ import annotations

import re

from cleanpress.edits import Span
from cleanpress.patterns import compiled

__all__ = ["may_report", "reports"]

_LOST = re.compile("\ufffd\ufffd*")  # a literal first: several times as fast
_STACK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{9,}"
_TELLING = "[\ufffd\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACK_LIKE = "[\u0300-\u03ff]{9}"
_FEW = 128  # characters of a residue that are sooner looked at as they are than as bytes
_STACKED = 8  # marks on one letter that spellings and their display can need
_DOUBTFUL = 0.5


def may_report(rare: str) -> bool:
    """Whether a text may hold something to tell; ``rare`` holds its characters beside ASCII, in any order."""
    return compiled(_TELLING).search(rare) is not None


def reports(text: str, rare: str) -> list[Span]:
    """What is told and not changed: characters that are lost, and stacks of marks."""
    found: list[Span] = []
    if rare.isascii():
        return found
    if "\ufffd" in rare:
        reason = "a character is lost here"
        found += [(*m.span(), "", "whitespace/replacement-character", reason, _DOUBTFUL) for m in _LOST.finditer(text)]
    if len(rare) > _STACKED and _may_stack(rare):
        for match in compiled(_STACK).finditer(text):
            start, end = match.span()
            reason = f"{end - start} marks on one letter"
            found.append((start + _STACKED, end, "", "whitespace/mark-stack", reason, _DOUBTFUL))
    return found


def _may_stack(rare: str) -> bool:
    """Whether nine characters from U+0300 to U+03FF follow each other, of which the first marks are."""
    if len(rare) <= _FEW:
        return compiled(_STACK_LIKE).search(rare) is not None
    return b"\x03" * 9 in rare.encode("utf-16-le", "surrogatepass")[1::2]
