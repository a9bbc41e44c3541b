"""Where a text holds code that stands as it is: fenced blocks and preformatted HTML."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from cleanpress.characters import SPACES
from cleanpress.patterns import compiled

__all__ = ["find_fences", "open_fence"]

_ANY_SPACE = " " + SPACES
_FENCE = f"(?mi)^[>{_ANY_SPACE}]*(?P<fence>`{{3,}}|~{{3,}})(?P<rest>.*)$|<(?P<close>/?)(?P<tag>pre|textarea)\\b"
_PREFORMATTED = re.compile("<(?:pre|textarea)", re.I)


class _Mark(NamedTuple):
    """What may open or close a block: its line's start, its end, and the fence with what follows it, or the tag."""

    line_start: int
    end: int
    fence: str
    rest: str
    tag: str
    closes: bool


def find_fences(text: str) -> tuple[list[int], list[int]]:
    """Where fenced code blocks and preformatted HTML start and end, their marks included."""
    starts: list[int] = []
    ends: list[int] = []
    # A single character is found ten times as fast as three, and most texts have none of these.
    runs = [run for run in ("```", "~~~") if run[0] in text and run in text]
    tagged = "<" in text and _PREFORMATTED.search(text) is not None
    if not runs and not tagged:
        return starts, ends
    view = text.replace("\r", "\n")
    opened = ""
    for mark in _all_marks(view) if tagged else _fences(view, "|".join(runs)):
        if not opened:
            if not mark.closes and not (mark.fence[:1] == "`" and "`" in mark.rest):
                opened = mark.fence or mark.tag
                starts.append(mark.line_start)
        elif (mark.closes and mark.tag == opened) or (
            mark.fence and mark.fence.startswith(opened) and not mark.rest.strip(_ANY_SPACE)
        ):
            opened = ""
            if not ends or ends[-1] < mark.end:
                newline = view.find("\n", mark.end)
                ends.append(newline if newline >= 0 else len(view))
            else:
                ends.append(ends[-1])
    if opened:
        ends.append(len(view))
    return starts, ends


def _all_marks(view: str) -> Iterator[_Mark]:
    """The marks of a text, in order."""
    line_start = seen = 0
    for found in compiled(_FENCE).finditer(view):
        line_start = view.rfind("\n", seen, found.start()) + 1 or line_start
        seen = found.start()
        tag = (found["tag"] or "").lower()
        yield _Mark(line_start, found.end(), found["fence"] or "", found["rest"] or "", tag, bool(found["close"]))


def _fences(view: str, runs: str) -> Iterator[_Mark]:
    """The same for a text without tags; ``runs`` are the fences that it has, as a pattern."""
    behind = 0  # the first line that is not dealt with
    for found in compiled(runs).finditer(view):
        at = found.start()
        if at < behind:
            continue
        line_start = view.rfind("\n", behind, at) + 1 or behind
        end = view.find("\n", at)
        end = len(view) if end < 0 else end
        behind = end + 1
        if not view[line_start:at].strip(f">{_ANY_SPACE}"):
            rest = view[at:end].lstrip(view[at])
            yield _Mark(line_start, end, view[at : end - len(rest)], rest, "", False)


def open_fence(text: str, place: int) -> str:
    r"""What opens the block in which a place lies: a fence or a tag; empty outside of blocks.

    >>> open_fence("```sh\nls  -l\n```\n", 8), open_fence("```\nls\n```\nText", 12)
    ('```', '')
    """
    starts, ends = find_fences(text)
    index = bisect_left(starts, place) - 1
    if index < 0 or place >= ends[index]:
        return ""
    found = compiled(_FENCE).search(text.replace("\r", "\n"), starts[index])
    return (found["fence"] or f"<{found['tag']}>") if found else ""
