"""The seam rule: what else must go, or stay, when a piece of text is cut out.

A deletion has to leave correct spacing by itself, or every filter would repair its own holes, each
a little differently. The rule: exactly one space stays between words, none before closing
punctuation or behind an opening bracket, none between scripts written without spaces; a line that
becomes empty goes with one line break, and with one of two blank lines around it; two words are
never joined and no grapheme is split.
"""

from __future__ import annotations

from cleanpress.scripts import joins, spaceless, splits

__all__ = ["seam"]

_SPACES = frozenset(
    " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_BRACKETS = {
    "(": ")",
    "[": "]",
    "{": "}",
    "（": "）",
    "【": "】",
    "「": "」",
    "『": "』",
    "〔": "〕",
    "［": "］",
}
_OPENING = frozenset("([{„‚（【「『〔［《〈¿¡")
_CLOSING = frozenset(",.)]}…、。，．）】」』〕］》〉！？；：؟،؛۔।።፣፤")
_SPACED_CLOSING = frozenset(";:!?»")  # French writes a space before these
_QUOTES = frozenset("\"'“”‟‘’‛«»‹›")  # which of them open and which close depends on the language
_REPEATABLE = frozenset(",;.、，。،")


def seam(text: str, start: int, end: int) -> tuple[int, int, str]:
    r"""Widen the deletion of ``text[start:end]`` to what must go with it.

    Takes and returns code-point offsets, half open; the third value is the replacement, empty
    but for two words that would otherwise be joined. Costs time in proportion to the cut and the
    white space around it.

    >>> seam("He must spam.example act now.", 8, 20)
    (8, 21, '')
    >>> seam("one\n\nspam\n\ntwo", 5, 9)
    (5, 11, '')
    """
    if 1 < start < end < len(text) - 1 and text[start - 1] == "\n" == text[end]:
        plain = _plain_line(text, start, end)
        if plain:
            return start, plain, ""
    start, end = _whole_graphemes(text, *_stripped(text, start, end))
    if start == end:
        return start, end, ""
    wide = _widened(text, start, end)
    if splits(text, wide[0]) or splits(text, wide[1]):  # a mark hangs on a space, a bracket, a comma
        return _exactly(text, start, end)
    return wide


def _plain_line(text: str, start: int, end: int) -> int:
    """Where the cut of a whole line inside a text ends; 0 if more has to be looked at than the characters around it.

    Nearly all cuts of lines are answered here, for a tenth of the time.
    """
    first, last, above, below = text[start], text[end - 1], text[start - 2], text[end + 1]
    if above.isspace() and above != "\n":
        return 0
    if below != "\n" and (below.isspace() or below >= "\u0300"):
        return 0
    if first.isspace() or last.isspace() or first >= "\u0300" or last >= "\u0300":
        return 0
    if above == "\n" == below:
        return end + 2 if text[end + 2 : end + 3] < "\u0300" else 0
    return end + 1


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _whole_graphemes(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and splits(text, start):
        start += 1
    while start < end and splits(text, end):
        end += 1
    return start, end


def _widened(text: str, start: int, end: int) -> tuple[int, int, str]:
    left, right = _skip_spaces(text, start, end)
    while left and right < len(text) and _BRACKETS.get(text[left - 1]) == text[right]:
        start, end = left - 1, right + 1
        left, right = _skip_spaces(text, start, end)
    line_start = left == 0 or text[left - 1] in _BREAKS
    line_end = right == len(text) or text[right] in _BREAKS
    if line_start and line_end:
        return (*_whole_line(text, left, right), "")
    if line_start:
        return start, right, ""
    if line_end:
        return left, end, ""
    return _inside(text, start, end, left, right)


def _skip_spaces(text: str, start: int, end: int) -> tuple[int, int]:
    while start and text[start - 1] in _SPACES:
        start -= 1
    while end < len(text) and text[end] in _SPACES:
        end += 1
    return start, end


def _whole_line(text: str, left: int, right: int) -> tuple[int, int]:
    """A line becomes empty: it goes with one break, and with a blank line if it stood between two."""
    end = _behind_break(text, right)
    before = _before_break(text, left)
    above, _ = _skip_spaces(text, before, before)
    blank_above = above == 0 or text[above - 1] in _BREAKS
    if end == len(text):
        if end == right:
            return (_before_break(text, above) if blank_above else before), end
        return (before if blank_above else left), end
    _, below = _skip_spaces(text, end, end)
    if blank_above and below < len(text) and text[below] in _BREAKS:
        end = _behind_break(text, below)
    return left, end


def _behind_break(text: str, offset: int) -> int:
    if text.startswith("\r\n", offset):
        return offset + 2
    return min(offset + 1, len(text))


def _before_break(text: str, offset: int) -> int:
    """Where the line break that ends at ``offset`` begins; 0 at the start of the text."""
    if text.endswith("\r\n", 0, offset):
        return offset - 2
    return max(offset - 1, 0)


def _inside(text: str, start: int, end: int, left: int, right: int) -> tuple[int, int, str]:
    """A cut inside a line: characters stand on both sides behind the spaces."""
    before, behind = text[left - 1], text[right]
    if before in _REPEATABLE and behind == before and (behind == ";" or _closes(text, end, right)):
        end = right + 1
        right = _skip_spaces(text, end, end)[1]
        if right == len(text) or text[right] in _BREAKS:
            return left, end, ""
        behind = text[right]
    if _closes(text, end, right):
        return left, right, ""
    if behind in _SPACED_CLOSING:
        return left, end, ""
    if _opens(text, start, left):
        return start, right, ""
    if spaceless(before) and spaceless(behind):
        return left, right, ""
    if left < start and right > end:
        return left + 1, right, ""
    return _exactly(text, start, end)


def _closes(text: str, end: int, right: int) -> bool:
    """Whether the character behind the cut, and the spaces up to ``right``, ends what stands before it."""
    char = text[right]
    before_word = right + 1 < len(text) and text[right + 1].isalnum()
    if char in _QUOTES:
        return right == end and not before_word
    return char in _CLOSING and (right == end or not before_word or spaceless(char))


def _opens(text: str, start: int, left: int) -> bool:
    """Whether the character before the cut, and the spaces from ``left`` on, begins what stands behind it."""
    char = text[left - 1]
    if char in _QUOTES:
        outside = text[left - 2] if left > 1 else " "
        return left == start and (outside.isspace() or outside in _OPENING)
    return char in _OPENING


def _exactly(text: str, start: int, end: int) -> tuple[int, int, str]:
    """The cut alone, with a space where it would join two words."""
    joined = start > 0 and end < len(text) and joins(text[start - 1], text[end])
    return start, end, " " if joined else ""
