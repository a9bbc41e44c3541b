"""Ordinary words beside a no-break space: no number, unit, initial or abbreviation that it could belong to."""

from __future__ import annotations

from cleanpress.characters import is_word

__all__ = ["ordinary_before", "ordinary_behind"]

_ROMAN = frozenset("IVXLCDM")
_UNIT_WORDS = "km m cm mm kg g mg l ml ha h min s kW kWh MW GW W V Hz kB MB GB TB км м см мм кг г л га ч мин"
_UNITS = frozenset(_UNIT_WORDS.split())


def ordinary_before(line: str, at: int) -> bool:
    """Whether a word of two or more letters ends before ``at``, a sentence, or a bracket or quotation."""
    last = line[at - 1]
    if last in ',)]”"…':
        return True
    end = at - 1 if last == "." else at
    start = end
    while start and end - start < 16 and is_word(line[start - 1]):
        start -= 1
    letters = sum(map(str.isalpha, line[start:end]))
    return letters >= (5 if last == "." else 2) and not _ROMAN.issuperset(line[start:end])


def ordinary_behind(line: str, at: int) -> bool:
    """Whether an ordinary word, a bracket or a quotation starts at ``at``."""
    if line[at] in '([“"„‘':
        return True
    end = at
    while end < len(line) and end - at < 16 and is_word(line[end]):
        end += 1
    word = line[at:end]
    return word[:1].isalpha() and word not in _UNITS and not _ROMAN.issuperset(word)
