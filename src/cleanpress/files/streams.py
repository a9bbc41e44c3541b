"""Streams of records: read in blocks that end between records, cleaned block by block, written as they come."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple, Protocol, TypeAlias

from cleanpress.errors import FileError
from cleanpress.files import MAX_RECORD, tables
from cleanpress.files.jsonl import RecordError
from cleanpress.files.records import TOO_LONG, Cleaned, RecordCleaner, RecordNote, Summary, broken

__all__ = ["Block", "Feed", "Reader", "Runner", "check_fields", "clean_records", "open_records"]

BLOCK = 1 << 20
"""Bytes read at a time."""
_MAX_HEADER = 1 << 20
_MARKS = {
    codecs.BOM_UTF16_LE: "UTF-16 or UTF-32; convert it to UTF-8 first",
    codecs.BOM_UTF16_BE: "UTF-16; convert it to UTF-8 first",
    codecs.BOM_UTF32_BE: "UTF-32; convert it to UTF-8 first",
    b"\x1f\x8b": "gzip data; give it a name that ends in .gz, or unpack it first",
    b"\x28\xb5\x2f\xfd": "zstd data; give it a name that ends in .zst, or unpack it first",
}


class Reader(Protocol):
    """A stream of bytes that gives what it has, up to a size, and b"" at its end."""

    def read1(self, size: int, /) -> bytes:
        """Bytes, as soon as there are any."""
        ...


class Block(NamedTuple):
    """Whole records in a row, and where they begin in the stream; or a piece of one record too long to be read."""

    data: bytes
    offset: int
    too_long: bool = False
    first: bool = False


Runner: TypeAlias = Callable[[RecordCleaner, Iterable[Block]], Iterator[tuple[Block, Cleaned | None]]]
"""Cleans blocks, in order; a piece of a record that is too long has nothing to be cleaned."""


def clean_records(
    stream: Reader,
    write: Callable[[bytes], object],
    cleaner: RecordCleaner,
    *,
    on_note: Callable[[RecordNote], object] | None = None,
    run: Runner | None = None,
    tick: Callable[[], object] | None = None,
    at_start: bool = True,
    ask_fields: bool = True,
) -> Summary:
    r"""Clean the records of a stream and write them, in constant memory.

    What is not cleaned is written byte for byte, broken records too. ``on_note`` is told what is to be said of single
    records, in order; ``tick`` is called after each block. ``run`` says where the work is done: here, if not given.

    Raises FileError when the stream is none of records: compressed, in UTF-16, one array of JSON (``at_start``), a
    table without the column, or when no record had any of the fields (``ask_fields``); the records are then written
    all the same. A stream that is a part of a file is read without these checks.

    >>> import io
    >>> from cleanpress import Pipeline
    >>> lines = io.BytesIO(b'{"id": 1.10, "text": "Harga  naik."}\nbroken\n')
    >>> out = io.BytesIO()
    >>> clean_records(lines, out.write, RecordCleaner(Pipeline.default(), ("text",))).broken
    1
    >>> out.getvalue()
    b'{"id": 1.10, "text": "Harga naik."}\nbroken\n'
    """
    feed = Feed(stream)
    if at_start or cleaner.format == "csv":
        cleaner = open_records(feed, cleaner, write)
    total = Summary(records=int(cleaner.header is not None))
    for block, cleaned in (run or _here)(cleaner, feed.blocks(cleaner.whole)):
        if cleaned is None:
            write(block.data)
            cleaned = _too_long() if block.first else Cleaned([], [], Summary())
        else:
            _write_patched(write, block.data, cleaned.patches)
        if on_note is not None:
            for note in cleaned.notes:
                on_note(note._replace(number=total.records + note.number))
        total.add(cleaned.summary)
        if tick is not None:
            tick()
    if ask_fields:
        check_fields(cleaner, total)
    return total


def _here(cleaner: RecordCleaner, blocks: Iterable[Block]) -> Iterator[tuple[Block, Cleaned | None]]:
    for block in blocks:
        yield block, None if block.too_long else cleaner.block(block.data)


class Feed:
    """A stream with what was read of it and not yet used."""

    def __init__(self, stream: Reader) -> None:
        self._stream = stream
        self.data = bytearray()
        self.offset = 0

    def more(self) -> bool:
        """Read on; whether there was anything."""
        piece = self._stream.read1(BLOCK)
        self.data += piece
        return bool(piece)

    def take(self, size: int) -> bytes:
        """The next bytes."""
        taken = bytes(self.data[:size])
        del self.data[:size]
        self.offset += size
        return taken

    def blocks(self, whole: Callable[[bytearray], int]) -> Iterator[Block]:
        """The rest of the stream; ``whole`` tells where the last whole record of some bytes ends."""
        least = 1  # bytes before it is worth looking for a whole record again
        going_on = True
        while going_on:
            while len(self.data) >= least:
                end = whole(self.data)
                if end:
                    yield self._block(end)
                    least = 1
                    break
                if len(self.data) <= MAX_RECORD:
                    least = min(2 * len(self.data), MAX_RECORD + 1)
                    break
                yield from self._too_long()
                least = 1
            going_on = self.more()
        if self.data:
            yield self._block(len(self.data))

    def _block(self, size: int) -> Block:
        offset = self.offset
        return Block(self.take(size), offset)

    def _too_long(self) -> Iterator[Block]:
        """The line that is too long, piece by piece."""
        first = True
        while True:
            end = self.data.find(b"\n") + 1
            yield self._block(end or len(self.data))._replace(too_long=True, first=first)
            first = False
            if end or not self.more():
                return


def open_records(feed: Feed, cleaner: RecordCleaner, write: Callable[[bytes], object]) -> RecordCleaner:
    """Look at the beginning of a stream, and write it as it is to be; the cleaner that knows its header.

    Raises FileError when the stream is none of records, as :func:`clean_records` does.
    """
    path = cleaner.path
    while len(feed.data) < 4 and feed.more():
        pass
    for mark, what in _MARKS.items():
        if feed.data.startswith(mark):
            raise FileError(path, "records", f"is {what}")
    if feed.data.startswith(codecs.BOM_UTF8):
        write(feed.take(len(codecs.BOM_UTF8)))
        cleaner = replace(cleaner, encoding="utf-8")
    if cleaner.format == "jsonl":
        if feed.data.lstrip(b" \t\r\n")[:1] == b"[":
            raise FileError(path, "records", "is one array of JSON; write one record a line to have it cleaned")
        return cleaner
    record = _header(feed, path)
    if not record:
        return cleaner
    try:
        text = record.decode(cleaner.encoding)
        line_end = text[len(text.rstrip("\r\n")) :]
        header = tables.read_header(text.rstrip("\r\n"), cleaner.fields)
        for name in cleaner.added:
            if name in header.columns:
                raise RecordError(f"has a column {name!r} already")
    except UnicodeDecodeError as error:
        problem = f"line 1, byte offset {error.start}: not {cleaner.encoding.upper()}; say --encoding NAME"
        raise FileError(path, "undecodable", problem) from error
    except RecordError as error:
        raise FileError(path, "records", str(error)) from error
    names = (tables.quoted(name, header.delimiter, always=False) for name in cleaner.added)
    added = "".join(header.delimiter + name for name in names)
    write((text.rstrip("\r\n") + added + line_end).encode(cleaner.encoding) if added else record)
    return replace(cleaner, header=header)


def _header(feed: Feed, path: str) -> bytes:
    """The first record of a table: a line, or several while a quote is open."""
    end = quotes = 0
    while end <= _MAX_HEADER:
        start, end = end, feed.data.find(b"\n", end) + 1
        if not end:
            end = start
            if len(feed.data) > _MAX_HEADER:
                break
            if not feed.more():
                return feed.take(len(feed.data))
            continue
        quotes += feed.data.count(b'"', start, end)
        if quotes % 2 == 0:
            return feed.take(end)
    raise FileError(path, "records", f"has no header in its first {_MAX_HEADER} bytes; is it a table?")


def _write_patched(write: Callable[[bytes], object], data: bytes, patches: list[tuple[int, int, bytes]]) -> None:
    position = 0
    for start, end, new in patches:
        write(data[position:start])
        write(new)
        position = end
    write(data[position:] if position else data)


def _too_long() -> Cleaned:
    return Cleaned([], [broken(1, TOO_LONG)], Summary(records=1, broken=1))


def check_fields(cleaner: RecordCleaner, total: Summary) -> None:
    """Raise FileError when a field occurs in no record: its name is wrong, or it is no text."""
    readable = total.records - total.broken - total.blank
    for name, count in total.missing.items():
        if count == readable:
            raise FileError(cleaner.path, "records", f"no record has a text in the field {name!r}; check the name")
