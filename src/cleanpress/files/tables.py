"""CSV: where records end, where the cells of a record stand, and a record with only those cells changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from cleanpress.files import MAX_RECORD
from cleanpress.files.jsonl import RecordError

__all__ = ["Cell", "Header", "cells", "quoted", "raw_offsets", "read_header", "record_ends", "whole_records"]

_DELIMITERS = ",;\t|"


class Cell(NamedTuple):
    """A cell of a record: offsets in code points, quotes included, and its value."""

    start: int
    end: int
    value: str


class Header(NamedTuple):
    """The first record of a table: what parts the cells, and which columns there are."""

    delimiter: str
    columns: tuple[str, ...]


@lru_cache
def _record(delimiter: str) -> re.Pattern[bytes]:
    """One record with its line end: cells in quotes may hold line ends, a quote inside a bare cell is a letter."""
    mark = re.escape(delimiter.encode())
    cell = rb'(?:"[^"]*+(?:""[^"]*+)*+"[^%b\n]*+|(?!")[^%b\n]*+)' % (mark, mark)
    return re.compile(rb"%b(?:%b%b)*+\n" % (cell, mark, cell))


@lru_cache
def _cell(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    return re.compile(rf'"([^"]*+(?:""[^"]*+)*+)"([^{mark}\n]*+)|(?!")[^{mark}\n]*+')


def record_ends(data: bytes, delimiter: str) -> Iterator[int]:
    r"""The offset behind each record, in bytes; the last one need not have a line end.

    A record whose quote is never closed ends with its line: one stray quote must not swallow the rest of the file.

    >>> list(record_ends(b'a,"b\nc"\nd,"e\nf', ","))
    [8, 13, 14]
    """
    position = 0
    match = _record(delimiter).match
    while position < len(data):
        found = match(data, position, position + MAX_RECORD)
        position = found.end() if found else data.find(b"\n", position) + 1 or len(data)
        yield position


def whole_records(data: bytes | bytearray, delimiter: str) -> int:
    r"""The offset behind the last record that is whole, line end included, in bytes; 0 if there is none.

    >>> whole_records(b'a,"b\nc"\nd,"e\nf', ",")
    8
    """
    if b'"' not in data:
        return data.rfind(b"\n") + 1
    position = 0
    match = _record(delimiter).match
    while found := match(data, position, position + MAX_RECORD):
        position = found.end()
    return position


def cells(record: str, delimiter: str) -> list[Cell]:
    r"""The cells of a record without its line end. Raises RecordError when a quote is not closed as it should be.

    >>> [cell.value for cell in cells('a,"b, ""c"" d",5" e', ",")]
    ['a', 'b, "c" d', '5" e']
    """
    found: list[Cell] = []
    position = 0
    if '"' not in record:
        for value in record.split(delimiter):
            found.append(Cell(position, position + len(value), value))
            position += len(value) + 1
        return found
    match = _cell(delimiter).match
    while True:
        cell = match(record, position)
        if cell is None:
            raise RecordError(f"has a quote that is never closed, in column {len(found) + 1}")
        if cell[2]:
            raise RecordError(f"has text behind the closing quote of column {len(found) + 1}")
        value = cell[0] if cell[1] is None else cell[1].replace('""', '"')
        found.append(Cell(position, cell.end(), value))
        if cell.end() == len(record):
            return found
        if record[cell.end()] != delimiter:
            raise RecordError(f"breaks its line in column {len(found)}")
        position = cell.end() + 1


def quoted(value: str, delimiter: str, *, always: bool) -> str:
    """A value as a cell, in quotes when asked for or when it needs them.

    >>> print(quoted('say "b", c', ",", always=False))
    "say ""b"", c"
    """
    if always or delimiter in value or "\n" in value or "\r" in value or value.startswith('"'):
        return '"' + value.replace('"', '""') + '"'
    return value


def raw_offsets(record: str, cell: Cell, offsets: Iterable[int]) -> Iterator[int]:
    """Offsets into the value of a cell as offsets into its record; in quotes, each quote of the value is two.

    >>> record = 'a,"b ""c"" d"'
    >>> list(raw_offsets(record, cells(record, ",")[1], [0, 3, 5]))
    [3, 7, 10]
    """
    in_quotes = record[cell.start : cell.start + 1] == '"'
    for offset in offsets:
        yield cell.start + offset + (in_quotes and 1 + cell.value.count('"', 0, offset))


def read_header(record: str, fields: Sequence[str]) -> Header:
    """The header of a table, parted by the first of comma, semicolon, tab and bar that gives all the fields.

    Raises RecordError when a field is no column, or two columns share a field's name.

    >>> read_header("id;text", ["text"])
    Header(delimiter=';', columns=('id', 'text'))
    """
    widest: list[str] = []
    for delimiter in _DELIMITERS:
        try:
            columns = [cell.value for cell in cells(record, delimiter)]
        except RecordError:
            continue
        if all(field in columns for field in fields):
            for field in fields:
                if columns.count(field) > 1:
                    raise RecordError(f"has two columns {field!r}; give each its own name")
            return Header(delimiter, tuple(columns))
        widest = max(widest, columns, key=len)
    missing = next((field for field in fields if field not in widest), fields[0])
    raise RecordError(f"has no column {missing!r}; it has {', '.join(map(repr, widest[:20])) or 'none'}")
