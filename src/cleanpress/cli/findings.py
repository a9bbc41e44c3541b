"""Findings: edits and flags with their place in the file, ready to be told in any format."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from cleanpress.edits import apply

if TYPE_CHECKING:
    from cleanpress.cli.inputs import Cleaned, Source
    from cleanpress.edits import Change, Edit
    from cleanpress.result import Result

__all__ = ["Finding", "Fix", "Lines", "Origin", "Place", "byte_offsets", "findings_of"]

_LINE_END = re.compile("\r\n?|\n")
_NEAR = 64
_WORDS = 3


class Lines:
    """Where the lines of a text begin, counted as editors do: LF, CR LF and CR end a line."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a code-point offset, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def start(self, line: int) -> int:
        """The offset at which a line begins, from 1."""
        return self._starts[line - 1]


class Place(NamedTuple):
    """A span of a file: offsets in code points and bytes from 0, line and column from 1 in code points.

    ``byte_column`` and ``end_byte_column`` count the bytes of UTF-8 in the line, from 1.
    """

    start: int
    end: int
    byte_start: int
    byte_end: int
    line: int
    column: int
    end_line: int
    end_column: int
    byte_column: int
    end_byte_column: int


class Fix(NamedTuple):
    """What to put in a place to make an edit, with those that touch it."""

    place: Place
    text: str


class Origin(NamedTuple):
    """What stands in a file before a part of it: code points, bytes, line ends; and of the line it begins in."""

    chars: int = 0
    bytes: int = 0
    lines: int = 0
    column: int = 0
    byte_column: int = 0

    def behind(self, text: str) -> Origin:
        """The origin of what follows a text that begins here, and does not end inside of a CR LF."""
        chars, size = self.chars + len(text), len(text.encode())
        count, tail = text.count("\n"), text[text.rfind("\n") + 1 :]
        if "\r" in text:
            ends = [match.end() for match in _LINE_END.finditer(text)]
            count, tail = len(ends), text[ends[-1] :]
        if not count:
            return Origin(chars, self.bytes + size, self.lines, self.column + len(text), self.byte_column + size)
        return Origin(chars, self.bytes + size, self.lines + count, len(tail), len(tail.encode()))


class Finding(NamedTuple):
    """An edit that would be or was made, or a flag (``place`` is None) on the file as a whole.

    ``source`` may be a part of a file; ``before`` is how many code points of the file stand before its text.
    """

    source: Source
    rule: str
    reason: str
    confidence: float
    fingerprint: str
    place: Place | None = None
    text: str = ""
    replacement: str = ""
    fix: Fix | None = None
    before: int = 0


_BEGINNING = Origin()


def findings_of(cleaned: Cleaned, origin: Origin = _BEGINNING, seen: dict[str, int] | None = None) -> Iterator[Finding]:
    """The flags and the edits of a result, in the order of the text.

    For a part of a file ``origin`` says what stands before it, and ``seen`` counts the fingerprints of all parts.
    """
    source, result = cleaned.source, cleaned.result
    seen = {} if seen is None else seen
    for flag in result.flags:
        mark = _numbered(seen, _fingerprint(flag.rule, "", "", ""))
        yield Finding(source, flag.rule, flag.reason, flag.confidence, mark)
    if not result.edits:
        return
    text, lead = source.text, source.lead
    spans = [_fix_span(edit, result) for edit in result.edits]
    offsets = [n for edit in result.edits for n in (edit.start, edit.end)] + [n for span in spans for n in span[:2]]
    place = _Placer(text, source.file.encoding, (n + lead for n in offsets), origin)
    for edit, (start, end, replacement) in zip(result.edits, spans, strict=True):
        at, to = edit.start + lead, edit.end + lead
        mark = _fingerprint(edit.rule, text[at:to], text[max(0, at - _NEAR) : at], text[to : to + _NEAR])
        yield Finding(
            source,
            edit.rule,
            edit.reason,
            edit.confidence,
            _numbered(seen, mark),
            place(at, to),
            text[at:to],
            edit.replacement,
            Fix(place(start + lead, end + lead), replacement),
            origin.chars,
        )


def _fix_span(edit: Edit, result: Result) -> tuple[int, int, str]:
    """The span of the source that holds an edit and every change that touches it, and what it becomes.

    An edit may cover markup that stays, or overlap another one: only the changes say what is written.
    """
    changes = result.changes
    start, end = edit.start, edit.end
    first = bisect_left(changes, start, key=lambda change: change.end)
    last = first
    while last < len(changes) and changes[last].start <= end:
        last += 1
    touching: list[Change] = list(changes[first:last])
    if touching:
        start, end = min(start, touching[0].start), max(end, touching[-1].end)
    source = result.document.source[start:end]
    return start, end, apply(source, [(c.start - start, c.end - start, c.replacement, "", "", 1.0) for c in touching])


class _Placer:
    """Knows the places of given offsets in one text, or part of one; one walk over it."""

    def __init__(self, text: str, encoding: str, offsets: Iterable[int], origin: Origin) -> None:
        self._origin = origin
        self._lines = Lines(text)
        wanted = set(offsets)
        wanted |= {self._lines.start(self._lines.position(offset)[0]) for offset in wanted}
        self._utf8 = byte_offsets(text, wanted)
        self._bytes = self._utf8 if encoding == "utf-8" else byte_offsets(text, wanted, encoding)

    def __call__(self, start: int, end: int) -> Place:
        origin = self._origin
        line, column, byte_column = self._position(start)
        end_line, end_column, end_byte_column = self._position(end)
        return Place(
            start + origin.chars,
            end + origin.chars,
            self._bytes[start] + origin.bytes,
            self._bytes[end] + origin.bytes,
            line,
            column,
            end_line,
            end_column,
            byte_column,
            end_byte_column,
        )

    def _position(self, offset: int) -> tuple[int, int, int]:
        """Line, column in code points and column in bytes of UTF-8, all from 1."""
        origin = self._origin
        line, column = self._lines.position(offset)
        byte_column = self._utf8[offset] - self._utf8[self._lines.start(line)] + 1
        if line == 1:
            column, byte_column = column + origin.column, byte_column + origin.byte_column
        return line + origin.lines, column, byte_column


def byte_offsets(text: str, offsets: Iterable[int], encoding: str = "utf-8") -> dict[int, int]:
    """The byte offset of each of these code-point offsets; one walk over the text."""
    found = {}
    position = size = 0
    for offset in sorted(set(offsets)):
        size += len(text[position:offset].encode(encoding))
        position = offset
        found[offset] = size
    return found


def _fingerprint(rule: str, text: str, before: str, behind: str) -> str:
    """What stays the same when a line moves: the rule, the text and the words beside it in its line."""
    import hashlib

    before, behind = _LINE_END.split(before)[-1], _LINE_END.split(behind, maxsplit=1)[0]
    parts = before.split()[-_WORDS:], text.split(), behind.split()[:_WORDS]
    return hashlib.sha256("\n".join((rule, *map(" ".join, parts))).encode()).hexdigest()[:32]


def _numbered(seen: dict[str, int], mark: str) -> str:
    """A fingerprint of its own for each of several findings that are alike."""
    seen[mark] = seen.get(mark, 0) + 1
    return mark if seen[mark] == 1 else f"{mark}-{seen[mark]}"
