"""What a text must hold before anything in here looks at it closely."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

from cleanpress.filters.links.phrases.tables import vocabulary

__all__ = ["dense_hits", "word_hits"]

_Node: TypeAlias = "dict[str, _Node]"

_DENSE = re.compile("[ก-๛ぁ-ヿ一-鿿가-힣]")


def word_hits(text: str) -> list[int]:
    """Where a text holds words from which phrases can be made, as sorted code-point offsets.

    The text is split once and its words are looked up: that costs the same for any number of words,
    and less than one expression for all of them.
    """
    found = _anchors().intersection(text.split())
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
    first = _DENSE.search(text)
    return [] if first is None else [match.start() for match in _dense().finditer(text, first.start())]


@lru_cache(maxsize=1)
def _anchors() -> frozenset[str]:
    """The anchors as they stand in running text: small or with a capital, also before a comma or full stop."""
    words = vocabulary().anchors
    forms = words | {word.capitalize() for word in words} | {word.upper() for word in words} | {"WhatsApp"}
    return frozenset(forms | {form + mark for form in forms for mark in ",."})


@lru_cache(maxsize=1)
def _dense() -> re.Pattern[str]:
    return re.compile(_either(vocabulary().dense_anchors))


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
