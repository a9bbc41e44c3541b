"""Damage that is shown, not suffered: tables of mojibake, code that mends it, explanations."""

from __future__ import annotations

import re

from cleanpress.edits import Change

__all__ = ["SHOWN", "shown"]

SHOWN = "it is shown as an example"
"""Why such a piece stays."""

_NEAR = 64
"""Code points to either side in which the right form makes an example of the damaged one."""
_OPENING = frozenset("\"'`|([{<=“‘«")
_CLOSING = frozenset("\"'`|)]}>=”’»,;:")
_QUOTES = frozenset("’‘“”")
"""Marks that touch a word on one side at least."""
_WORD = re.compile(r"\w")


def shown(text: str, change: Change, right: str | None = None) -> bool:
    """Whether the piece is an example: alone in quotes, code marks or a table cell, or beside its right form.

    ``right`` is the text with every changed piece blanked out, its length unchanged: where right forms are looked for.

    >>> shown("replace('Ã©', 'é')", Change(9, 11, "é"))
    True
    >>> shown("a cafÃ© here", Change(5, 7, "é"))
    False
    """
    before = text[max(0, change.start - _NEAR) : change.start]
    behind = text[change.end : change.end + _NEAR]
    spaced = before.endswith(" ") or behind.startswith(" ")
    left, following = before.rstrip(" ")[-1:], behind.lstrip(" ")[:1]
    if left in _OPENING and following in _CLOSING and left and following and (not spaced or left == following == "|"):
        return True
    if not any(map(str.isalnum, change.replacement)):
        return change.replacement in _QUOTES and (" " + before)[-1].isspace() and (behind + " ")[0].isspace()
    clean = text if right is None else right
    start, end = _word(text, change)
    right_form = text[start : change.start] + change.replacement + text[change.end : end]
    around = clean[max(0, start - _NEAR) : start] + "\n" + clean[end : end + _NEAR]
    return re.search(rf"(?<!\w){re.escape(right_form)}(?!\w)", around) is not None


def _word(text: str, change: Change) -> tuple[int, int]:
    """The word that the piece is part of, at most 64 code points to either side."""
    start, end = change.start, change.end
    while start > max(0, change.start - _NEAR) and _WORD.match(text[start - 1]):
        start -= 1
    while end < min(len(text), change.end + _NEAR) and _WORD.match(text[end]):
        end += 1
    return start, end
