"""Mojibake: text that was decoded with the wrong encoding, put right where that is certain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from cleanpress.document import Document
from cleanpress.edits import Span
from cleanpress.filters.base import Builtin, Phase, Rule
from cleanpress.filters.mojibake_gate import damaged_lines

if TYPE_CHECKING:
    from ftfy import ExplanationStep, TextFixerConfig

__all__ = ["Mojibake"]

_REPAIRED = 0.97
_DOUBTFUL = 0.5
# Runs that repair never changes, finest first: all of printable ASCII, then letters and digits only
# (repair may take a space or a question mark that stands for a lost byte).
_ANCHORS = (re.compile(r"([\t\r\x20-\x7e]+)"), re.compile("([0-9A-Za-z]+)"))


@dataclass(frozen=True, slots=True)
class Mojibake(Builtin):
    """Repairs mojibake with ftfy's encoding steps, only on the lines that need it.

    Nothing else of ftfy runs: quotes are not straightened, widths not folded, ligatures not
    expanded, entities not decoded. A repair that would put U+FFFD or a dagger where a byte is lost
    is reported, not made.

    >>> Mojibake().find(Document("Saya suka cafÃ©."))[0].replacement
    'é'
    """

    id: ClassVar[str] = "mojibake"
    phase: ClassVar[Phase] = Phase.REPAIR

    @classmethod
    def rules(cls) -> Sequence[Rule]:
        """The rules of this filter."""
        return _RULES

    def scan(self, doc: Document) -> list[Span]:
        """Propose a repair for each damaged piece; offsets are code points into ``doc.text``."""
        text = doc.text
        spans: list[Span] = []
        for start, end in damaged_lines(text):
            spans.extend(_repair(text[start:end], start))
        return spans


def _repair(line: str, offset: int) -> Iterator[Span]:
    from ftfy import fix_encoding_and_explain

    fixed, steps = fix_encoding_and_explain(line, _settings())
    if fixed == line:
        return
    chain = _chain(steps or [])
    rule = "mojibake/c1-control" if chain == "fix_c1_controls" else "mojibake/wrong-encoding"
    for start, end, replacement in _differences(line, fixed):
        damaged = line[start:end]
        if len(replacement) > len(damaged):
            continue
        lost = "\ufffd" in replacement and "\ufffd" not in damaged
        invented = "†" in replacement and " " in damaged
        reason = f"{_shown(damaged)} is {_shown(replacement)} read with the wrong encoding ({chain})"
        if lost or invented:
            yield (
                offset + start,
                offset + end,
                replacement,
                "mojibake/lost-byte",
                f"{reason}; a byte is lost",
                _DOUBTFUL,
            )
        else:
            yield offset + start, offset + end, replacement, rule, reason, _REPAIRED


@lru_cache(maxsize=1)
def _settings() -> TextFixerConfig:
    from ftfy import TextFixerConfig

    return TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_encoding=True,
        restore_byte_a0=True,
        replace_lossy_sequences=True,
        decode_inconsistent_utf8=True,
        fix_c1_controls=True,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
    )


def _chain(steps: list[ExplanationStep]) -> str:
    """The steps that led to the repair, as a reader of codecs would write them."""
    names = []
    for step in steps:
        action, name = step
        names.append(f"{action} {name}" if action in ("encode", "decode") else name)
    return ", ".join(names)


def _shown(text: str, width: int = 24) -> str:
    """An excerpt for a reason: quoted, with what does not print escaped."""
    return repr(text if len(text) <= width else text[: width - 1] + "…")


def _differences(line: str, fixed: str) -> Iterator[tuple[int, int, str]]:
    """Where two versions of a line differ, as (start, end, replacement): linear, by shared ASCII runs."""
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


_RULES = (
    Rule(
        "mojibake/wrong-encoding",
        "text decoded with the wrong encoding",
        "UTF-8 that was read as Windows-1252, Latin-1, MacRoman or a similar single-byte encoding, once or several "
        "times: 'cafÃ©' for 'café'. Repaired only where ftfy's test finds an impossible sequence of characters and "
        "undoing the decoding gives valid UTF-8.",
    ),
    Rule(
        "mojibake/c1-control",
        "C1 control characters that stand for Windows-1252 punctuation",
        "Bytes 80-9F of Windows-1252 read as Latin-1 become invisible control characters; browsers show them as the "
        "quotes and dashes they were, and so does the repair.",
    ),
    Rule(
        "mojibake/lost-byte",
        "damaged text of which a byte is lost",
        "A byte of the sequence was dropped or replaced, so the character it stood for cannot be told for certain. "
        "Reported, never changed.",
    ),
)
