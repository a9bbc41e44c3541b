"""What stands around a candidate: the windows, words and shapes that signals are made of."""

from __future__ import annotations

from functools import lru_cache

from cleanpress.filters.links.candidates import Candidate
from cleanpress.lazy import cached_property
from cleanpress.patterns import compiled
from cleanpress.scripts import MARKS, spaceless

__all__ = ["LEFT_WINDOW", "RIGHT_WINDOW", "TOKEN", "Context", "look_around", "plain", "shape"]

LEFT_WINDOW, RIGHT_WINDOW = 160, 100
"""Code points looked at before and behind a candidate: a clause or two on each side."""

_REST = f"(?:[^\\W_]++|[{MARKS}]++)*+"  # of a word, behind its first letter
TOKEN = f"[^\\W_]{_REST}(?:['’\\-][^\\W_]{_REST})*+|[^\\w\\s]|_"
_SENTENCE_END = r"[.!?…。！？؟।][\"'”’»)]*(?=\s|$)|[。！？]"  # compiled when a host is judged


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
        return _tokens(self.left[-64:], -4)

    @cached_property
    def right_words(self) -> tuple[str, ...]:
        """The first tokens behind the candidate."""
        return _tokens(self.right[:64], 4)

    @cached_property
    def left_plain(self) -> tuple[str, ...]:
        """The same before it as the tables know them, see :func:`plain`."""
        return tuple(map(plain, self.left_words))

    @cached_property
    def right_plain(self) -> tuple[str, ...]:
        """The same behind it."""
        return tuple(map(plain, self.right_words))

    @cached_property
    def clause(self) -> int:
        """Where the candidate's own sentence begins inside ``left``."""
        clause, size = 0, len(self.left.rstrip())
        for match in compiled(_SENTENCE_END).finditer(self.left):
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


def _tokens(window: str, count: int) -> tuple[str, ...]:
    """The ``count`` tokens nearest the candidate, nearest first (negative: from the end)."""
    tokens = compiled(TOKEN).findall(window)
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
