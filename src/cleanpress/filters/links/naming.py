"""What the name of a host says: words of spam, digits, a suffix that costs next to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from cleanpress.data import FOLDER, entries, read_toml
from cleanpress.filters.links.candidates import Candidate

__all__ = ["cheap", "odd", "plain_name", "risk", "sells"]

_SPLIT = re.compile(r"[0-9\-]+")
_SHORTEST, _LONG = 4, 6  # letters: of a word of goods in a name, and of one that is told inside it
_DIGITS = 2


@lru_cache(maxsize=1)
def _tables() -> tuple[frozenset[str], frozenset[str]]:
    table = read_toml(f"{FOLDER}/hosts/risk_words.toml")
    return frozenset(entries(table["words"])), frozenset(entries(table["cheap_suffixes"]))


def cheap(suffix: str) -> bool:
    """Whether spam likes the suffix, which costs next to nothing."""
    return suffix in _tables()[1]


def odd(candidate: Candidate) -> bool:
    """Whether the host looks bought by the dozen: digits in its name, or a suffix that costs next to nothing."""
    return any(map(str.isdigit, candidate.label)) or cheap(candidate.suffix)


def plain_name(candidate: Candidate) -> bool:
    """Whether the name could be anybody's: no word of spam, no digits or hyphens, no suffix of next to no cost."""
    return not (odd(candidate) or "-" in candidate.label or risk(candidate.label))


@lru_cache(maxsize=4096)
def risk(label: str) -> tuple[str, ...]:
    """The words of spam vocabulary in a host's label, each only where a word can stand.

    >>> risk("slotgacor88"), risk("slothcare")
    (('gacor', 'slot'), ())
    """
    words = _tables()[0]
    found: list[str] = []
    for part in _SPLIT.split(label):
        found += _words_in(part, words)
    if "4d" in label and "4d" in words:
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
    while at < len(part):
        known = _goods().get(part[at], ())
        told = [w for w in known if part.startswith(w, at)]
        told = [w for w in told if not at or count or len(w) >= _LONG or at + len(w) == len(part)]
        count += bool(told)
        at += max(map(len, told), default=1)
    return count


@lru_cache(maxsize=1)
def _goods() -> dict[str, tuple[str, ...]]:
    """Words of spam's brands and goods, as names of hosts write them, by their first letter."""
    from cleanpress.filters.links.phrases.gate import gate

    pieces = [word for word in gate().pieces if len(word) >= _SHORTEST]
    goods = [word for word in gate().goods if len(word) > _SHORTEST]
    words = [word for word in {*pieces, *goods} if word.isascii() and word.isalpha()]
    return {first: tuple(sorted(w for w in words if w[0] == first)) for first in {word[0] for word in words}}


def _words_in(part: str, words: Iterable[str]) -> list[str]:
    """Listed words at the start of a part, one after another; long ones and last ones anywhere."""
    found = []
    rest = part
    while rest:
        word = max((w for w in words if rest.startswith(w)), key=len, default="")
        if not word or (len(word) < 6 and len(rest) > len(word) and not _goes_on(rest[len(word) :], words)):
            break
        found.append(word)
        rest = rest[len(word) :]
    if rest:
        found += [w for w in words if len(w) >= 5 and (rest.endswith(w) or (len(w) >= 6 and w in rest))]
    return found


def _goes_on(rest: str, words: Iterable[str]) -> bool:
    return any(rest.startswith(w) for w in words)
