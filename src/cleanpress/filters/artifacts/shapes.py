"""Sentences in the words of a family that nobody listed: a cookie notice, a request to report a mistake.

A shape is a line of groups: ``javascript + enable|turn on + please|browser``. A line of a text has it if it
has a word of every group, and no word that no listed phrase of the family has. That says less than a listed
phrase does, so a line of such a shape is cut only near an end of a text that is about something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleanpress.lazy import cached_property
from cleanpress.lexicon import Entry, PhraseRule, fold

__all__ = ["COOKIE", "KEYS", "SCRIPT", "WINDOW", "Shapes", "lines", "near_end"]

WINDOW = 250
"""Code points at the beginning and at the end of a text in which shapes are looked for."""

LONGEST = 300
"""Code points of the longest line that may have a shape."""

SCRIPT = "JavaScrip"
"""What every text with a notice about JavaScript has, an anchor of other phrases, too."""

COOKIE = "ookie"
"""What every text with a cookie notice has near an end."""

KEYS = "Ctrl"
"""What every request to report a mistake has near an end."""

TRIGGERS = (SCRIPT, COOKIE, KEYS)

_WORD = re.compile(r"[^\W\d_]+")


class Shape(NamedTuple):
    """One shape: a word for its subject, and the groups of alternatives, all case folded."""

    entry: Entry
    groups: tuple[tuple[str, ...], ...]


class Shapes:
    """The shapes of a catalogue."""

    def __init__(self, rules: Sequence[PhraseRule]) -> None:
        self._rules = rules

    def find(self, line: str) -> Entry | None:
        """What a line of a shape is; the phrase of that is the word for its subject."""
        if len(line) > LONGEST or not any(trigger in line for trigger in TRIGGERS):
            return None
        folded = fold(line)
        words = frozenset(_WORD.findall(folded))
        known = [family for family, vocabulary in self._vocabulary.items() if words <= vocabulary]
        for entry, groups in self._shapes if known else ():
            if _family(entry.rule) in known and all(any(word in folded for word in group) for group in groups):
                return entry
        return None

    @cached_property
    def _shapes(self) -> list[Shape]:
        return [_shape(rule, line) for rule in self._rules if rule.where == "shape" for line in rule.phrases]

    @cached_property
    def _vocabulary(self) -> dict[str, frozenset[str]]:
        """All words of the listed phrases, for every family that has shapes."""
        families = {_family(entry.rule) for entry, _ in self._shapes}
        found: dict[str, set[str]] = {family: set() for family in families}
        for rule in self._rules:
            if rule.where != "shape" and _family(rule) in families:
                found[_family(rule)].update(*(_WORD.findall(phrase.casefold()) for phrase in rule.phrases))
        return {family: frozenset(words) for family, words in found.items()}


def lines(text: str) -> Iterator[int]:
    """Where lines begin that have a word near an end of the text for which they may have a shape."""
    for low, high in {(0, WINDOW), (max(len(text) - WINDOW, 0), len(text))}:
        for trigger in TRIGGERS:
            position = text.find(trigger, low, high)
            while position >= 0:
                if trigger != COOKIE or text[position - 1] in "cC":  # not a rookie's
                    yield text.rfind("\n", 0, position) + 1
                    position = text.find("\n", position, high)
                position = text.find(trigger, position + 1, high) if position >= 0 else -1


def near_end(text: str, start: int, end: int) -> bool:
    """Whether such a word of the line ``text[start:end]`` stands near an end of the text."""
    high, low = min(end, WINDOW), max(start, len(text) - WINDOW)
    return any(text.find(word, start, high) >= 0 or text.find(word, low, end) >= 0 for word in TRIGGERS)


def _shape(rule: PhraseRule, line: str) -> Shape:
    groups = tuple(tuple(word.strip(" ").casefold() for word in group.split("|")) for group in line.split(" + "))
    return Shape(Entry(rule, groups[0][0], False), groups)


def _family(rule: PhraseRule) -> str:
    return rule.id.split("/")[1]
