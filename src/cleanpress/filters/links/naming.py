"""What the name of a host says: words of spam, digits, a suffix that costs next to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from cleanpress.data import FOLDER, entries, read_toml
from cleanpress.filters.links.candidates import Candidate

__all__ = ["cheap", "odd", "plain_name", "risk", "sells"]

_SPLIT = re.compile(r"[0-9\-]+")
_SHORTEST, _LONG, _LAST = 4, 6, 5  # letters: of a word of goods in a name, of one told inside it, and at its end
_DIGITS = 2


class _Words:
    """Words of names, by how they begin."""

    def __init__(self, words: Iterable[str], shortest: int) -> None:
        """``shortest``: letters that each of them has at least."""
        self.all = frozenset(words)
        self._begin = shortest
        self._known: dict[str, tuple[str, ...]] = {}
        for word in sorted(self.all, key=len, reverse=True):
            self._known[word[:shortest]] = (*self._known.get(word[:shortest], ()), word)

    def at(self, part: str, at: int) -> list[str]:
        """The words that stand in a part of a name from an offset on, the longest first."""
        known = self._known.get(part[at : at + self._begin])
        return [word for word in known if part.startswith(word, at)] if known else []


@lru_cache(maxsize=1)
def _tables() -> tuple[_Words, _Words, frozenset[str]]:
    """The words of spam, those of them that are told inside a name, and suffixes that cost next to nothing."""
    table = read_toml(f"{FOLDER}/hosts/risk_words.toml")
    words = entries(table["words"])
    inside = [word for word in words if len(word) >= _LONG]
    return _Words(words, min(map(len, words))), _Words(inside, _LONG), frozenset(entries(table["cheap_suffixes"]))


def cheap(suffix: str) -> bool:
    """Whether spam likes the suffix, which costs next to nothing."""
    return suffix in _tables()[2]


def odd(candidate: Candidate) -> bool:
    """Whether the host looks bought by the dozen: digits in its name, or a suffix that costs next to nothing."""
    return _odd(candidate.label, candidate.suffix)


@lru_cache(maxsize=4096)
def _odd(label: str, suffix: str) -> bool:
    return any(map(str.isdigit, label)) or cheap(suffix)


def plain_name(candidate: Candidate) -> bool:
    """Whether the name could be anybody's: no word of spam, no digits or hyphens, no suffix of next to no cost."""
    return not (odd(candidate) or "-" in candidate.label or risk(candidate.label))


@lru_cache(maxsize=4096)
def risk(label: str) -> tuple[str, ...]:
    """The words of spam vocabulary in a host's label, each only where a word can stand.

    >>> risk("slotgacor88"), risk("slothcare")
    (('gacor', 'slot'), ())
    """
    found: list[str] = []
    for part in _SPLIT.split(label):
        found += _words_in(part)
    if "4d" in label and "4d" in _tables()[0].all:
        found.append("4d")
    return tuple(sorted(found))


@lru_cache(maxsize=4096)
def sells(label: str, suffix: str) -> bool:
    """Whether a name advertises: it holds a word of goods or brands, and a cheap suffix, two digits or another word.

    Of 35,000 mentions of hosts in the training texts 12 have such a name.

    >>> sells("kralbahis", "vip"), sells("filmfestival", "org")
    (True, False)
    """
    found = sum(map(_goods_in, _SPLIT.split(label)))
    return found > 1 or (found > 0 and (cheap(suffix.rpartition(".")[2]) or sum(map(str.isdigit, label)) >= _DIGITS))


def _goods_in(part: str) -> int:
    """How many words of goods a part of a name holds: at its edges, long ones anywhere, one right behind another."""
    count = at = 0
    goods = _goods()
    while at < len(part):
        told = goods.at(part, at)
        told = [w for w in told if not at or count or len(w) >= _LONG or at + len(w) == len(part)]
        count += bool(told)
        at += max(map(len, told), default=1)
    return count


@lru_cache(maxsize=1)
def _goods() -> _Words:
    """Words of spam's brands and goods, as names of hosts write them."""
    from cleanpress.filters.links.phrases.words import gate

    pieces = [word for word in gate().pieces if len(word) >= _SHORTEST]
    goods = [word for word in gate().goods if len(word) > _SHORTEST]
    return _Words([word for word in {*pieces, *goods} if word.isascii() and word.isalpha()], _SHORTEST)


def _words_in(part: str) -> list[str]:
    """Listed words at the start of a part, one after another; long ones and last ones anywhere."""
    words, inside, _ = _tables()
    found: list[str] = []
    at, end = 0, len(part)
    while at < end:
        word = next(iter(words.at(part, at)), "")
        behind = at + len(word)
        if not word or (len(word) < _LONG and behind < end and not words.at(part, behind)):
            break
        found.append(word)
        at = behind
    if at < end:
        told = {word for place in range(at, end - _LONG + 1) for word in inside.at(part, place)}
        last = part[-_LAST:]
        found += {*told, last} if end - at >= _LAST and last in words.all else told
    return found
