"""ftfy's encoding repair, alone: its settings, its steps in words, and where it changed a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ftfy import ExplanationStep, TextFixerConfig

__all__ = ["chain_of", "differences", "settings"]

# Runs that repair never changes, finest first: all of printable ASCII, then letters and digits only
# (repair may take a space or a question mark that stands for a lost byte).
_ANCHORS = (re.compile(r"([\t\r\x20-\x7e]+)"), re.compile("([0-9A-Za-z]+)"))


@lru_cache(maxsize=1)
def settings() -> TextFixerConfig:
    """Only what undoes wrong decodings: no quotes, widths, ligatures, entities or line breaks."""
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_encoding=True,
        restore_byte_a0=True,
        replace_lossy_sequences=True,
        decode_inconsistent_utf8=True,
        fix_c1_controls=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
    )


def chain_of(steps: Sequence[ExplanationStep]) -> str:
    """The steps that led to the repair, as a reader of codecs would write them."""
    names = []
    for step in steps:
        action, name = step
        name = name.replace("sloppy-windows-", "cp").replace("windows-", "cp")
        names.append(f"{action} {name}" if action in ("encode", "decode") else name)
    return ", ".join(names)


def differences(line: str, fixed: str) -> Iterator[tuple[int, int, str]]:
    """Where two versions of a line differ, as (start, end, replacement): linear, by shared ASCII runs.

    >>> list(differences("a cafÃ© b", "a café b"))
    [(5, 7, 'é')]
    """
    for anchor in _ANCHORS:
        before, after = anchor.split(line), anchor.split(fixed)
        if before[1::2] == after[1::2]:
            break
    else:
        before, after = [line], [fixed]
    offset = 0
    for old, new in zip(before, after, strict=True):
        if old != new:
            yield from _pieces(old, new, offset)
        offset += len(old)


def _pieces(old: str, new: str, offset: int) -> Iterator[tuple[int, int, str]]:
    """The differing pieces of two versions of a run, one by one where what stands between them is the same."""
    stop, end = len(old), len(new)
    while stop and end and old[stop - 1] == new[end - 1]:
        stop, end = stop - 1, end - 1
    at = behind = 0
    while at < stop or behind < end:
        if at < stop and behind < end and old[at] == new[behind]:
            at, behind = at + 1, behind + 1
            continue
        size, width = _piece(old[at:stop], new[behind:end])
        yield offset + at, offset + at + size, new[behind : behind + width]
        at, behind = at + size, behind + width


def _piece(old: str, new: str) -> tuple[int, int]:
    """How much of two rests that begin differently differs: up to where two characters are the same again, or all."""
    for size in range(2, min(len(old) - 1, _APART)):
        for width in range(1, min(size, len(new) - 1)):
            if old[size : size + 2] == new[width : width + 2]:
                return size, width
    return len(old), len(new)


_APART = 16
"""Characters within which two versions of a run are the same again, if they are to be looked at piece by piece."""
