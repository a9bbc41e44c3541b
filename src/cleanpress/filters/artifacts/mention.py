"""Use or mention: does a page print the phrase, or does a text speak about it?"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from cleanpress.data import DATA, entries, read_toml
from cleanpress.document import Line
from cleanpress.filters.artifacts.match import Found

__all__ = ["MESSAGES", "Code", "inside", "line"]

MESSAGES = frozenset(
    "bot-challenge consent-banner copy-protection js-cookie-wall llm-residue media-player server-error".split()
)
"""Families whose phrases are sentences that texts on the subject quote."""

AFTER_TITLE = 600
"""Code points behind a title in which the words of the subject are looked for."""

NEAR = 60
"""Code points beside a phrase in which the word for what it is is looked for."""

_FENCE = re.compile(r"^[ \t]{0,3}(?:```|~~~)", re.MULTILINE)
_MARKUP = re.compile(r"\s*</?[A-Za-z!][^<>]*>\s*")
_OPENING = {"“": "”", "„": "“”", "«": "»", "‹": "›", "「": "」", "『": "』", "‘": "’"}
_MARKS = frozenset("\"'`“”„«»‹›「」『』‘’")


class Code:
    """Where the text shows code: between fences and in code spans."""

    def __init__(self, text: str) -> None:
        fenced = "```" in text or "~~~" in text
        self._fences = [match.start() for match in _FENCE.finditer(text)] if fenced else []

    def __contains__(self, offset: int) -> bool:
        return bisect_right(self._fences, offset) % 2 == 1


def line(line: Line, family: str, before: str | None, behind: str | None, text: str, code: Code) -> bool:
    """Whether a line that is all phrase is mentioned.

    ``before`` and ``behind`` are the author's lines around it, ``text`` is the document when the line is
    its first and may be a title, else empty.
    """
    if line.start in code or line.text.lstrip().startswith(">"):
        return True
    if before is not None and behind is not None and _MARKUP.fullmatch(before) and _MARKUP.fullmatch(behind):
        return True
    if before is not None and before.endswith((":", "：")) and (family in MESSAGES or _named(before[-NEAR:])):
        return True
    if behind is not None and _points_back(behind[:NEAR]):
        return True
    return family in MESSAGES and text != "" and _named(text[line.end : line.end + AFTER_TITLE])


def inside(text: str, line: Line, found: Found, code: Code) -> bool:
    """Whether a phrase that is part of a line is mentioned, or the sentence goes on through it."""
    before = text[line.start : found.start]
    behind = text[found.end : line.end]
    if found.start in code or line.text.lstrip().startswith(">"):
        return True
    if before.rstrip()[-1:] in _MARKS and behind.lstrip()[:1] in _MARKS or before.count("`") % 2:
        return True
    if before.count('"') % 2 and '"' in behind:
        return True
    for opening, closing in _OPENING.items():
        last = before.rfind(opening)
        if last >= 0 and not any(mark in before[last + 1 :] for mark in closing) and any(c in behind for c in closing):
            return True
    return _named(before[-NEAR:])


def _named(text: str) -> bool:
    """Whether the text has a word for a message."""
    spaced, dense, _ = _vocabulary()
    return not spaced.isdisjoint(_tokens(text)) or any(word in text for word in dense)


def _points_back(text: str) -> bool:
    """Whether a line begins with something like "this message"."""
    spaced, dense, pointing = _vocabulary()
    start = _tokens(text)[:4]
    if not spaced.isdisjoint(start) and not pointing.isdisjoint(start):
        return True
    return text.startswith(tuple(pointing)) and any(word in text[:12] for word in dense)


def _tokens(text: str) -> list[str]:
    return re.findall(r"[\w-]+", text.casefold())


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    table = read_toml(DATA / "artifacts" / "_mention.toml")
    nouns, dense, pointing = (entries(table[key].casefold()) for key in ("nouns", "dense_nouns", "pointing"))
    return frozenset(nouns), tuple(dense), frozenset(pointing)
