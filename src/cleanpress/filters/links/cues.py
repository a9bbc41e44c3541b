"""Cue tables: words around a host that make its mention legitimate, in all languages at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cleanpress.data import DATA, entries, read_toml
from cleanpress.errors import DataError
from cleanpress.scripts import MARKS, spaceless

__all__ = ["BEFORE", "CLASSES", "Cue", "Cues", "cue_tables"]

BEFORE = ("quoting", "affiliation", "site", "target")
"""Classes of cues that stand before a host; ``behind`` stands behind it, ``register`` anywhere near."""
CLASSES = (*BEFORE, "behind", "register")

_REST = f"(?:[^\\W_]++|[{MARKS}]++)*+"  # of a word, behind its first letter
_WORD = re.compile(f"[^\\W_]{_REST}(?:['’\\-][^\\W_]{_REST})*+")
_PREFIX = 3  # code points of a stem, or of an ending, that are looked up first


class Cue(NamedTuple):
    """A cue found in a window: its class, its offsets in the window, the phrase as listed."""

    kind: str
    start: int
    end: int
    phrase: str


_Phrase = tuple[tuple[str, ...], bool, str, str]
"""The words of a phrase, whether the last is a stem, the class, the phrase as listed."""


class _Parts(list[tuple[str, str]]):
    """Stems or endings with their classes; ``texts`` are the former alone, to be tried all at once."""

    texts: tuple[str, ...] = ()

    def add(self, text: str, kind: str) -> None:
        if (text, kind) not in self:  # languages share words
            self.append((text, kind))
            self.texts = (*self.texts, text)


class Cues:
    """Phrases by their first word, stems by their first letters, spaceless phrases by their first character."""

    def __init__(self) -> None:
        self._words: dict[str, list[_Phrase]] = {}
        self._pairs: dict[tuple[str, str], list[_Phrase]] = {}
        self._firsts: set[str] = set()
        self._stems: dict[str, _Parts] = {}
        self._endings: dict[str, _Parts] = {}
        self._chars: dict[str, list[tuple[str, str]]] = {}

    def add(self, kind: str, phrase: str) -> None:
        """Enter one phrase; a trailing ``*`` lets the last word go on, a leading one is any beginning of a word."""
        stem = phrase.endswith("*")
        text = phrase.strip("*")
        words = tuple(_WORD.findall(text))
        if any(map(spaceless, text)):
            self._chars.setdefault(text[0], []).append((text, kind))
        elif len(words) == 1 and phrase.startswith("*"):
            self._endings.setdefault(text[-_PREFIX:], _Parts()).add(text, kind)
        elif len(words) == 1 and stem:
            self._stems.setdefault(text[:_PREFIX], _Parts()).add(text, kind)
        elif words:
            alike = self._words.setdefault(words[0], []) if len(words) == 1 else self._paired(words, stem)
            if not any(entry[:3] == (words, stem, kind) for entry in alike):
                alike.append((words, stem, kind, phrase))

    def _paired(self, words: tuple[str, ...], stem: bool) -> list[_Phrase]:
        """Where a phrase of several words belongs: under its first two, a stem under its first letters."""
        self._firsts.add(words[0])
        second = words[1][:_PREFIX] if stem and len(words) == 2 else words[1]
        return self._pairs.setdefault((words[0], second), [])

    def find(self, window: str) -> Iterator[Cue]:
        """Every cue in a window, which must be casefolded; linear in its length."""
        found = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(window)]
        known, stems, endings = self._words, self._stems, self._endings
        for index, (word, start, end) in enumerate(found):
            if word in known:
                yield from (Cue(kind, start, end, phrase) for _, _, kind, phrase in known[word])
            if word in self._firsts and index + 1 < len(found):
                second = found[index + 1][0]
                for key in {second, *(second[:size] for size in range(1, _PREFIX + 1))}:
                    for words, stem, kind, phrase in self._pairs.get((word, key), ()):
                        last = index + len(words) - 1
                        if last < len(found) and _matches(words, stem, found, index):
                            yield Cue(kind, start, found[last][2], phrase)
            first, ending = word[:_PREFIX], word[-_PREFIX:]
            if first in stems and word.startswith(stems[first].texts):
                yield from (Cue(kind, start, end, f"{part}*") for part, kind in stems[first] if word.startswith(part))
            if ending in endings and word.endswith(endings[ending].texts):
                yield from (Cue(kind, start, end, f"*{part}") for part, kind in endings[ending] if word.endswith(part))
        if not window.isascii() and any(map(spaceless, window)):
            for index, char in enumerate(window):
                for text, kind in self._chars.get(char, ()):
                    if window.startswith(text, index):
                        yield Cue(kind, index, index + len(text), text)


def _matches(words: tuple[str, ...], stem: bool, found: list[tuple[str, int, int]], index: int) -> bool:
    for offset, word in enumerate(words[:-1]):
        if found[index + offset][0] != word:
            return False
    last = found[index + len(words) - 1][0]
    return last.startswith(words[-1]) if stem else last == words[-1]


@lru_cache(maxsize=1)
def cue_tables() -> Cues:
    """The cues of all languages, read when the first host of a text is judged.

    Raises DataError naming the file when a table lacks a class or has an unknown one.
    """
    cues = Cues()
    for path in sorted((DATA / "cues").glob("*.toml")):
        table = read_toml(path)
        unknown = set(table) ^ {"language", *CLASSES}
        if unknown:
            raise DataError(f"{path}: keys must be language, {', '.join(CLASSES)}; differs in {sorted(unknown)}")
        for kind in CLASSES:
            for phrase in entries(table[kind]):
                cues.add(kind, phrase)
    return cues
