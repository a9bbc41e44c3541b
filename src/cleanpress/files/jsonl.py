"""JSONL: where the text of a field stands in a record, and the record with only that text changed.

A record is never written anew. The characters of the field that changed are replaced in the line as it was read; every
other character stays: key order, spacing, number spellings, escapes, the fields nobody asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cleanpress.edits import Change

__all__ = [
    "Field",
    "Node",
    "Record",
    "RecordError",
    "parse",
    "paths",
    "raw_offsets",
    "replaced",
    "spelt",
    "with_members",
]

_BLANK = " \t\r\n"
_blanks = re.compile("[ \t\r\n]*").match
# Numbers are only passed over, so they need no value: no giant integer is computed, NaN is let through.
_decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_scan: Callable[[str, int], tuple[Any, int]] = _decoder.scan_once  # type: ignore[attr-defined]  # stubs lack it
_string: Callable[[str, int, bool], tuple[str, int]] = json.decoder.scanstring  # type: ignore[attr-defined]
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u....|.)")


class RecordError(Exception):
    """A record that cannot be read; the message says what is wrong with it."""


class Node(NamedTuple):
    """A step of a path: the path, if it ends here, and the steps below."""

    path: str | None
    below: dict[str, Node]


class Field(NamedTuple):
    """A text in a record: its path, the offsets of its string with the quotes, in code points, and its value."""

    path: str
    start: int
    end: int
    value: str


class Record:
    """What was found in one record."""

    __slots__ = ("close", "colon", "comma", "fields", "keys")

    def __init__(self) -> None:
        self.fields: list[Field] = []
        self.keys: set[str] = set()
        self.colon = ""
        self.comma = ""
        self.close = 0


def paths(fields: Iterable[str]) -> dict[str, Node]:
    r"""The tree of dotted paths; ``\.`` is a dot that belongs to a key.

    >>> list(paths(["text", r"a\.b.c"])["a.b"].below)
    ['c']
    """
    tree: dict[str, Node] = {}
    for field in fields:
        below = tree
        steps = [step.replace("\\.", ".") for step in re.split(r"(?<!\\)\.", field)]
        for step in steps[:-1]:
            below = below.setdefault(step, Node(None, {})).below
        below[steps[-1]] = Node(field, below.get(steps[-1], Node(None, {})).below)
    return tree


def parse(text: str, tree: Mapping[str, Node]) -> Record | None:
    """Find the fields in one record; None for a blank line.

    The whole record is read, so a record that comes back is valid JSON (NaN and infinities let through). Raises
    RecordError when it is not, is no object, or has a field on the path twice.

    >>> parse('{"id": 1, "text": "a"}', paths(["text"])).fields
    [Field(path='text', start=18, end=21, value='a')]
    """
    position = _blanks(text).end()  # type: ignore[union-attr]  # the pattern matches anything
    if position == len(text):
        return None
    if text[position] != "{":
        raise RecordError("is no JSON object")
    record = Record()
    try:
        end = _object(text, position, tree, record, top=True)
    except IndexError as error:
        raise RecordError("is cut off") from error
    except json.JSONDecodeError as error:
        raise RecordError(f"is no JSON: {error.msg} (character {error.pos + 1})") from error
    except StopIteration as error:
        raise RecordError(f"is no JSON: no value at character {error.value + 1}") from error
    except RecursionError as error:
        raise RecordError("is nested too deeply to read") from error
    record.close = end - 1
    rest = _blanks(text, end).end()  # type: ignore[union-attr]
    if rest != len(text):
        raise RecordError(f"has more than one value on the line (character {rest + 1})")
    return record


def _object(text: str, position: int, tree: Mapping[str, Node], record: Record, *, top: bool = False) -> int:
    """Read the object whose brace stands at a position; the offset behind it."""
    position = _skip(text, position + 1)
    if text[position] == "}":
        return position + 1
    seen: set[str] = set()
    while True:
        if text[position] != '"':
            raise json.JSONDecodeError("a key in double quotes is missing", text, position)
        key, after = _string(text, position + 1, True)
        position = _skip(text, after)
        if text[position] != ":":
            raise json.JSONDecodeError("a colon is missing", text, position)
        position = _skip(text, position + 1)
        if top:
            record.keys.add(key)
            record.colon = record.colon or text[after:position]
        node = tree.get(key)
        if node is None:
            _, position = _scan(text, position)
        elif key in seen:
            raise RecordError(f"has the field {key!r} twice")
        else:
            seen.add(key)
            position = _member(text, position, node, record)
        after, position = position, _skip(text, position)
        if text[position] == "}":
            return position + 1
        if text[position] != ",":
            raise json.JSONDecodeError("a comma is missing", text, position)
        position = _skip(text, position + 1)
        if top:
            record.comma = record.comma or text[after:position]


def _member(text: str, position: int, node: Node, record: Record) -> int:
    """Read a value that lies on a path; the offset behind it."""
    first = text[position]
    if first == '"' and node.path is not None:
        value, end = _string(text, position + 1, True)
        record.fields.append(Field(node.path, position, end, value))
        return end
    if first == "{" and node.below:
        return _object(text, position, node.below, record)
    _, end = _scan(text, position)
    return end


def _skip(text: str, position: int) -> int:
    """The offset of the next character that is no blank; IndexError at the end of the text."""
    if text[position] in _BLANK:
        position = _blanks(text, position).end()  # type: ignore[union-attr]
        text[position]
    return position


def replaced(text: str, field: Field, changes: Sequence[Change], value: str) -> str:
    r"""The string of a field, quotes included, with its changes made; what did not change is spelt as before.

    ``changes`` are offsets into the field's value, ``value`` is what they make of it.

    >>> line = r'{"t": "caf\u00E9  \/"}'
    >>> field = parse(line, paths(["t"])).fields[0]
    >>> print(replaced(line, field, [Change(4, 6, " ")], "caf\u00e9 /"))
    "caf\u00E9 \/"
    """
    places = raw_offsets(text, field, (offset for change in changes for offset in (change.start, change.end)))
    parts: list[str] = []
    kept = field.start
    for change in changes:
        parts += (text[kept : next(places)], spelt(text, field, change.replacement))
        kept = next(places)
    new = "".join((*parts, text[kept : field.end]))
    # Two halves of a character that were apart can have come together: then the whole value is spelt anew.
    return new if _string(new, 1, True)[0] == value else f'"{spelt(text, field, value)}"'


def spelt(text: str, field: Field, value: str) -> str:
    r"""How a part of a field's text is written in its record: in ASCII if what is there is, and says more than ASCII.

    >>> line = r'{"t": "caf\u00e9"}'
    >>> print(spelt(line, parse(line, paths(["t"])).fields[0], "\xe9"))
    \u00e9
    """
    raw = text[field.start : field.end]
    ascii_only = raw.isascii() and (not field.value.isascii() or text.isascii())
    return encoded(value, ascii_only=ascii_only)[1:-1]


def raw_offsets(text: str, field: Field, offsets: Iterable[int]) -> Iterator[int]:
    r"""Offsets into the value of a field, ascending, as offsets into its record.

    >>> line = r'{"t": "a\u00e9b"}'
    >>> list(raw_offsets(line, parse(line, paths(["t"])).fields[0], [1, 2]))
    [8, 14]
    """
    shift = field.start + 1
    if field.end - field.start - 2 == len(field.value):  # nothing is escaped
        yield from (offset + shift for offset in offsets)
        return
    escapes = _ESCAPE.finditer(text, field.start + 1, field.end - 1)
    escape = next(escapes, None)
    for offset in offsets:
        while escape is not None and escape.start() - shift < offset:
            shift += escape.end() - escape.start() - 1
            escape = next(escapes, None)
        yield offset + shift


def encoded(value: Any, *, ascii_only: bool) -> str:
    r"""A value as JSON; ASCII only when asked for, or when UTF-8 could not hold it.

    >>> print(encoded("é", ascii_only=False), encoded("é", ascii_only=True))
    "é" "\u00e9"
    """
    dumped = json.dumps(value, ensure_ascii=ascii_only)
    try:
        dumped.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return dumped


def with_members(text: str, record: Record, members: Mapping[str, Any]) -> str:
    """The record with members added behind the last one, spaced as its others are.

    The offsets of ``record`` must be those of ``text``. Raises RecordError when it has such a member already.

    >>> line = '{"a":1}'
    >>> with_members(line, parse(line, {}), {"b": "c"})
    '{"a":1,"b":"c"}'
    """
    colon = record.colon or ": "
    comma = record.comma or ("," + " " * colon.endswith(" "))
    ascii_only = text.isascii()
    parts = []
    for name, value in members.items():
        if name in record.keys:
            raise RecordError(f"has a field {name!r} already")
        parts += [comma, encoded(name, ascii_only=ascii_only), colon, encoded(value, ascii_only=ascii_only)]
    end = len(text[: record.close].rstrip(_BLANK))
    return text[:end] + "".join(parts) + text[end:]
