"""Expressions that most texts never need: compiled when one does."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["compiled"]


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The compiled expression, kept for good: the cache of ``re`` forgets, and to compile one takes a millisecond.

    For expressions that are written in the code, of which there are few.

    >>> compiled("[0-9]+").findall("3 of 12")
    ['3', '12']
    """
    return re.compile(pattern)
