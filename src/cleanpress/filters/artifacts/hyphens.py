"""Words that a line end divides: joined again where it is certain that they are one word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleanpress.edits import Span
from cleanpress.filters.artifacts.gate import SOFT
from cleanpress.filters.artifacts.mention import Subject
from cleanpress.lexicon import PhraseRule

__all__ = ["Joiner"]

CONFIDENCE = 0.95
"""Confidence of a word that the rest of the text proves."""

_NAMES = {"-": "hyphen", "\u2010": "hyphen", SOFT: "soft hyphen"}
_FIRST = re.compile(r"(?<![^\W\d_])(?<!-)[^\W\d_]{2,40}\Z")
_SECOND = re.compile(r"[ \t]{0,16}([^\W\d_]{2,40})(?![-\u2010])")
_LONGEST = 41
_FEW = 16  # marks that are looked up one by one
_WORD = re.compile(r"[^\W\d_]{4,}")  # shorter ones prove nothing
_HYPHENED = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,40})[-\u2010]([^\W\d_]{2,40})")


class Joiner:
    """Joins what rules with the act ``join`` list: the marks at which a word was divided."""

    def __init__(self, rules: Iterable[PhraseRule]) -> None:
        self._rules = {mark: rule for rule in rules if rule.act == "join" for mark in rule.phrases}

    def scan(self, text: str, subject: Subject) -> list[Span]:
        """The marks, with the line breaks behind them, as (start, end, "", rule, reason, confidence).

        A soft hyphen at a line end always divides a word. A hyphen may be part of it (``well-known``), so the
        joined word has to stand elsewhere in the text, and the hyphened one must not.
        """
        spans = []
        words: set[str] | None = None
        hyphened: set[str] = set()
        folded = ""
        for count, found in enumerate(sorted(_breaks(text))):
            mark = text[found[0]]
            rule = self._rules.get(_NAMES[mark])
            first = _FIRST.search(text[max(found[0] - _LONGEST, 0) : found[0]])
            second = _SECOND.match(text, found[1])
            if rule is None or first is None or second is None:
                continue
            if found[0] in subject or subject.indented(text, found[0]):
                continue
            if mark != SOFT:
                if not second[1].islower():
                    continue
                joined = (first[0] + second[1]).casefold()
                if count < _FEW:  # the joined word hardly ever stands in the text: look for it before all words
                    folded = folded or text.casefold()
                    if joined not in folded:
                        continue
                if words is None:
                    words = {word.casefold() for word in _WORD.findall(text)}
                    hyphened = {(a + b).casefold() for a, b in _HYPHENED.findall(text)}
                if joined not in words or joined in hyphened:
                    continue
            reason = f"word divided by {rule.emitter}"
            spans.append((found[0], second.start(1), "", rule.id, reason, rule.confidence or CONFIDENCE))
        return spans


def _breaks(text: str) -> Iterator[tuple[int, int]]:
    """Where marks with a line break behind them begin and end."""
    for mark in _NAMES:
        if mark in text:
            yield from (match.span() for match in re.finditer(f"{mark}\r?\n", text))
