"""Cleaning the texts in records of JSONL and CSV: what to replace in a row of records, and what to say of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from cleanpress.document import Document, Format
from cleanpress.errors import FilterError
from cleanpress.files import MAX_RECORD, jsonl, tables
from cleanpress.files.jsonl import RecordError
from cleanpress.pipeline import Pipeline
from cleanpress.result import Result

__all__ = ["TOO_LONG", "Cleaned", "RecordCleaner", "RecordNote", "Summary", "broken"]

_ASCII = "".join(map(chr, range(128)))
TOO_LONG = f"does not end within {MAX_RECORD >> 20} MiB"


class RecordNote(NamedTuple):
    """What is to be said of one record: its number, counted from 1, and whether it could not be read."""

    number: int
    message: str
    broken: bool


def broken(number: int, what: str) -> RecordNote:
    """The note on a record that could not be read."""
    return RecordNote(number, f"{what}; passed through as it is", True)


@dataclass
class Summary:
    """What cleaning a stream of records came to; counts of records, but ``edits`` counts edits.

    ``missing`` tells for each field how many records lack it or hold something else than text there.
    """

    records: int = 0
    changed: int = 0
    edits: int = 0
    broken: int = 0
    blank: int = 0
    flagged: int = 0
    missing: dict[str, int] = field(default_factory=dict)

    def add(self, other: Summary) -> None:
        """Count what another one counted, too."""
        self.records += other.records
        self.changed += other.changed
        self.edits += other.edits
        self.broken += other.broken
        self.blank += other.blank
        self.flagged += other.flagged
        for name, count in other.missing.items():
            self.missing[name] = self.missing.get(name, 0) + count


class Cleaned(NamedTuple):
    """What cleaning a block gave: replacements by byte offsets, notes numbered from 1 in the block, and counts."""

    patches: list[tuple[int, int, bytes]]
    notes: list[RecordNote]
    summary: Summary


@dataclass(frozen=True)
class RecordCleaner:
    r"""Cleans the texts in records; pickles, so that other processes can do it.

    ``fields`` are dotted paths into JSON objects, or columns of a table. ``keep_original`` names a field that a
    changed record gets, with the text as it was (with several fields: an object of path to text). ``report_field``
    names one with the list of its edits. ``url_field`` and ``language_field`` are paths or columns that may tell where
    a text is from and its language. ``content`` is the format of the texts themselves. ``path`` is the name for
    messages. ``on_result`` is told of each text: the record, where the text stands in it, and what came of it.

    Raises ValueError when there is no field, a name is used twice, or the encoding does not extend ASCII.

    >>> cleaner = RecordCleaner(Pipeline.default(), ("text",))
    >>> cleaner.block(b'{"text": "Harga  naik."}\n').patches
    [(0, 24, b'{"text": "Harga naik."}')]
    """

    pipeline: Pipeline
    fields: tuple[str, ...]
    format: Literal["jsonl", "csv"] = "jsonl"
    keep_original: str | None = None
    report_field: str | None = None
    url_field: str | None = None
    language_field: str | None = None
    content: Format = "text"
    encoding: str = "utf-8"
    path: str = "<stdin>"
    header: tables.Header | None = None
    on_result: Callable[[str, jsonl.Field | tables.Cell, Result], None] | None = None

    def __post_init__(self) -> None:
        names = [*self.fields, *self.added]
        twice = sorted({name for name in names if names.count(name) > 1})
        if not self.fields or "" in names:
            raise ValueError("name the field that holds the text, for instance --field text")
        if twice:
            raise ValueError(f"the field {twice[0]!r} is named twice; give each its own name")
        if _ASCII.encode(self.encoding) != _ASCII.encode("ascii"):
            raise ValueError(f"records are read in UTF-8 and other encodings that extend ASCII, not in {self.encoding}")

    @property
    def added(self) -> list[str]:
        """The names of the fields that are added."""
        return [name for name in (self.keep_original, self.report_field) if name is not None]

    @property
    def adds_columns(self) -> bool:
        """Whether every record gets a column more, so that none stays as it is."""
        return self.format == "csv" and bool(self.added)

    @cached_property
    def _tree(self) -> dict[str, jsonl.Node]:
        return jsonl.paths((*self.fields, *self._hints))

    @cached_property
    def _hints(self) -> tuple[str, ...]:
        return tuple(name for name in (self.url_field, self.language_field) if name and name not in self.fields)

    def whole(self, data: bytes | bytearray) -> int:
        """The offset behind the last whole record of these bytes; 0 if there is none."""
        if self.header is None:
            return data.rfind(b"\n") + 1
        return tables.whole_records(data, self.header.delimiter)

    def block(self, data: bytes) -> Cleaned:
        """Clean whole records in a row; what is not replaced is to be kept byte for byte."""
        cleaned = Cleaned([], [], Summary())
        summary = cleaned.summary
        start = 0
        for end in self.ends(data):
            summary.records += 1
            try:
                if end - start > MAX_RECORD:
                    raise RecordError(TOO_LONG)
                self._record(data[start : _content_end(data, end)], start, cleaned)
            except RecordError as error:
                summary.broken += 1
                cleaned.notes.append(broken(summary.records, str(error)))
            start = end
        return cleaned

    def ends(self, data: bytes) -> Iterator[int]:
        """The offset behind each record in a row, line end included; the last one need not have any."""
        end = 0
        if self.header is not None and b'"' in data:
            yield from tables.record_ends(data, self.header.delimiter)
            return
        while end < len(data):
            end = data.find(b"\n", end) + 1 or len(data)
            yield end

    def _record(self, data: bytes, start: int, cleaned: Cleaned) -> None:
        """Clean one record, given without its line end."""
        try:
            text = data.decode(self.encoding)
        except UnicodeDecodeError as error:
            raise RecordError(f"is not {self.encoding.upper()} (byte {error.start + 1} of it)") from error
        new = self._json(text, cleaned) if self.header is None else self._row(text, self.header, cleaned)
        if new is not None:
            try:
                patch = new.encode(self.encoding)
            except UnicodeEncodeError as error:
                raise RecordError(f"would hold what {self.encoding} cannot write") from error
            cleaned.patches.append((start, start + len(data), patch))

    def _json(self, text: str, cleaned: Cleaned) -> str | None:
        record = jsonl.parse(text, self._tree)
        if record is None:
            cleaned.summary.blank += 1
            return None
        hints = {found.path: found.value for found in record.fields if found.path in self._hints}
        texts = [found for found in record.fields if found.path not in hints]
        if len(texts) < len(self.fields):
            present = {found.path for found in texts}
            _count_missing(cleaned.summary, (name for name in self.fields if name not in present))
        results = [(found, self._run(found.path, text, found, cleaned, hints)) for found in texts]
        results = [(found, result) for found, result in results if result.changed]
        if not results:
            return None
        members = self._members([(found.path, result) for found, result in results])
        new = jsonl.with_members(text, record, members) if members else text
        for found, result in sorted(results, key=lambda pair: -pair[0].start):
            new = new[: found.start] + jsonl.replaced(text, found, result.changes, result.text) + new[found.end :]
        _count(cleaned.summary, results)
        return new

    def _row(self, text: str, header: tables.Header, cleaned: Cleaned) -> str | None:
        delimiter, columns = header
        if not text.strip():
            cleaned.summary.blank += 1
            return None
        row = tables.cells(text, delimiter)
        if len(row) != len(columns):
            raise RecordError(f"has {len(row)} columns where the header has {len(columns)}")
        hints = {name: row[columns.index(name)].value for name in self._hints if name in columns}
        results = []
        for name in sorted(self.fields, key=columns.index):
            cell = row[columns.index(name)]
            result = self._run(name, text, cell, cleaned, hints)
            if result.changed:
                results.append((name, cell, result))
        new = text
        for _, cell, result in sorted(results, key=lambda found: -found[1].start):
            value = tables.quoted(result.text, delimiter, always=text[cell.start : cell.start + 1] == '"')
            new = new[: cell.start] + value + new[cell.end :]
        members = self._members([(name, result) for name, _, result in results])
        for name in self.added:
            value = members.get(name, "")
            value = value if isinstance(value, str) else jsonl.encoded(value, ascii_only=False)
            new += delimiter + tables.quoted(value, delimiter, always='"' in value)
        _count(cleaned.summary, [(cell, result) for _, cell, result in results])
        return None if new == text else new

    def _run(
        self,
        name: str,
        text: str,
        spot: jsonl.Field | tables.Cell,
        cleaned: Cleaned,
        hints: Mapping[str, str],
    ) -> Result:
        url, language = hints.get(self.url_field or ""), hints.get(self.language_field or "")
        try:
            result = self.pipeline.run(Document(spot.value, self.content, language=language, url=url))
        except FilterError as error:
            raise RecordError(f"field {name!r}: {error}") from error
        number = cleaned.summary.records
        if result.notice:
            cleaned.notes.append(RecordNote(number, f"field {name!r}: {result.notice}", False))
        cleaned.summary.flagged += bool(result.flags)
        if self.on_result is not None:
            self.on_result(text, spot, result)
        return result

    def _members(self, results: list[tuple[str, Result]]) -> dict[str, Any]:
        """The values of the fields that are added to a changed record."""
        members: dict[str, Any] = {}
        if not results:
            return members
        if self.keep_original is not None:
            originals = {name: result.document.source for name, result in results}
            members[self.keep_original] = originals if len(self.fields) > 1 else results[0][1].document.source
        if self.report_field is not None:
            members[self.report_field] = [
                {"field": name, **edit} for name, result in results for edit in result.to_dict()["edits"]
            ]
        return members


def _count(summary: Summary, results: list[tuple[Any, Result]]) -> None:
    summary.changed += bool(results)
    summary.edits += sum(len(result.edits) for _, result in results)


def _count_missing(summary: Summary, names: Iterator[str]) -> None:
    for name in names:
        summary.missing[name] = summary.missing.get(name, 0) + 1


def _content_end(data: bytes, end: int) -> int:
    """Where a record ends without its line end."""
    if data[end - 1 : end] != b"\n":
        return end
    return end - 1 - (data[end - 2 : end - 1] == b"\r")
