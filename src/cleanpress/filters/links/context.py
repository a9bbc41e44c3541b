"""What stands around a candidate: the windows, words and shapes that signals are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleanpress.filters.links.candidates import Candidate
from cleanpress.scripts import MARKS, spaceless

__all__ = ["LEFT_WINDOW", "RIGHT_WINDOW", "TOKEN", "Context", "look_around", "shape"]

LEFT_WINDOW, RIGHT_WINDOW = 160, 100
"""Code points looked at before and behind a candidate: a clause or two on each side."""

TOKEN = re.compile(f"[^\\W_](?:[^\\W_]|[{MARKS}])*(?:['’\\-][^\\W_](?:[^\\W_]|[{MARKS}])*)*|[^\\w\\s]|_")
_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"'”’»)]*(?=\s|$)|[。！？]")


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of a candidate inside its line.

    ``left`` and ``right`` are the windows as written, ``left_words`` the last tokens before
    (nearest first), ``right_words`` the first ones behind; in writing without spaces a token is a
    character. ``clause`` is where the candidate's own sentence begins inside ``left``.
    """

    left: str
    right: str
    left_words: tuple[str, ...]
    right_words: tuple[str, ...]
    clause: int
    line_start: bool
    line_end: bool


def look_around(text: str, candidate: Candidate) -> Context:
    """Gather the surroundings of a candidate; a fixed amount of text, whatever the document."""
    start, end = candidate.start, candidate.end
    left = text[max(0, start - LEFT_WINDOW) : start]
    right = text[end : end + RIGHT_WINDOW]
    cut = max(left.rfind("\n"), left.rfind("\r"))
    line_start = cut >= 0 or start <= LEFT_WINDOW
    left = left[cut + 1 :]
    line_start = line_start and not left.strip()
    for stop in ("\n", "\r"):
        right = right.partition(stop)[0]
    line_end = not right.strip() and (len(right) < RIGHT_WINDOW)
    clause = 0
    for match in _SENTENCE_END.finditer(left):
        if match.end() < len(left.rstrip()):
            clause = match.end()
    return Context(left, right, _tokens(left[-64:], -4), _tokens(right[:64], 4), clause, line_start, line_end)


def _tokens(window: str, count: int) -> tuple[str, ...]:
    """The ``count`` tokens nearest the candidate, nearest first (negative: from the end)."""
    tokens = TOKEN.findall(window)
    near = tokens[count:][::-1] if count < 0 else tokens[:count]
    result: list[str] = []
    for token in near:
        edge = token[-1] if count < 0 else token[0]
        if spaceless(edge):
            chars = token[::-1] if count < 0 else token
            result.extend(chars[:3])
        else:
            result.append(token)
    return tuple(result[:4])


def shape(token: str) -> str:
    """The shape of a token: lower, Title, UPPER, mixed, 9 (digits), zh (no case), or the mark itself.

    >>> shape("Kota"), shape("99"), shape(","), shape("字")
    ('Title', '9', ',', 'zh')
    """
    if not token:
        return "none"
    if not token[0].isalnum():
        return token
    if token[0].isdigit():
        return "9"
    if spaceless(token[0]):
        return "zh"
    if token.islower():
        return "lower"
    if len(token) > 1 and token.isupper():
        return "UPPER"
    if token[0].isupper() and (len(token) == 1 or token[1:].islower()):
        return "Title"
    return "mixed" if token[0].isupper() or any(map(str.isupper, token)) else "caseless"
