"""What a character's script asks for: spaces between words, no cut off its neighbour."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

__all__ = ["MARKS", "extends", "joins", "latin", "spaceless", "splits"]

MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u0900-\u0963\u0971-\u0df3"
    "\u0e01-\u0e3a\u0e40-\u0e5b\u0e81-\u0edf\u135d-\u135f\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20f0"
    "\ufe20-\ufe2f"
)
"""Marks and joiners that belong to the word they stand in, and the blocks whose vowel signs do, as the
body of a regular-expression class: ``\\w`` leaves them out, so a Hindi or Persian word would fall apart."""

# Scripts written without spaces between words, as sorted inclusive ranges (Unicode blocks): Thai and
# Lao, Tibetan, Myanmar, Khmer, Tai Le to Khmer symbols, kana, Bopomofo and CJK, Yi, Myanmar extended, Tai
# Viet, CJK compatibility, halfwidth kana, kana supplements, the supplementary ideographic planes.
_SPACELESS = (
    (0x0E00, 0x0EFF), (0x0F00, 0x0FFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1950, 0x19FF),
    (0x2E80, 0x2FDF), (0x3001, 0x312F), (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0xA000, 0xA4CF), (0xA9E0, 0xA9FF), (0xAA60, 0xAADF), (0xF900, 0xFAFF),
    (0xFF01, 0xFF0F), (0xFF1A, 0xFF1F), (0xFF61, 0xFF9F), (0x16FE2, 0x16FFF), (0x1AFF0, 0x1B16F),
    (0x20000, 0x3FFFF),
)  # fmt: skip
_STARTS = [first for first, _ in _SPACELESS]

# Characters that belong to the one behind them (Grapheme_Cluster_Break=Prepend).
_PREPENDED = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd"
    "\U000111c2\U000111c3\U0001193f\U00011941\U00011a3a\U00011a84\U00011a85\U00011a86\U00011a87\U00011a88"
    "\U00011a89\U00011d46\U00011f02"
)


def spaceless(char: str) -> bool:
    """Whether the character belongs to writing without spaces between words (Thai, Han, kana …).

    >>> spaceless("字"), spaceless("ก"), spaceless("한"), spaceless("a")
    (True, True, False, False)
    """
    code = ord(char)
    if code < 0x0E00:
        return False
    return code <= _SPACELESS[bisect_right(_STARTS, code) - 1][1]


def latin(char: str) -> bool:
    """Whether a character is a Latin letter, with marks or without.

    >>> latin("ß"), latin("ấ"), latin("ж")
    (True, True, False)
    """
    return char.isalpha() and (char < "\u0250" or "\u1e00" <= char <= "\u1eff")


def joins(left: str, right: str) -> bool:
    r"""Whether putting the two characters side by side would join two words that need a space.

    A mark counts as part of the word it ends: Hindi and decomposed Latin words end in marks.

    >>> joins("a", "b"), joins("\u0301", "b"), joins("a", "."), joins("字", "符")
    (True, True, False, False)
    """
    return _in_word(left) and _in_word(right) and not (spaceless(left) or spaceless(right))


def _in_word(char: str) -> bool:
    return char.isalnum() or extends(char)


def extends(char: str) -> bool:
    r"""Whether the character hangs on the one before it: a mark, a joiner, a selector, an emoji modifier.

    >>> extends("\u0301"), extends("\u200d"), extends("e")
    (True, True, False)
    """
    if char < "\u0300":
        return False
    return (
        unicodedata.category(char) in {"Mn", "Mc", "Me"}
        or char in "\u200c\u200d\u0e33\u0eb3\uff9e\uff9f"
        or "\u1160" <= char <= "\u11ff"  # medial and final jamo
        or "\ud7b0" <= char <= "\ud7fb"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )


def splits(text: str, offset: int) -> bool:
    r"""Whether a cut at this offset would go through a character as readers see it (a grapheme).

    Errs towards True: Unicode's rule in full needs tables, and a cut can always be a little smaller.

    >>> splits("e\u0301", 1), splits("\U0001f469\u200d\U0001f4bb", 2), splits("ab", 1)
    (True, True, False)
    """
    if not 0 < offset < len(text):
        return False
    left, right = text[offset - 1], text[offset]
    if right < "\u0300" and left < "\u0300":
        return left == "\r" and right == "\n"
    return (
        extends(right)
        or left in _PREPENDED
        or (left == "\u200d" and right >= "\u00a9" and not right.isalnum())  # emoji joined to emoji
        or (_is_flag_half(left) and _is_flag_half(right) and _odd_flag_halves(text, offset))
        or (_is_leading_jamo(left) and (_is_leading_jamo(right) or "\uac00" <= right <= "\ud7a3"))
        or (right.isalpha() and _after_virama(text, offset))
    )


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _odd_flag_halves(text: str, offset: int) -> bool:
    """Whether an odd number of halves stands before the offset; a row of 32 flags counts as one thing."""
    window = text[max(offset - 64, 0) : offset]
    halves = next((n for n, char in enumerate(reversed(window)) if not _is_flag_half(char)), len(window))
    return halves % 2 == 1 or halves == 64


def _is_leading_jamo(char: str) -> bool:
    return "\u1100" <= char <= "\u115f" or "\ua960" <= char <= "\ua97c"


def _after_virama(text: str, offset: int) -> bool:
    """Whether an Indic consonant before the offset waits for one behind it."""
    for char in reversed(text[max(offset - 8, 0) : offset]):
        if unicodedata.combining(char) == 9:
            return True
        if not extends(char):
            return False
    return False
