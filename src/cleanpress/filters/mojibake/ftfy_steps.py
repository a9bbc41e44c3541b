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
            yield _trimmed(old, new, offset)
        offset += len(old)


def _trimmed(old: str, new: str, offset: int) -> tuple[int, int, str]:
    """The differing middle of two pieces."""
    limit = min(len(old), len(new))
    head = next((i for i in range(limit) if old[i] != new[i]), limit)
    limit -= head
    tail = next((i for i in range(limit) if old[-1 - i] != new[-1 - i]), limit)
    return offset + head, offset + len(old) - tail, new[head : len(new) - tail]
