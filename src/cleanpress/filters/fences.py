"""Where a text holds code that stands as it is: fenced blocks and preformatted HTML."""

from __future__ import annotations

import re
from bisect import bisect_left

from cleanpress.characters import SPACES
from cleanpress.patterns import compiled

__all__ = ["find_fences", "open_fence"]

_ANY_SPACE = " " + SPACES
_FENCE = f"(?mi)^[>{_ANY_SPACE}]*(?P<fence>`{{3,}}|~{{3,}})(?P<rest>.*)$|<(?P<close>/?)(?P<tag>pre|textarea)\\b"
_PREFORMATTED = re.compile("<(?:pre|textarea)", re.I)


def find_fences(text: str) -> tuple[list[int], list[int]]:
    """Where fenced code blocks and preformatted HTML start and end, their marks included."""
    starts: list[int] = []
    ends: list[int] = []
    # A single character is found ten times as fast as three, and most texts have none of these.
    fenced = ("`" in text and "```" in text) or ("~" in text and "~~~" in text)
    if not fenced and not ("<" in text and _PREFORMATTED.search(text)):
        return starts, ends
    view = text.replace("\r", "\n")
    opened = ""
    line_start = seen = 0
    for found in compiled(_FENCE).finditer(view):
        line_start = view.rfind("\n", seen, found.start()) + 1 or line_start
        seen = found.start()
        fence, rest, tag = found["fence"], found["rest"], (found["tag"] or "").lower()
        if not opened:
            if not found["close"] and not (fence and fence[0] == "`" and "`" in rest):
                opened = fence or tag
                starts.append(line_start)
        elif (found["close"] and tag == opened) or (fence and fence.startswith(opened) and not rest.strip(_ANY_SPACE)):
            opened = ""
            if not ends or ends[-1] < found.end():
                newline = view.find("\n", found.end())
                ends.append(newline if newline >= 0 else len(view))
            else:
                ends.append(ends[-1])
    if opened:
        ends.append(len(view))
    return starts, ends


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
