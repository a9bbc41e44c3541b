"""The words that the gate of phrases knows, and where a text holds one: in small letters, capitals, before a comma.

They are in a file of their own, ``data/spam/_gate.txt``, for the vocabulary takes a tenth of a second to load; each
row of it is read when it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

from cleanpress.data import FOLDER
from cleanpress.patterns import compiled

__all__ = [
    "DENSE",
    "Gate",
    "anchors",
    "anchors_of",
    "dense_hits",
    "gate",
    "hits_of",
    "word_hits",
]

_Node: TypeAlias = "dict[str, _Node]"

DENSE = "[ก-๛ぁ-ヿ一-鿿가-힣]"
"""Writing without spaces, and Korean; it takes eight milliseconds to compile."""


class Gate:
    """The words of ``_gate.txt``, which ``tools/links/gate.py`` makes of the vocabulary."""

    anchors: frozenset[str]
    """One word of each entry from which a phrase can be made."""
    goods: frozenset[str]
    """Entries of one word that name goods, and the first two words of longer ones."""
    content: frozenset[str]
    inner: frozenset[str]
    """Function words, over which the next word is looked at."""
    messengers: frozenset[str]
    urges: frozenset[str]
    """First words of calls to action."""
    gains: frozenset[str]
    """Words of what such calls promise, and of goods."""
    dense: tuple[str, ...]
    """What is searched for in writing without spaces, and in Korean."""
    pieces: tuple[str, ...]
    """What brands are made of."""
    numbers: frozenset[str]
    """Lucky numbers, in which brands end."""
    pairs: frozenset[str]
    """Entries of two words that name goods."""
    triples: frozenset[str]
    """The first three words of longer ones."""
    spoken: frozenset[str]
    """Each word of the vocabulary and the languages in which it begins an entry, ends one, names goods by itself."""

    def __init__(self, rows: dict[str, str]) -> None:
        self._rows = rows

    def row(self, name: str) -> str:
        """The words of a row as it stands in the file, tabs between them: what the scanner reads."""
        return self._rows[name]

    def __getattr__(self, name: str) -> object:
        row = self.__dict__["_rows"].get(name)
        if row is None:
            raise AttributeError(name)
        words = row.split("\t")
        found = tuple(words) if name in ("dense", "pieces") else frozenset(words)
        setattr(self, name, found)
        return found


@lru_cache(maxsize=1)
def gate() -> Gate:
    """The gate's words, read when the first short text, or text with a hub, is looked at."""
    with open(f"{FOLDER}/spam/_gate.txt", encoding="utf-8") as file:  # noqa: PTH123 - paths are slow to import
        rows = file.read().split("\n")
    return Gate({name: words for name, tab, words in (row.partition("\t") for row in rows) if tab})


@lru_cache(maxsize=1)
def _odd() -> dict[str, str]:
    """The anchors which small letters do not give back when they are written in capitals, by what is given instead."""
    words = [word for word in gate().anchors if not word.isascii()]
    pairs = [(form.lower(), word) for word in words for form in (word.capitalize(), word.upper())]
    return {small: word for small, word in pairs if small != word}


@lru_cache(maxsize=1)
def anchors() -> frozenset[str]:
    """The anchors as small letters give them."""
    return gate().anchors.union(_odd())


@lru_cache(maxsize=1024)
def _written(small: str) -> tuple[str, ...]:
    """How running text writes a word: small, with a capital, in capitals, a comma or stop behind it."""
    words = [word for word in (small, _odd().get(small, "")) if word in gate().anchors]
    forms = {form for word in words for form in (word, word.capitalize(), word.upper())}
    if small == "whatsapp":
        forms.add("WhatsApp")
    return tuple([form + mark for form in forms for mark in ("", ",", ".")])


def anchors_of(text: str) -> frozenset[str]:
    """The anchors that may be in a text, in small letters."""
    return anchors().intersection(text.lower().replace(",", " ").replace(".", " ").split())


def hits_of(small: Iterable[str], split: Iterable[str]) -> set[str]:
    """Which of the words of a text are anchors; ``small`` are those that it may hold."""
    return {form for word in small for form in _written(word)}.intersection(split)


def word_hits(text: str, small: Iterable[str] | None = None) -> list[int]:
    """Where a text holds words from which phrases can be made, as sorted code-point offsets.

    ``small`` are the anchors that it may hold, where they are known.
    """
    found = hits_of(anchors_of(text) if small is None else small, text.split())
    return sorted(offset for word in found for offset in _offsets(text, word)) if found else []


def _offsets(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
            yield at
        at = text.find(word, end)


def dense_hits(text: str) -> list[int]:
    """The same for writing without spaces and for Korean."""
    if text.isascii():
        return []
    first = compiled(DENSE).search(text)
    return [] if first is None else [match.start() for match in _dense().finditer(text, first.start())]


@lru_cache(maxsize=1)
def _dense() -> re.Pattern[str]:
    return re.compile(_either(gate().dense))


def _either(words: Iterable[str]) -> str:
    """An expression for any of these words that shares their beginnings, so that each character decides once."""
    root: _Node = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _expression(root)


def _expression(node: _Node) -> str:
    branches = [re.escape(char) + _expression(child) for char, child in sorted(node.items()) if char]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{joined})?" if "" in node else joined
