"""Cue tables: words around a host that make its mention legitimate, in all languages at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from cleanpress.data import entries, read_toml
from cleanpress.errors import DataError
from cleanpress.filters.links.context import word_pattern
from cleanpress.lazy import cached_property
from cleanpress.patterns import compiled
from cleanpress.scripts import spaceless

__all__ = ["BEFORE", "CLASSES", "REGISTER", "TOUCHING", "Cue", "Cues", "cue_tables"]

TOUCHING, REGISTER = 2, 30
"""Code points between a host and a cue that touches it, and a word that tells what its paragraph is about."""
BEFORE = ("quoting", "affiliation", "site", "target")
"""Classes of cues that stand before a host; ``behind`` stands behind it, ``register`` anywhere near."""
CLASSES = (*BEFORE, "behind", "register")

_REMEMBERED = 32768  # words whose cues are remembered: some 4 MB
_MAY_BE_SPACELESS = "[\u0e00-\u1fff\u2e80-\U0010ffff]"
_PREFIX = 3  # code points of a stem, or of an ending, that are looked up first


class Cue(NamedTuple):
    """A cue found in a window: its class, its offsets in the window, the phrase as listed."""

    kind: str
    start: int
    end: int
    phrase: str


_Phrase: TypeAlias = tuple[tuple[str, ...], bool, str, str]
"""The words of a phrase, whether the last is a stem, the class, the phrase as listed."""
_Told: TypeAlias = tuple[tuple[tuple[str, str], ...], bool]
"""The cues that a word is by itself, as (class, phrase), and whether phrases of several words begin with it."""


class Cues:
    """Phrases by their first word, stems by their first letters, spaceless phrases by their first character."""

    def __init__(self) -> None:
        self._words: dict[str, list[_Phrase]] = {}
        self._pairs: dict[str, dict[str, list[_Phrase]]] = {}
        self._stems: dict[str, list[tuple[str, str]]] = {}
        self._endings: dict[str, list[tuple[str, str]]] = {}
        self._chars: dict[str, list[tuple[str, str]]] = {}

    def add(self, kind: str, phrase: str) -> None:
        """Enter one phrase; a trailing ``*`` lets the last word go on, a leading one is any beginning of a word."""
        stem = phrase.endswith("*")
        text = phrase.strip("*")
        words = tuple(word_pattern(text).findall(text))
        if any(map(spaceless, text)):
            self._chars.setdefault(text[0], []).append((text, kind))
        elif len(words) == 1 and phrase.startswith("*"):
            _enter(self._endings.setdefault(text[-_PREFIX:], []), (text, kind))
        elif len(words) == 1 and stem:
            _enter(self._stems.setdefault(text[:_PREFIX], []), (text, kind))
        elif words:
            alike = self._words.setdefault(words[0], []) if len(words) == 1 else self._paired(words, stem)
            if not any(entry[:3] == (words, stem, kind) for entry in alike):
                alike.append((words, stem, kind, phrase))

    def _paired(self, words: tuple[str, ...], stem: bool) -> list[_Phrase]:
        """Where a phrase of several words belongs: under its first two, a stem under its first letters."""
        second = words[1][:_PREFIX] if stem and len(words) == 2 else words[1]
        return self._pairs.setdefault(words[0], {}).setdefault(second, [])

    def find(self, window: str) -> Iterator[Cue]:
        """Every cue in a window, which must be casefolded; linear in its length."""
        pattern = word_pattern(window)
        words = pattern.findall(window)
        told = [*map(self._told, words)]
        hits = list(self._of_words(words, told)) if any(told) else ()
        if hits:
            spans = [match.span() for match in pattern.finditer(window)]
            yield from (Cue(kind, spans[first][0], spans[last][1], phrase) for first, last, kind, phrase in hits)
        if not window.isascii() and compiled(_MAY_BE_SPACELESS).search(window) and any(map(spaceless, window)):
            for index, char in enumerate(window):
                for text, kind in self._chars.get(char, ()):
                    if window.startswith(text, index):
                        yield Cue(kind, index, index + len(text), text)

    def _of_words(self, words: list[str], told: Sequence[_Told | None]) -> Iterator[tuple[int, int, str, str]]:
        """The cues among the words of a window, of each of which it was ``told`` what it can be.

        Index of the first and the last word, class and phrase.
        """
        told_pair, behind = self._told_pair, len(words)
        for index, found in enumerate(told):
            if found is None:
                continue
            cues, first = found
            for kind, phrase in cues:
                yield index, index, kind, phrase
            if first and index + 1 < behind:
                for parts, stem, kind, phrase in told_pair(words[index], words[index + 1]):
                    last = index + len(parts) - 1
                    if last < behind and _matches(parts, stem, words, index):
                        yield index, last, kind, phrase

    @cached_property
    def _told(self) -> Callable[[str], _Told | None]:
        """What :meth:`_about` tells of a word, remembered: the same few words make up most windows."""
        return lru_cache(maxsize=_REMEMBERED)(self._about)

    def _about(self, word: str) -> _Told | None:
        """What a word can be; None of nearly all words."""
        cues = [(kind, phrase) for _, _, kind, phrase in self._words.get(word, ())]
        stems, endings = self._stems.get(word[:_PREFIX]), self._endings.get(word[-_PREFIX:])
        cues += [(kind, f"{part}*") for part, kind in stems or () if word.startswith(part)]
        cues += [(kind, f"*{part}") for part, kind in endings or () if word.endswith(part)]
        first = word in self._pairs
        return (tuple(cues), first) if cues or first else None

    @cached_property
    def _told_pair(self) -> Callable[[str, str], tuple[_Phrase, ...]]:
        """The phrases of several words that may begin with these two, remembered."""
        return lru_cache(maxsize=_REMEMBERED)(self._about_pair)

    def _about_pair(self, first: str, second: str) -> tuple[_Phrase, ...]:
        known = self._pairs[first]
        found = list(known.get(second, ()))
        for size in range(1, min(_PREFIX + 1, len(second))):  # stems are entered under their first letters
            found += known.get(second[:size], ())
        return tuple(found)


def _enter(parts: list[tuple[str, str]], part: tuple[str, str]) -> None:
    """Add a stem or an ending with its class, once: languages share words."""
    if part not in parts:
        parts.append(part)


def _matches(parts: tuple[str, ...], stem: bool, words: list[str], index: int) -> bool:
    """Whether the words from ``index`` on, of which there are enough, are those of a phrase."""
    end = index + len(parts) - 1
    if words[index:end] != list(parts[:-1]):
        return False
    return words[end].startswith(parts[-1]) if stem else words[end] == parts[-1]


@lru_cache(maxsize=1)
def cue_tables() -> Cues:
    """The cues of all languages, read when the first host of a text is judged.

    Raises DataError naming the file when a table lacks a class or has an unknown one.
    """
    from cleanpress.data import DATA  # paths are slow to import, and clean texts need no tables

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
