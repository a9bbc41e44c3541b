"""Letters and dots in disguise, and what they stand for: styled letters, lookalikes, words for the dot."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from cleanpress.data import FOLDER, entries, read_toml

__all__ = ["HIDDEN", "LOOKALIKES", "STYLED", "Words", "unmasked", "words"]

HIDDEN = "\u200b-\u200d\u2060\ufeff"
"""Characters nobody sees, as the body of a regular-expression class."""

STYLED = (
    "\u2460-\u2468\u24b6-\u24ea\u1d00-\u1d22\u0262\u026a\u0274\u0280\u028f\u0299\u029c\u029f\ua730\ua731"
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff\U0001f130-\U0001f149\U0001f150-\U0001f169"
    "\U0001f170-\U0001f189"
)
"""Letters and digits in another dress: circled, small capitals, full width, mathematical, squared."""

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
_UNSEEN = re.compile(f"[{HIDDEN}]")
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
    return Words(
        tuple(entries(table["bracketed"])), free, glued, suffixes, spelled, technical, tuple(entries(table["at"]))
    )


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
    seen = "".join(map(_squared, _UNSEEN.sub("", written)))
    return unicodedata.normalize("NFKC", seen).lower().translate(_BARE)


def _squared(char: str) -> str:
    """White on black letters have no plain form in Unicode's tables."""
    for first, last in _SQUARED:
        if first <= ord(char) <= last:
            return chr(ord("a") + ord(char) - first)
    return char
