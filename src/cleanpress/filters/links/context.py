"""What stands around a candidate: the windows, words and shapes that signals are made of."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from cleanpress.filters.links.candidates import Candidate
from cleanpress.lazy import cached_property
from cleanpress.patterns import compiled
from cleanpress.scripts import MARKS, spaceless

if TYPE_CHECKING:
    import re

__all__ = [
    "LEFT_WINDOW",
    "RIGHT_WINDOW",
    "TOKEN",
    "WORD",
    "Context",
    "look_around",
    "plain",
    "shape",
    "tokens_of",
    "word_pattern",
]

LEFT_WINDOW, RIGHT_WINDOW = 160, 100
"""Code points looked at before and behind a candidate: a clause or two on each side."""

_REST = f"(?:[^\\W_]++|[{MARKS}]++)*+"  # of a word, behind its first letter
WORD = f"[^\\W_]{_REST}(?:['’\\-][^\\W_]{_REST})*+"
TOKEN = f"{WORD}|[^\\w\\s]|_"
_SENTENCE_END = r"[.!?…。！？؟।][\"'”’»)]*(?=\s|$)|[。！？]"  # compiled when a host is judged
# The same in ASCII alone, which takes half as long.
_ASCII_WORD = "[A-Za-z0-9]++(?:['\\-][A-Za-z0-9]++)*+"
_ASCII_TOKEN = f"{_ASCII_WORD}|[^\\w\\s]|_"
_ASCII_SENTENCE_END = r"[.!?][\"')]*+(?=\s|$)"
_NEAR, _FEW = 64, 36
"""Code points on each side in which words count, and in which the nearest four nearly always stand."""
_COUNT = 4
_SPACELESS = "\u0e00"  # no writing without spaces has characters before it


class Context:
    """The surroundings of a candidate inside its line; what costs something is made when asked for.

    ``left`` and ``right`` are the windows as written; ``line_start`` and ``line_end`` say whether
    nothing but white space parts the candidate from the edges of its line.
    """

    def __init__(self, left: str, right: str, line_start: bool, line_end: bool) -> None:
        self.left = left
        self.right = right
        self.line_start = line_start
        self.line_end = line_end

    @cached_property
    def left_words(self) -> tuple[str, ...]:
        """The last tokens before the candidate, nearest first; in writing without spaces, characters."""
        left = self.left
        if len(left) > _FEW:  # what stands behind a blank are the same words wherever one begins to read
            near = tokens_of(left[-_FEW:].partition(" ")[2])
            if len(near) < _COUNT:
                near = tokens_of(left[-_NEAR:])
        else:
            near = tokens_of(left)
        return _one_by_one(near[: -_COUNT - 1 : -1], -1)

    @cached_property
    def right_words(self) -> tuple[str, ...]:
        """The first tokens behind the candidate."""
        right = self.right
        if len(right) > _FEW:
            near = tokens_of(right[:_FEW].rpartition(" ")[0])
            if len(near) < _COUNT:
                near = tokens_of(right[:_NEAR])
        else:
            near = tokens_of(right)
        return _one_by_one(near[:_COUNT], 0)

    @cached_property
    def clause(self) -> int:
        """Where the candidate's own sentence begins inside ``left``."""
        left = self.left
        clause, size = 0, len(left.rstrip())
        for match in compiled(_ASCII_SENTENCE_END if left.isascii() else _SENTENCE_END).finditer(left):
            if match.end() < size:
                clause = match.end()
        return clause


def look_around(text: str, candidate: Candidate) -> Context:
    """Gather the surroundings of a candidate; a fixed amount of text, whatever the document."""
    start, end = candidate.start, candidate.end
    first = text.rfind("\n", max(0, start - LEFT_WINDOW), start) + 1
    line_start = first > 0 or start <= LEFT_WINDOW
    left = text[first or max(0, start - LEFT_WINDOW) : start]
    right = text[end : end + RIGHT_WINDOW]
    cut = right.find("\n")
    line_end = cut >= 0 or end + RIGHT_WINDOW > len(text)
    right = right[:cut] if cut >= 0 else right
    if "\r" in left:
        left, line_start = left[left.rfind("\r") + 1 :], True
    if "\r" in right:
        right, line_end = right[: right.find("\r")], True
    return Context(left, right, line_start and not left.strip(), line_end and not right.strip())


@lru_cache(maxsize=32768)  # the same few words make up most texts
def plain(token: str) -> str:
    """A token as the tables know it: casefolded, a number as ``<num>``."""
    return "<num>" if token[:1].isdigit() else token.casefold()


def tokens_of(window: str) -> list[str]:
    """The words and marks of a window, in order, see :data:`TOKEN`."""
    found: list[str] = compiled(_ASCII_TOKEN if window.isascii() else TOKEN).findall(window)
    return found


def word_pattern(window: str) -> re.Pattern[str]:
    """What finds the words of a window."""
    return compiled(_ASCII_WORD if window.isascii() else WORD)


def _one_by_one(near: list[str], edge: int) -> tuple[str, ...]:
    """The tokens nearest a candidate, nearest first; in writing without spaces, characters from their ``edge`` on."""
    if not near or "".join(near).isascii() or all(token[edge] < _SPACELESS for token in near):
        return tuple(near)
    result: list[str] = []
    for token in near:
        if spaceless(token[edge]):
            chars = token[::-1] if edge else token
            result.extend(chars[:3])
        else:
            result.append(token)
    return tuple(result[:_COUNT])


@lru_cache(maxsize=32768)
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
