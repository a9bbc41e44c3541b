"""Damage that is shown, not suffered: tables of mojibake, code that mends it, explanations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from cleanpress.edits import Change, apply

__all__ = ["SHOWN", "examples"]

SHOWN = "it is shown as an example"
"""Why such a piece stays."""

_NEAR = 64
"""Code points to either side in which the right form makes an example of the damaged one."""
_SHORT = 8
_SIGNS = 3
"""Characters of an example in quotes, in brackets or a table cell at most; longer ones are quotations, or words."""
_OPENING = frozenset("\"'`|([{<=“‘«")
_BEFORE = _OPENING | {"", *filter(str.isspace, map(chr, range(0x3001)))}
"""What an example in quotes stands right behind: a quote, a space, nothing."""
_CLOSING = frozenset("\"'`|)]}>=”’»,;:")
_QUOTES = frozenset("’‘“”")
"""Marks that touch a word on one side at least."""
_BRACKETS = frozenset("|([{<")
_CONTROL = re.compile("[\x80-\x9f]")
"""What nobody shows, for it cannot be seen."""
_WORD = re.compile(r"\w")


def examples(text: str, changes: Sequence[Change]) -> frozenset[Change]:
    """The changes that are examples: beside their right form, or alone in quotes, code marks or a table cell.

    Neither proves anything where most damage of the line is of another kind.

    >>> "é" in [change.replacement for change in examples("replace('Ã©', 'é')", [Change(9, 11, "é")])]
    True
    >>> examples("a cafÃ© here", [Change(5, 7, "é")])
    frozenset()
    """
    found = {change for change in changes if text[change[0] - 1 : change[0]] in _BEFORE and _quoted(text, change)}
    if any(change.replacement in text for change in changes):
        right = apply(text, [Change(start, end, "\0" * (end - start)) for start, end, _ in changes])
        found |= {change for change in changes if _beside(text, change, right)}
    if not found:
        return frozenset()
    lines = Counter(text.count("\n", 0, change.start) for change in changes) if "\n" in text else None
    if lines is None:
        return frozenset(found) if 2 * len(found) >= len(changes) else frozenset()
    shown = Counter(text.count("\n", 0, change.start) for change in found)
    return frozenset(change for change in found if 2 * shown[n := text.count("\n", 0, change.start)] >= lines[n])


def _quoted(text: str, change: Change) -> bool:
    before = text[max(0, change.start - _NEAR) : change.start]
    behind = text[change.end : change.end + _NEAR]
    spaced = before.endswith(" ") or behind.startswith(" ")
    left, following = before.rstrip(" ")[-1:], behind.lstrip(" ")[:1]
    if left in _OPENING and following in _CLOSING and left and following and (not spaced or left == following == "|"):
        if left in _BRACKETS and following == "]" and behind[1:2] == "(":
            return False  # the words of a link
        return len(change.replacement) <= (_SIGNS if left in _BRACKETS else _SHORT) and " " not in change.replacement
    if not any(map(str.isalnum, change.replacement)) and not _CONTROL.search(text, change.start, change.end):
        return change.replacement in _QUOTES and (" " + before)[-1].isspace() and (behind + " ")[0].isspace()
    return False


def _beside(text: str, change: Change, right: str) -> bool:
    """Whether the right form of the word stands near; ``right`` is the text with all changes blanked out."""
    if change.replacement not in right[max(0, change.start - 2 * _NEAR) : change.end + 2 * _NEAR]:
        return False
    start, end = _word(text, change)
    right_form = text[start : change.start] + change.replacement + text[change.end : end]
    around = right[max(0, start - _NEAR) : start] + "\n" + right[end : end + _NEAR]
    if right_form not in around:
        return False
    return re.search(rf"(?<!\w){re.escape(right_form)}(?!\w)", around) is not None


def _word(text: str, change: Change) -> tuple[int, int]:
    """The word that the piece is part of, at most 64 code points to either side."""
    start, end = change.start, change.end
    while start > max(0, change.start - _NEAR) and _WORD.match(text[start - 1]):
        start -= 1
    while end < min(len(text), change.end + _NEAR) and _WORD.match(text[end]):
        end += 1
    return start, end
