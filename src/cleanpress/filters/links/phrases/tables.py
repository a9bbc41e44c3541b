"""The vocabulary of link spam in all languages: word classes from which keyword phrases are made.

A phrase is not listed as a whole: ``data/spam/<language>.toml`` names words by what they do in one, so
that combinations nobody wrote down are recognised, too. :mod:`runs` puts the classes together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import combining, normalize

from cleanpress.data import DATA, FOLDER, entries, read_toml
from cleanpress.errors import DataError
from cleanpress.filters.links.context import TOKEN
from cleanpress.filters.links.model import pair_table
from cleanpress.patterns import compiled
from cleanpress.scripts import spaceless

__all__ = [
    "ANY",
    "CATEGORY_CLASSES",
    "LANGUAGE_CLASSES",
    "PLIGHT",
    "Stems",
    "Vocabulary",
    "Word",
    "as_word",
    "dense",
    "gate_words",
    "plain_letters",
    "vocabulary",
]

LANGUAGE_CLASSES = ("inner", "action", "quality")
"""Classes of a language: may only stand inside a phrase; what one does with the goods; what they are like."""

PLIGHT = "plight"
"""A class of a language: what the press says of the goods: who lost what, who forbids, warns, is caught, pays."""

CATEGORY_CLASSES = ("strong", "core", "with", "topic")
"""Classes of a category of goods: spam by itself; the goods; what goes with them; signs that a text is about them."""

_LINE_CLASSES = {"cta": ("urge", "reward"), "contact": ("messenger", "write", "core", "staff")}
ANY = "any"
"""The language of words that are the same everywhere."""


class Word(NamedTuple):
    """One entry: its class, its category (empty for the classes of a language), its tokens, its weight."""

    kind: str
    category: str
    tokens: tuple[str, ...]
    weight: int


@dataclass(slots=True)
class Language:
    """The words of one language: spaced ones by first token, dense ones by first character, longest first."""

    by_token: dict[str, list[Word]] = field(default_factory=dict)
    by_char: dict[str, list[tuple[str, Word]]] = field(default_factory=dict)


class Stems:
    """Words, and stems that go on, looked up by their first two characters.

    >>> Stems(["debt*", "lost"]).holds("debts"), Stems(["debt*", "lost"]).holds("loster")
    (True, False)
    """

    def __init__(self, listed: Iterable[str]) -> None:
        self._words: set[str] = set()
        self._stems: dict[str, list[str]] = {}
        self._dense: list[str] = []
        for entry in listed:
            if entry.endswith("*"):
                self._stems.setdefault(entry[:2], []).append(entry[:-1])
            else:
                self._words.add(entry)
                if dense(entry):
                    self._dense.append(entry)

    def holds(self, word: str) -> bool:
        """Whether a casefolded word is listed."""
        return word in self._words or any(map(word.startswith, self._stems.get(word[:2], ())))

    def first(self, folded: str) -> str:
        """The first listed word in casefolded text, inside other words in writing without spaces; empty if none is."""
        for entry in self._dense:
            if entry in folded:
                return entry
        return next((word for word in map(_bared, folded.split()) if self.holds(word)), "")


def _bared(word: str) -> str:
    return word.strip(".,;:!?()\"'“”«»„")


@dataclass(slots=True)
class Vocabulary:
    """All languages, and what the gate looks for. Built once, then only read."""

    languages: dict[str, Language] = field(default_factory=dict)
    spoken: dict[str, set[str]] = field(default_factory=dict)
    """For each first token the languages that have entries with it."""
    parts: set[str] = field(default_factory=set)
    """Every token of every spaced entry: a phrase has one of them beside its anchor."""
    content: set[str] = field(default_factory=set)
    """The same without function words."""
    anchors: set[str] = field(default_factory=set)
    """One token of each spaced entry that can make a phrase: the rarest guess."""
    dense_anchors: set[str] = field(default_factory=set)
    topics: dict[str, list[tuple[str, bool, str]]] = field(default_factory=dict)
    """Topic stems by their first three characters: stem, whether it goes on, category."""
    singles: dict[str, set[str]] = field(default_factory=dict)
    """Categories of each word that is a whole entry, strong or core."""
    goods: set[str] = field(default_factory=set)
    """Every spaced entry that is strong or core, as it is written."""
    lines: dict[str, dict[str, list[tuple[str, ...]]]] = field(default_factory=dict)
    """Words of calls to action and of contacts: class, first token, entries as tokens."""
    dense_lines: dict[str, set[str]] = field(default_factory=dict)
    plights: dict[str, Stems] = field(default_factory=dict)
    """For each language what the press says of the goods."""
    functions: dict[str, set[str]] = field(default_factory=dict)
    """For each language the function words that phrases hold."""
    squeezed: dict[str, dict[str, str]] = field(default_factory=dict)
    """For each language its entries as hashtags write them, without spaces, and the class of each."""

    def add(self, language: str, table: dict[str, Any]) -> None:
        """Enter the table of one language."""
        words = self.languages.setdefault(language, Language())
        for kind in LANGUAGE_CLASSES:
            for entry in entries(table.get(kind, "")):
                self._word(language, words, kind, "", entry)
        self.functions[language] = set(entries(table.get("inner", "")))
        self.plights[language] = Stems(entries(table.get(PLIGHT, "")))
        for category, classes in table.items():
            if not isinstance(classes, dict):
                continue
            if category in _LINE_CLASSES:
                self._line_words(category, classes)
                continue
            for kind in CATEGORY_CLASSES[:3]:
                for entry in entries(classes.get(kind, "")):
                    self._word(language, words, kind, category, entry)
            for entry in entries(classes.get("topic", "")):
                stem = entry.rstrip("*")
                self.topics.setdefault(stem[:3], []).append((stem, entry != stem, category))

    def _word(self, language: str, words: Language, kind: str, category: str, entry: str) -> None:
        tokens = tuple(compiled(TOKEN).findall(entry))
        weight = 0 if kind == "inner" else max(2, len(tokens)) if kind == "strong" else 1
        word = Word(kind, category, tokens, weight)
        self.squeezed.setdefault(language, {}).setdefault(plain_letters("".join(entry.replace("-", " ").split())), kind)
        if dense(entry):
            found = words.by_char.setdefault(entry[0], [])
            found.append((entry, word))
            found.sort(key=lambda pair: -len(pair[0]))
            if kind in ("strong", "core"):
                self.dense_anchors.add(entry)
                self.singles.setdefault(entry, set()).add(category)
            return
        listed = words.by_token.setdefault(tokens[0], [])
        listed.append(word)
        listed.sort(key=lambda item: -len(item.tokens))
        self.spoken.setdefault(tokens[0], set()).add(language)
        self.parts.update(tokens)
        if kind != "inner":
            self.content.update(tokens)
        if kind in ("strong", "core"):
            self.anchors.add(_rarest(tokens))
            self.goods.add(entry)
            if len(tokens) == 1:
                self.singles.setdefault(tokens[0], set()).add(category)

    def _line_words(self, category: str, classes: dict[str, str]) -> None:
        for kind in _LINE_CLASSES[category]:
            name = f"{category}.{kind}"
            for entry in entries(classes.get(kind, "")):
                if kind == "messenger":
                    (self.dense_anchors if dense(entry) else self.anchors).add(entry)
                if dense(entry):
                    self.dense_lines.setdefault(name, set()).add(entry)
                else:
                    tokens = tuple(compiled(TOKEN).findall(entry.rstrip("*")))
                    self.lines.setdefault(name, {}).setdefault(tokens[0], []).append(tokens)

    def line_words(self, name: str, folded: str) -> list[str]:
        """The entries of a class, such as ``cta.urge``, in a casefolded line; longest first at each place."""
        tokens = compiled(TOKEN).findall(folded)
        dense_ones = [entry for entry in self.dense_lines.get(name, ()) if entry in folded]
        found = sorted(dense_ones, key=lambda entry: (-len(entry), entry))
        listed = self.lines.get(name, {})
        at = 0
        while at < len(tokens):
            step = 1
            for entry in listed.get(tokens[at], ()):
                if tuple(tokens[at : at + len(entry)]) == entry and len(entry) >= step:
                    step = len(entry)
                    found.append(" ".join(entry))
            at += step
        return found

    def starts(self, name: str) -> Set[str]:
        """The first words of the entries of a class."""
        return self.lines.get(name, {}).keys()

    def topic_of(self, word: str) -> Iterator[str]:
        """The categories that a casefolded word says a text is about."""
        for stem, goes_on, category in self.topics.get(word[:3], ()):
            if word == stem or (goes_on and word.startswith(stem)):
                yield category


def dense(text: str) -> bool:
    """Whether an entry is in a writing in which words are found inside words: no spaces, or Korean.

    >>> dense("カジノ"), dense("카지노"), dense("casino")
    (True, True, False)
    """
    return not text.isascii() and any(spaceless(char) or "\uac00" <= char <= "\ud7a3" for char in text)


def plain_letters(word: str) -> str:
    """A word as hashtags write it: Latin letters without their marks.

    >>> plain_letters("rápidas"), plain_letters("カジノ")
    ('rapidas', 'カジノ')
    """
    if word.isascii() or dense(word):
        return word
    return "".join(char for char in normalize("NFD", word) if not combining(char))


def _rarest(tokens: Iterable[str]) -> str:
    """The token that a clean text holds least often, by what the pair table knows."""
    table = pair_table()
    return min(tokens, key=lambda token: (table.common(token), table.knows(token), -len(token)))


def _check(path: Path, table: dict[str, Any]) -> None:
    known = {"language", PLIGHT, *LANGUAGE_CLASSES}
    for key, value in table.items():
        if isinstance(value, dict):
            classes = _LINE_CLASSES.get(key, CATEGORY_CLASSES)
            strays = sorted(set(value) - set(classes))
            if strays:
                raise DataError(f"{path}: [{key}] has {', '.join(classes)}; not {strays[0]!r}")
        elif key not in known:
            raise DataError(f"{path}: unknown key {key!r}; known: {', '.join(sorted(known))} and tables of categories")


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The shipped vocabulary, read when the first text is looked at.

    Raises DataError naming the file when a table has an unknown key or class.
    """
    words = Vocabulary()
    for path in sorted((DATA / "spam").glob("*.toml")):
        if path.stem.startswith("_"):
            continue
        table = read_toml(path)
        _check(path, table)
        words.add(table["language"], table)
    return words


