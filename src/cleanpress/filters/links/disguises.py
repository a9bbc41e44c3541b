"""Letters and dots in disguise, and what they stand for: styled letters, lookalikes, words for the dot."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from cleanpress.data import FOLDER, entries, read_toml
from cleanpress.filters.links.hiding import HIDDEN, dot_words
from cleanpress.patterns import compiled

__all__ = ["LOOKALIKES", "Words", "unmasked", "words"]

_SMALL_CAPITALS = dict(
    zip(
        "\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f\u1d18\u0280\ua731"
        "\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22",
        "abcdefghijklmnoprstuvwyz",
        strict=True,
    )
)
LOOKALIKES = dict(
    zip(
        "авеорсухіјѕкмтнгԁԛԝһьпиҽӏαονρεικτυχωηβγς",
        "abeopcyxijskmthrdqwhbnuelaovpeiktuxwnbys",
        strict=True,
    )
)
"""Cyrillic and Greek small letters, and the Latin ones they pass for."""

_BARE = str.maketrans(LOOKALIKES | _SMALL_CAPITALS)
_UNSEEN = f"[{HIDDEN}]"
_SQUARED = ((0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189))


class Words(NamedTuple):
    """The tables of words: what is said for a dot, for a suffix, for the sign of an e-mail address."""

    bracketed: tuple[str, ...]
    free: tuple[tuple[str, tuple[str, ...]], ...]
    """Words that stand between blanks, with letters that tell the language; ``*`` for any other text."""
    glued: tuple[tuple[str, tuple[str, ...]], ...]
    suffixes: frozenset[str]
    spelled: dict[str, str]
    technical: frozenset[str]
    at: tuple[str, ...]


@lru_cache(maxsize=1)
def words() -> Words:
    """The word tables, read when the first text is looked at."""
    table = read_toml(f"{FOLDER}/links/disguises.toml")
    spelled = dict(entry.split() for entry in entries(table["spelled"]))
    free, glued = (tuple(map(_row, entries(table[key]))) for key in ("free", "glued"))
    suffixes, technical = frozenset(entries(table["suffixes"])), frozenset(entries(table["technical"]))
    return Words(tuple(sorted(dot_words())), free, glued, suffixes, spelled, technical, tuple(entries(table["at"])))


def _row(entry: str) -> tuple[str, tuple[str, ...]]:
    letters, *found = entry.split()
    return letters, tuple(found)


def unmasked(written: str) -> str:
    r"""What a disguised run stands for, in small letters: unseen characters out, letters made plain.

    >>> unmasked("\uff33\uff2c\uff2f\uff34"), unmasked("s\u200blot"), unmasked("\u0441asin\u043e")
    ('slot', 'slot', 'casino')
    """
    if written.isascii():
        return written.lower()
    seen = "".join(map(_squared, compiled(_UNSEEN).sub("", written)))
    return unicodedata.normalize("NFKC", seen).lower().translate(_BARE)


def _squared(char: str) -> str:
    """White on black letters have no plain form in Unicode's tables."""
    for first, last in _SQUARED:
        if first <= ord(char) <= last:
            return chr(ord("a") + ord(char) - first)
    return char
