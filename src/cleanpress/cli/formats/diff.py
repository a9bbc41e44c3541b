"""What would change as a unified diff, made from the edits: its time is in proportion to the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cleanpress.cli.console import escaped, path_name
from cleanpress.edits import Change, apply

if TYPE_CHECKING:
    from cleanpress.cli.inputs import Cleaned

__all__ = ["safe", "unified"]

_CONTEXT = 3
"""Lines that are shown around a change."""
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_COMMAND = re.compile(r"\s*::")


class _Piece(NamedTuple):
    """Lines ``first`` to ``last`` (not included) of the old text, and what stands in their place."""

    first: int
    last: int
    new: list[str]


def unified(cleaned: Cleaned) -> Iterator[str]:
    """The diff of one input, exact, line by line with line feeds; nothing when nothing changed."""
    if not cleaned.result.changed:
        return
    text, lead = cleaned.source.text, cleaned.source.lead
    old = _LINE.findall(text)
    changes = [Change(c.start + lead, c.end + lead, c.replacement) for c in cleaned.result.changes]
    name = path_name(cleaned.source.name)
    for sign, side in (("---", "a"), ("+++", "b")):
        # An absolute name stays one; a name of several lines is written on one.
        yield f"{sign} {name if name.startswith('/') else f'{side}/{name}'}".replace("\n", r"\n") + "\n"
    shift = 0  # lines that the new text has more than the old one, so far
    for hunk in _hunks(list(_pieces(text, old, changes))):
        yield from _written(old, hunk, shift)
        shift += sum(len(piece.new) - (piece.last - piece.first) for piece in hunk)


def safe(line: str) -> tuple[str, bool]:
    r"""A line of a diff as it may be shown, and whether that differs: nothing in it acts on a terminal or a build log.

    >>> safe("+a\x1b[2J\n")
    ('+a\\x1b[2J\n', True)
    """
    end = "\r\n" if line.endswith("\r\n") else "\n"
    body = line.removesuffix(end)
    shown = "\t".join(map(escaped, body.split("\t")))
    if _COMMAND.match(shown, 1):
        shown = shown.replace("::", r":\x3a", 1)
    return shown + end, shown != body


def _pieces(text: str, old: Sequence[str], changes: Sequence[Change]) -> Iterator[_Piece]:
    """The lines that change, without those that come out the same at their edges."""
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    del starts[-1:]  # where the text ends no line begins
    index = 0
    while index < len(changes):
        first, last = _row(starts, changes[index].start), _row(starts, changes[index].end) + 1
        stop = index + 1
        while stop < len(changes) and _row(starts, changes[stop].start) < last:
            last = max(last, _row(starts, changes[stop].end) + 1)
            stop += 1
        base = starts[first] if starts else 0
        end = starts[last] if last < len(starts) else len(text)
        inside = [Change(c.start - base, c.end - base, c.replacement) for c in changes[index:stop]]
        yield from _trimmed(old, first, min(last, len(old)), _LINE.findall(apply(text[base:end], inside)))
        index = stop


def _row(starts: Sequence[int], offset: int) -> int:
    return max(0, bisect_right(starts, offset) - 1)


def _trimmed(old: Sequence[str], first: int, last: int, new: list[str]) -> Iterator[_Piece]:
    before = 0
    while first + before < last and before < len(new) and old[first + before] == new[before]:
        before += 1
    behind = 0
    while last - behind > first + before and len(new) - behind > before and old[last - behind - 1] == new[-behind - 1]:
        behind += 1
    piece = _Piece(first + before, last - behind, new[before : len(new) - behind])
    if piece.first < piece.last or piece.new:
        yield piece


def _hunks(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces that share their context lines, together."""
    hunk: list[_Piece] = []
    for piece in pieces:
        if hunk and piece.first - hunk[-1].last > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(piece)
    if hunk:
        yield hunk


def _written(old: Sequence[str], hunk: Sequence[_Piece], shift: int) -> Iterator[str]:
    first, last = max(0, hunk[0].first - _CONTEXT), min(len(old), hunk[-1].last + _CONTEXT)
    grown = sum(len(piece.new) - (piece.last - piece.first) for piece in hunk)
    yield f"@@ -{_range(first, last - first)} +{_range(first + shift, last - first + grown)} @@\n"
    position = first
    for piece in hunk:
        yield from _signed(" ", old[position : piece.first])
        yield from _signed("-", old[piece.first : piece.last])
        yield from _signed("+", piece.new)
        position = piece.last
    yield from _signed(" ", old[position:last])


def _range(start: int, length: int) -> str:
    return f"{start + 1 if length else start},{length}"


def _signed(sign: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        whole = line.endswith("\n")
        yield f"{sign}{line}" if whole else f"{sign}{line}\n"
        if not whole:
            yield "\\ No newline at end of file\n"