def gate_words(words: Vocabulary) -> dict[str, list[str]]:
    """What ``data/spam/_gate.txt`` holds, made from the whole vocabulary; ``tools/links/gate.py`` writes it."""
    brands = read_toml(f"{FOLDER}/spam/_brands.toml")
    strong = {
        token
        for language in words.languages.values()
        for listed in language.by_token.values()
        for word in listed
        if word.kind == "strong"
        for token in word.tokens
    }
    found = {
        "anchors": words.anchors,
        "goods": {" ".join(entry.split()[:2]) for entry in words.goods},
        "content": words.content,
        "inner": words.parts - words.content,
        "messengers": set(words.starts("contact.messenger")),
        "urges": set(words.starts("cta.urge")),
        "gains": strong | set(words.starts("cta.reward")),
        "dense": words.dense_anchors,
        "pieces": {piece for name in ("pieces", "common", "telling") for piece in entries(brands[name])},
        "numbers": set(brands["numbers"].split()),
        "pairs": {entry for entry in words.goods if entry.count(" ") == 1},
        "triples": {" ".join(entry.split()[:3]) for entry in words.goods if entry.count(" ") > 1},
        "spoken": {f"{word} {' '.join(sorted(told))}" for word, told in _told_by(words).items()},
    }
    found |= _for_scanner(found)
    return {name: sorted(listed) for name, listed in found.items()}


