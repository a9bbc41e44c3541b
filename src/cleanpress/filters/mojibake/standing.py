"""Pieces that could be damage by their bytes and are right as they stand: a capital in quotes, a letter named."""

from __future__ import annotations

import re

__all__ = ["SIGNED", "stands"]

_PRIVATE = re.compile("[\ue000-\uf8ff]")
"""What nobody writes: a reading that makes it is wrong."""

_OPENS = {"”": "“„”", "’": "‘‚’", "»": "«»", "«": "»", "“": "„", "‘": "‚", "›": "‹›", "‹": "›"}
"""What a quotation that ends with a sign began with, in one country or another."""
SIGNED = re.compile("[É-Í][©®¹²³ªº°]")
"""A capital with a mark or the number of a note; as damage they are letters that few languages have."""
_MARKS = frozenset("“”„‘’‚«»‹›")
_BLANK = {"\xa0": "Â", "à": "Ã"}
"""What stands before the blank that byte A0 became, by what the two were."""
_AFTER = frozenset("“„«‘‚(\"'")
_WHOLE = re.compile("(?<![^\x00-\x7f])[À-ÁÄ-ÖØ-áã-öø-ÿ](?![^\x00-\x7f])")
"""A letter with an accent that nothing damaged stands beside."""


def stands(text: str, start: int, end: int, right: str) -> bool:
    """Whether a piece that would read as ``right`` is what it seems, and no damage.

    >>> stands("«MAÇÃ»", 4, 6, "û"), stands("Â la façon", 0, 2, "\\xa0"), stands("Â The end", 0, 2, "\\xa0")
    (True, True, False)
    """
    if _PRIVATE.search(right):
        return True
    piece = text[start:end]
    if len(right) != 1 or len(piece) > 2:
        return False
    if len(piece) == 2 and (
        (piece[1] in _OPENS and _closes_quote(text, start, right))
        or (piece[0] in _MARKS and piece[1].isalpha() and text[end : end + 1] in _MARKS)
        or (SIGNED.match(piece) and not text[end : end + 1].isalpha())
    ):
        return True
    if "\x80" <= right <= "\x9f":
        return piece.isupper() and (text[start - 1 : start].isupper() or text[end : end + 1].isupper())
    return piece[0] == _BLANK.get(right) and _alone(text, start, end, right)


def _closes_quote(text: str, start: int, right: str) -> bool:
    """Whether a capital and a sign are just that: the sign ends a quotation that was begun before it."""
    sign = text[start + 1]
    if text[start - 1 : start].islower():
        return False
    before = text[:start]
    if sign in _OPENS[sign] and before.count(sign) % 2 and _begins(before, before.rfind(sign)):
        return True
    opening = max(before.rfind(mark) for mark in _OPENS[sign] if mark != sign) if _OPENS[sign] != sign else -1
    return opening > before.rfind(sign) and _begins(before, opening)


def _begins(text: str, at: int) -> bool:
    """Whether a quotation mark stands where a quotation begins, not as the end of a damaged letter."""
    return at == 0 or text[at - 1] < "\x80" or not text[at - 1].isalpha()


def _alone(text: str, start: int, end: int, right: str) -> bool:
    """Whether a capital that stands for itself is named, or a letter beside others that are right."""
    blank = text[end - 1] if end - start == 2 else text[end : end + 1]
    if blank != " " or not (text[start - 1 : start] or " ").isspace():
        return False
    following = text[end : end + 8].lstrip(" ")[:1]
    if not (following.isalnum() or following in _AFTER):
        return True
    if right != "\xa0":
        return False
    if following.islower() and (text[:start].rstrip(" ")[-1:] or "\n") in "\n.!?":
        return True  # it begins a sentence
    low, high = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    return _WHOLE.search(text, low, len(text) if high < 0 else high) is not None
