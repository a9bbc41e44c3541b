"""Puts the reading of an HTML page together, token by token."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple, overload

from cleanpress.formats.html_names import BORDERS, SHOWN, SPECIAL
from cleanpress.formats.html_text import LAYOUT, REFERENCE, decode, decoded
from cleanpress.formats.html_tokens import BLANK, BREAK, BREAK_TEXT, OTHERWISE, TEXT, Kind, Tokens
from cleanpress.lazy import cached_property

__all__ = ["OBJECT", "Builder", "Piece", "Pieces"]

OBJECT = "\ufffc"
"""Stands in a reading for what is shown but not read: code, preformatted text, text areas."""

_BREAK = "\n"
_AS_SPACES = str.maketrans(LAYOUT, " " * len(LAYOUT))
_PARTS = re.compile(f"([{LAYOUT}]{{2,}})|{REFERENCE.pattern}")


class Piece(NamedTuple):
    """A piece of the reading and what it stands for.

    ``start`` is its offset in the reading; it ends where the next piece starts. ``source_start`` and
    ``source_end`` are its span in the source, empty for the break that a block makes. A ``fixed`` piece
    goes whole or stays whole; of others each character stands for one of the source.
    """

    start: int
    source_start: int
    source_end: int
    fixed: bool


class Pieces(Sequence[Piece]):
    """The pieces of a reading, in order, kept as four rows as :class:`Tokens` are."""

    __slots__ = ("fixed", "source_ends", "source_starts", "starts")

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.source_starts: list[int] = []
        self.source_ends: list[int] = []
        self.fixed: list[bool] = []

    def add(self, start: int, source_start: int, source_end: int, fixed: bool) -> None:
        """Add one behind the others."""
        self.starts.append(start)
        self.source_starts.append(source_start)
        self.source_ends.append(source_end)
        self.fixed.append(fixed)

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> Piece: ...
    @overload
    def __getitem__(self, index: slice) -> list[Piece]: ...
    def __getitem__(self, index: int | slice) -> Piece | list[Piece]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self.starts)))]
        return Piece(self.starts[index], self.source_starts[index], self.source_ends[index], self.fixed[index])


class Builder:
    """Puts a reading together, left to right."""

    def __init__(self, source: str, tokens: Tokens) -> None:
        self.source = source
        self.tokens = tokens
        self.parts: list[str] = []
        self.pieces = Pieces()
        self.objects: list[tuple[int, int]] = []
        self.unseen: list[int] = []
        self.absorbed: list[tuple[int, int, int]] = []
        self.length = 0
        self.tail = -1  # where the text behind the last piece goes on, if that piece can grow
        self.breaks = False  # whether a block begins or ends here
        self.space: tuple[int, int] | None = None  # white space that counts if text follows in this line
        self.fresh = True  # whether the line is empty so far

    def run(self) -> None:
        """Read all of the source."""
        tokens = self.tokens
        self.behind(-1)
        walk = zip(tokens.starts, tokens.rows, strict=True)
        for start, row in walk:
            does = row[2]
            if does == BREAK:
                self.breaks = True
            elif does == TEXT:
                self.text(start + row[3], row[4])
            elif does == BREAK_TEXT:
                self.breaks = True
                self.text(start + row[3], row[4])
            elif does == BLANK:
                if not (self.fresh or self.breaks):
                    self.blank(start + row[3], start + row[3] + len(row[4]))
            elif does == OTHERWISE:
                for _ in range(self.otherwise(bisect_left(tokens.starts, start))):
                    next(walk)

    def otherwise(self, index: int) -> int:
        """A token of the rarer kinds and the text behind it; how many of those that follow are part of it."""
        tokens = self.tokens
        start, (kind, name, _, length, _, _) = tokens.starts[index], tokens.rows[index]
        last = index
        if kind == Kind.RAW:
            if name == "title":
                self.text(start, self.source[start : start + length])
        elif name in SPECIAL:
            if kind == Kind.OPEN and name == "br":
                self.break_line(start, start + length)
            elif kind == Kind.OPEN and self.closes.get(name, -1) > start:
                last = self.closing(index + 1, name) - 1
                self.skip(index, last + 1)
        elif name in BORDERS:
            self.breaks = True
        self.behind(last)
        return last - index

    def behind(self, index: int) -> None:
        """The text behind a token."""
        tokens = self.tokens
        start = tokens.starts[index] + tokens.rows[index][3] if index >= 0 else 0
        end = tokens.starts[index + 1] if index + 1 < len(tokens) else len(self.source)
        if start < end:
            self.text(start, self.source[start:end])

    def skip(self, first: int, stop: int) -> None:
        """An element whose content is no text to read: shown as it is, or not at all."""
        token = self.tokens[first]
        self.breaks = self.breaks or token.name in BORDERS
        if token.name in SHOWN:
            self.object(token.start, self.tokens[stop - 1].end)
        elif token.name == "noscript":
            self.unseen_links(first, stop)
        self.breaks = self.breaks or token.name in BORDERS

    @cached_property
    def closes(self) -> dict[str, int]:
        """Where the last end tag of each name begins."""
        rows = zip(self.tokens.starts, self.tokens.rows, strict=True)
        return {row[1]: start for start, row in rows if row[0] == Kind.CLOSE}

    def closing(self, index: int, name: str) -> int:
        """The index behind the end tag of the element whose content begins at ``index``."""
        depth = 1
        rows = self.tokens.rows
        while index < len(rows):
            kind, other, *_ = rows[index]
            index += 1
            if other == name and kind != Kind.RAW:
                depth += 1 if kind == Kind.OPEN else -1
                if not depth:
                    break
        return index

    def unseen_links(self, first: int, stop: int) -> None:
        """Links that only readers without scripts see: each goes as a whole or stays."""
        opened = -1
        for index in range(first, stop):
            token = self.tokens[index]
            if token.name == "a" and token.kind is Kind.OPEN:
                opened = index
            elif token.name == "a" and opened >= 0:
                gaps = zip(self.tokens[opened:index], self.tokens[opened + 1 : index + 1], strict=True)
                inner = " ".join(self.source[left.end : right.start] for left, right in gaps)
                shown = " ".join(decoded(inner).split())
                if shown:
                    self.begin()
                    self.unseen.append(self.length)
                    self.objects.append((self.length, self.length + len(shown)))
                    self.add(shown, self.tokens[opened].start, token.end)
                opened = -1

    def text(self, start: int, run: str) -> None:
        """Text between tags: its white space and references are single pieces."""
        body = run.strip(LAYOUT)
        if not body:
            if not (self.fresh or self.breaks):
                self.blank(start, start + len(run))
            return
        left = start
        if len(body) < len(run):
            left += run.index(body[0])
            if left > start and not (self.fresh or self.breaks):
                self.blank(start, left)
        if self.breaks or self.fresh or self.space is not None:
            self.begin()
        length = len(body)
        right = left + length
        if "&" in body or "  " in body or not body.isprintable():
            self.body(left, right, body)
        else:  # what grow() does, without the call: nearly all texts go this way
            self.parts.append(body)
            pieces = self.pieces
            if self.tail == left:
                pieces.source_ends[-1] = right
            else:
                pieces.starts.append(self.length)
                pieces.source_starts.append(left)
                pieces.source_ends.append(right)
                pieces.fixed.append(False)
            self.length += length
            self.tail = right
        if right < start + len(run):
            self.blank(right, start + len(run))

    def body(self, start: int, end: int, body: str) -> None:
        """Text in which some pieces do not stand for themselves."""
        position = 0
        for match in _PARTS.finditer(body):
            shown = " " if match[1] else decode(match[0])
            if shown == match[0]:
                continue
            at = match.start()
            if at > position:
                self.grow(start + position, start + at, body[position:at])
            position = match.end()
            if shown:
                self.add(shown, start + at, start + position)
        if start + position < end:
            self.grow(start + position, end, body[position:])

    def blank(self, start: int, end: int) -> None:
        """White space at the edge of a text: the first in a row counts, if text follows in the line."""
        if self.fresh or self.breaks:
            return
        if self.space is None:
            self.space = (start, end)
        else:
            self.absorbed.append((self.length + 1, start, end))

    def begin(self) -> None:
        """Text follows: what stood before it is a break, a space or nothing."""
        if self.breaks and self.parts and not self.fresh:
            if self.absorbed:
                self.drop_absorbed()
            pieces = self.pieces
            at = pieces.source_ends[-1]
            pieces.starts.append(self.length)
            pieces.source_starts.append(at)
            pieces.source_ends.append(at)
            pieces.fixed.append(True)
            self.parts.append(_BREAK)
            self.length += 1
            self.tail = -1
        elif self.space is not None:
            start, end = self.space
            if end - start == 1:
                self.grow(start, end, " ")
            else:
                self.add(" ", start, end)
        self.breaks, self.space, self.fresh = False, None, False

    def drop_absorbed(self) -> None:
        """White space at the end of a line shows nothing, and belongs to no piece."""
        while self.absorbed and self.absorbed[-1][0] > self.length:
            self.absorbed.pop()

    def break_line(self, start: int, end: int) -> None:
        """A ``<br>``: a break that an edit may take with its line."""
        if self.breaks:
            self.begin()
        self.drop_absorbed()
        self.add(_BREAK, start, end)
        self.space, self.fresh = None, True

    def object(self, start: int, end: int) -> None:
        """What is shown but not read."""
        self.begin()
        self.objects.append((self.length, self.length + 1))
        self.add(OBJECT, start, end)

    def add(self, shown: str, start: int, end: int) -> None:
        """A piece that goes whole or stays whole."""
        self.pieces.add(self.length, start, end, True)
        self.parts.append(shown)
        self.length += len(shown)
        self.tail = -1

    def grow(self, start: int, end: int, run: str) -> None:
        """Characters that stand for themselves; they prolong the last piece if they follow it."""
        self.parts.append(run if run.isprintable() else run.translate(_AS_SPACES))
        if self.tail == start:
            self.pieces.source_ends[-1] = end
        else:
            self.pieces.add(self.length, start, end, False)
        self.length += end - start
        self.tail = end