def _for_scanner(found: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The same words as the scanner looks for them: as running text writes them, with what parts short ones."""
    entries = [entry.split() for entry in (*found["goods"], *found["pairs"], *found["triples"])]
    return {
        "forms": {needle for word in found["anchors"] - found["messengers"] for needle in _needles(word)},
        "messenger forms": {needle for word in found["messengers"] for needle in _needles(word)},
        "goods spelled": _spelled(found["goods"]),
        "content spelled": _spelled(found["content"]),
        "pairs spelled": _spelled(f"{one} {other}" for entry in entries for one, other in pairwise(entry)),
    }


def _needles(word: str) -> Iterator[str]:
    if len(word.split()) > 1:
        return  # no word of a text
    for form in {word, word.capitalize(), word.upper(), *(("WhatsApp",) if word == "whatsapp" else ())}:
        yield from as_word(form)


def as_word(form: str) -> Iterator[str]:
    """How a word is found: by itself if it has four characters, a shorter one with what parts it from others.

    All blanks count as a space there.

    >>> list(as_word("casino")), list(as_word("bet")), list(as_word("qq"))
    (['casino'], [' bet'], [' qq ', ' qq,', ' qq.'])
    """
    if len(form) > 3:
        yield form
    else:
        before, behind = " " * (len(form) > 1), (" ", ",", ".") if len(form) < 3 else ("",)
        yield from (f"{before}{form}{end}" for end in behind)


def _spelled(words: Iterable[str]) -> set[str]:
    """Words as small letters give them: those with ß besides, which folding makes two letters of."""
    found = {word.replace("ς", "σ") for word in words}
    return found | {word.replace("ss", "ß") for word in found if "ss" in word}


def _told_by(words: Vocabulary) -> dict[str, set[str]]:
    """For each word of a spaced entry the languages in which it names goods (``!``), begins an entry, ends one."""
    found: dict[str, set[str]] = {}
    for name, language in words.languages.items():
        for word in (word for listed in language.by_token.values() for word in listed if word.kind != "inner"):
            found.setdefault(word.tokens[0], set()).add(f"{name}>")
            found.setdefault(word.tokens[-1], set()).add(f"{name}<")
            if word.kind in ("strong", "core") and len(word.tokens) == 1:
                found[word.tokens[0]].add(f"{name}!")
    return found
