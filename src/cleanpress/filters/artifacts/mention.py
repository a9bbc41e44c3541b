"""Use or mention: does a page print the phrase, or does a text speak about it?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from cleanpress.data import DATA, entries, read_toml
from cleanpress.document import Line
from cleanpress.edits import Span
from cleanpress.filters.artifacts.match import Found
from cleanpress.lazy import cached_property

__all__ = ["AFTER_TITLE", "TITLES", "Code", "Subject", "inside", "line", "on_web", "quoted"]

MESSAGES = frozenset(
    ("bot-challenge", "consent-banner", "copy-protection", "js-cookie-wall", "llm-residue", "server-error")
)
"""Families whose phrases are sentences that texts on the subject quote behind a colon."""

TITLES = frozenset(("copy-protection", "llm-residue", "server-error"))
"""Families whose phrases make titles of articles, and are not printed at the head of a page."""

AFTER_TITLE = 600
"""Code points behind a title in which the words of the subject are looked for."""

NEAR = 60
"""Code points beside a phrase in which the word for what it is is looked for."""

AROUND = 300
"""Code points before and behind a phrase in which quotation marks are looked for."""

_FENCE = re.compile(r"^[ \t]{0,3}(?:```|~~~)", re.MULTILINE)
_TOKEN = re.compile(r"[\w-]+")
_MARKUP = re.compile(r"\s*</?[A-Za-z!][^<>]*>\s*")
_PAIRS = {"“": "”", "„": "“”", "«": "»", "‹": "›", "「": "」", "『": "』", "‘": "’"}
_MARKS = frozenset("\"'`“”„«»‹›「」『』‘’")


class Code:
    """Where the text shows code between fences.

    >>> 8 in Code("```\\nint x;\\n```\\n"), 20 in Code("```\\nint x;\\n```\\nText.")
    (True, False)
    """

    def __init__(self, text: str) -> None:
        fenced = ("`" in text and "```" in text) or ("~" in text and "~~~" in text)
        self._fences = [match.start() for match in _FENCE.finditer(text)] if fenced else []

    def __contains__(self, offset: int) -> bool:
        return bool(self._fences) and bisect_right(self._fences, offset) % 2 == 1

    @staticmethod
    def indented(text: str, offset: int) -> bool:
        """Whether the line that holds the offset is set off as code is: by four blanks or a tab."""
        start = text.rfind("\n", 0, offset) + 1
        return text.startswith(("    ", "\t"), start)

    @staticmethod
    def span(text: str, start: int, end: int) -> bool:
        """Whether backticks stand around ``text[start:end]`` in its line."""
        low = max(text.rfind("\n", 0, start) + 1, start - AROUND)
        return text.count("`", low, start) % 2 == 1 and "`" in text[end : end + AROUND].partition("\n")[0]


class Subject(Code):
    """Where a text shows code, and whether it is about code; ``cuts`` of it are not looked at."""

    def __init__(self, text: str, cuts: Sequence[Span] = ()) -> None:
        super().__init__(text)
        self._text = text
        self._cuts = sorted(cuts)

    @cached_property
    def on_code(self) -> bool:
        """Whether the text is about codes, tags or programs, and may therefore show some."""
        stops = [(0, 0), *((start, end) for start, end, *_ in self._cuts), (len(self._text), 0)]
        kept = " ".join(self._text[one[1] : other[0]] for one, other in pairwise(stops))
        folded = kept.casefold()
        return any(word in folded and _is_word(folded, word) for word in _code_words())


def line(line: Line, family: str, before: str | None, behind: str | None, below: str, code: Code) -> bool:
    """Whether a line that is all phrase is mentioned.

    ``before`` and ``behind`` are the author's lines around it; ``below`` is what the author wrote if the
    line is the first of the text and may be its title, else empty.
    """
    if line.start in code or line.text.lstrip().startswith(">"):
        return True
    if before is not None:
        if behind is not None and before.endswith(">") and _MARKUP.fullmatch(before) and _MARKUP.fullmatch(behind):
            return True
        if before.endswith((":", "：")) and (family in MESSAGES or _named(before[-NEAR:])):
            return True
    if behind is not None and _points_back(behind[:NEAR]):
        return True
    return family in TITLES and _named(below)


def inside(text: str, line: Line, found: Found, code: Code) -> bool:
    """Whether a phrase that is a part of a line is mentioned."""
    before = text[max(line.start, found.start - AROUND) : found.start]
    behind = text[found.end : min(line.end, found.end + AROUND)]
    if found.start in code or line.text[:16].lstrip().startswith(">"):
        return True
    if before.rstrip()[-1:] in _MARKS and behind.lstrip()[:1] in _MARKS:
        return True
    if any(_opens(before, mark) and _closes(behind, mark) for mark in '"`'):
        return True
    if before[-1:] in _MARKS and any(c in _MARKS for c in text[found.start + 1 : found.end]):
        return True  # a slot took in the end of the quotation
    for opening, closing in _PAIRS.items():
        quoted = before[before.rfind(opening) + 1 :] if opening in before else None
        if quoted is not None and not any(c in quoted for c in closing) and any(c in behind for c in closing):
            return True
    return _named(before[-NEAR:])


def quoted(text: str, start: int, end: int) -> bool:
    """Whether quotation marks stand directly around ``text[start:end]``."""
    return text[start - 1 : start] in _MARKS and text[end : end + 1] in _MARKS and start > 0


def on_web(text: str) -> bool:
    """Whether a text, case folded, is about pages and programs: it may tell its readers what to turn on."""
    return any(word in text for word in _web_words())


@lru_cache(maxsize=1)
def _web_words() -> tuple[str, ...]:
    return tuple(entries(read_toml(DATA / "artifacts" / "_mention.toml")["web"].casefold()))


@lru_cache(maxsize=1)
def _code_words() -> frozenset[str]:
    return frozenset(entries(read_toml(DATA / "artifacts" / "_mention.toml")["code"].casefold()))


def _is_word(text: str, word: str) -> bool:
    """Whether a literal of letters stands somewhere in the text with no word character beside it."""
    return any(not match[1] for match in re.finditer(rf"{word}(?<!\w{word})(\w?)", text))


def _opens(before: str, mark: str) -> bool:
    """Whether the last of these marks, which look the same on both sides, begins a quotation."""
    at = before.rfind(mark)
    return at >= 0 and not before[at - 1 : at].strip(" \t([") and not before[at + 1 : at + 2].isspace()


def _closes(behind: str, mark: str) -> bool:
    """Whether the first of these marks ends a quotation."""
    at = behind.find(mark)
    return at >= 0 and not behind[at - 1 : at].isspace()


def _named(text: str) -> bool:
    """Whether the text has a word for a message."""
    spaced, dense, _ = _vocabulary()
    return not spaced.isdisjoint(_tokens(text)) or (not text.isascii() and any(word in text for word in dense))


def _points_back(text: str) -> bool:
    """Whether a line begins with something like "this message"."""
    spaced, dense, pointing = _vocabulary()
    start = _tokens(text)[:4]
    if not spaced.isdisjoint(start) and not pointing.isdisjoint(start):
        return True
    first = text[:12]
    return not first.isascii() and any(word in first for word in dense) and text.startswith(tuple(pointing))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.casefold())


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    """Words for a message, the same in scripts without spaces, and words that point at one."""
    table = read_toml(DATA / "artifacts" / "_mention.toml")
    nouns, dense, pointing = (entries(table[key].casefold()) for key in ("nouns", "dense_nouns", "pointing"))
    return frozenset(nouns), tuple(dense), frozenset(pointing)
