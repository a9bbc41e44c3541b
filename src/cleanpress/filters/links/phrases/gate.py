"""What a text must hold before anything in here looks at it closely, at little cost for nearly all texts.

A short text is searched for every word from which phrases are made. In a longer one that would cost more than all else
that is looked for together, so it is searched for a few strings that most phrases and brands hold, and only what stands
near one of them is looked at. The words are in a file of their own, ``data/spam/_gate.txt``, for the vocabulary takes
a tenth of a second to load.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from cleanpress.data import FOLDER
from cleanpress.filters.links.phrases.tables import Vocabulary

__all__ = ["SHORT", "Gate", "calls", "dense_hits", "gate", "gate_words", "hubs", "is_open", "word_hits"]

_Node: TypeAlias = "dict[str, _Node]"

SHORT = 1500
"""Code points: a text as short as this is searched for every word."""

_HUBS = (
    ("", ("online", "asino", "slot")),
    ("о", ("онлайн", "казин", "ставк", "займ")),
    ("า", ("ออนไลน์", "สล็อต", "คาสิโน", "พนัน", "บาคาร่า")),
    ("の", ("カジノ", "スロット", "アダルト", "コピー", "融資")),
    ("的", ("赌", "博彩", "投注", "彩票", "娱乐城", "贷款", "代写")),
    ("이", ("카지노", "바카라", "토토", "슬롯", "베팅", "대출")),
    ("ا", ("كازينو", "مراهن", "قرو", "آنلاین", "شرط بندی", "کازینو")),
    ("ा", ("ऑनलाइन", "सट्ट", "लोन")),
    ("ο", ("καζίνο", "στοίχημα", "στοιχημα", "δάνει")),
)
"""For each writing, told by a letter of which no text is without, strings that most phrases and brands hold."""

_RARER = ("togel", "poker", "kazino", "gacor", "betting")
"""Strings of brands for which only short texts are searched."""

_NEAR, _SENTENCE = 60, 300  # code points on each side: of such a string, of a handle
_DENSE = re.compile("[ก-๛ぁ-ヿ一-鿿가-힣]")


class Gate(NamedTuple):
    """The words of ``_gate.txt``: see :func:`gate_words`."""

    anchors: frozenset[str]
    """One word of each entry from which a phrase can be made, as running text writes them."""
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


def gate_words(words: Vocabulary) -> dict[str, list[str]]:
    """What ``data/spam/_gate.txt`` holds, made from the whole vocabulary; ``tools/links/gate.py`` writes it."""
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
        "content": words.content,
        "inner": words.parts - words.content,
        "messengers": set(words.starts("contact.messenger")),
        "urges": set(words.starts("cta.urge")),
        "gains": strong | set(words.starts("cta.reward")),
        "dense": words.dense_anchors,
    }
    return {name: sorted(listed) for name, listed in found.items()}


@lru_cache(maxsize=1)
def gate() -> Gate:
    """The gate's words, read when the first short text, or text with a hub, is looked at."""
    with open(f"{FOLDER}/spam/_gate.txt", encoding="utf-8") as file:  # noqa: PTH123 - paths are slow to import
        rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    named = {name: words for name, *words in rows}
    forms = {form for word in named["anchors"] for form in (word, word.capitalize(), word.upper())} | {"WhatsApp"}
    anchors = frozenset(forms | {form + mark for form in forms for mark in ",."})
    content, inner, messengers = frozenset(named["content"]), frozenset(named["inner"]), frozenset(named["messengers"])
    urges, gains = frozenset(named["urges"]), frozenset(named["gains"])
    return Gate(anchors, content, inner, messengers, urges, gains, tuple(named["dense"]))


def hubs(text: str) -> list[int]:
    """Where a text holds strings that most phrases and brands hold, as sorted code-point offsets."""
    found: list[int] = []
    ascii_only, short = text.isascii(), len(text) <= SHORT
    for letter, listed in _HUBS:
        if letter and (ascii_only or letter not in text):
            continue
        for hub in (*listed, *_RARER) if short and not letter else listed:
            at = text.find(hub)
            while at >= 0:
                found.append(at)
                at = text.find(hub, at + len(hub))
    return sorted(found)


def is_open(text: str, spots: Iterable[int]) -> bool:
    """Whether a text may hold phrases or contacts; ``spots`` are its hubs."""
    if len(text) <= SHORT:
        return _may_hold(text) or _may_hold_dense(text)
    for at in spots:
        near = text[max(0, at - _NEAR) : at + _NEAR]
        if not text[at].isascii() or _may_hold(near):
            return True
    at = text.find("@")
    while at >= 0:
        if _names_messenger(text[max(0, at - _SENTENCE) : at + _SENTENCE]):
            return True
        at = text.find("@", at + _SENTENCE)
    return False


def _names_messenger(stretch: str) -> bool:
    return not gate().messengers.isdisjoint(stretch.casefold().replace(",", " ").split())


def _may_hold(text: str) -> bool:
    """Whether two words from which phrases are made stand side by side, or a messenger beside an address."""
    words, split = gate(), text.split()
    if words.anchors.isdisjoint(split):
        return False
    addressed = "@" in text or any(map(text.__contains__, "0123456789"))
    for index, word in enumerate(split):
        if word not in words.anchors:
            continue
        if not word.strip(".,").isalnum() or (addressed and word.strip(".,").casefold() in words.messengers):
            return True
        if _goes_on(words, split[index + 1 : index + 3]) or _goes_on(words, split[max(0, index - 2) : index][::-1]):
            return True
    return False


def _goes_on(words: Gate, beside: list[str]) -> bool:
    for word in beside:
        bare = word.strip(".,").casefold()
        if bare in words.content or not bare.isalnum():
            return True
        if bare not in words.inner:
            return False
    return False


def calls(words: Collection[str], *, adorned: bool) -> bool:
    """Whether the casefolded words of a line may urge the reader and promise a gain; ``adorned`` ones need not promise.

    Lines in writing without spaces always may, for they have no words to look up.
    """
    known = gate()
    if known.urges.isdisjoint(words):
        return any(not word.isascii() and _DENSE.search(word) for word in words)
    return adorned or not known.gains.isdisjoint(words)


def _may_hold_dense(text: str) -> bool:
    if text.isascii() or _DENSE.search(text) is None:
        return False
    return any(map(text.__contains__, gate().dense))


def word_hits(text: str) -> list[int]:
    """Where a text holds words from which phrases can be made, as sorted code-point offsets."""
    found = gate().anchors.intersection(text.split())
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
