"""How much of a host's name the text around it explains: its words, its abbreviations, the names of other hosts.

A name that the text is about is a mention; a link script knows nothing of the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

__all__ = ["abbreviations", "alike", "covered", "near_words", "romanized"]

_LONGEST = 24  # letters of a name that are looked at; keeps the search bounded
_FEW = 100  # words that are sooner looked for one by one
_ABBREVIATION = re.compile(r"[A-Z]{3,8}")
_SHORT, _MOST = 2, 8  # capitals that are too few, and the most
_CAPITALS = bytes(code if chr(code) in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" else 32 for code in range(256))
_WORD = re.compile(r"[^\W\d_]{3,}")
_ROMAN = {
    **dict(zip("абвгдеёзийклмнопрстуфыэіґјўќѓћђ", "abvgdeeziyklmnoprstufyeigjukgcd", strict=True)),
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
    "ї": "yi",
    "є": "ye",
    "љ": "lj",
    "њ": "nj",
    "џ": "dz",
    "θ": "th",
    "χ": "ch",
    "ψ": "ps",
    **dict(zip("αβγδεζηικλμνξοπρσςτυφωάέήίόύώ", "avgdeziiklmnxoprsstyfoaeiioyo", strict=True)),
}
_ROMANIZED = str.maketrans(_ROMAN)


def covered(name: str, words: Collection[str], shortest: int) -> float:
    """The share, 0..1, of the letters of a name that words of at least ``shortest`` letters make up, side by side.

    >>> covered("ktmmalaysiaclub", {"malaysia", "club"}, 4)
    0.8
    """
    name = name.replace("-", "")[:_LONGEST]
    if len(words) < _FEW and not any(word in name for word in words):
        return 0.0
    size = len(name)
    ends = range(shortest, size + 1)
    found = [(start, end) for end in ends for start in range(end - shortest + 1) if name[start:end] in words]
    if not found:
        return 0.0  # of nearly all names
    best = [0] * (size + 1)
    for end in range(1, size + 1):
        most = [best[start] + end - start for start, last in found if last == end]
        best[end] = max([best[end - 1], *most])
    return best[-1] / size


def near_words(*windows: str) -> frozenset[str]:
    """The words of three letters and more of these windows, casefolded."""
    found: set[str] = set()
    for window in windows:
        words = _WORD.findall(window.casefold())
        found.update(words if window.isascii() else map(romanized, words))
    return frozenset(found)


def romanized(word: str) -> str:
    """A casefolded word of Cyrillic or Greek as hosts write it; others as they are.

    >>> romanized("музей"), romanized("museum")
    ('muzey', 'museum')
    """
    return word if word.isascii() else word.translate(_ROMANIZED)


def abbreviations(text: str) -> frozenset[str]:
    """What is written in three to eight capitals in a text, in small letters.

    >>> sorted(abbreviations("KTM and the UEFA"))
    ['ktm', 'uefa']
    """
    # Several times as fast as to search the text: most capitals stand alone.
    runs = text.encode("utf-8", "replace").translate(_CAPITALS).decode("ascii").split()
    words = [run for run in runs if len(run) > _SHORT]
    return frozenset(map(str.lower, words if len(max(words, key=len, default="")) <= _MOST else _cut(words)))


def _cut(runs: Iterable[str]) -> Iterable[str]:
    for run in runs:
        yield from _ABBREVIATION.findall(run)


def alike(label: str, others: Iterable[str]) -> bool:
    """Whether another host's label begins or ends with the same four letters.

    >>> alike("habrahabr", ["habr"]), alike("habr", ["lenta"])
    (True, False)
    """
    head, tail = label[:4], label[-4:]
    return len(label) >= 4 and any(
        other != label and len(other) >= 4 and (other.startswith(head) or other.endswith(tail)) for other in others
    )
