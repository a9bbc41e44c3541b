"""What cleaning records would change, told as changes of the file: for checks and differences."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from cleanpress.document import Document
from cleanpress.edits import Change, Edit, Span, apply
from cleanpress.files import jsonl, tables
from cleanpress.files.records import RecordCleaner, RecordNote, Summary
from cleanpress.files.source import SourceFile
from cleanpress.files.streams import Feed, check_fields, open_records
from cleanpress.flags import Flag
from cleanpress.result import Result

__all__ = ["inspect_records"]

_Spot = jsonl.Field | tables.Cell


def inspect_records(
    source: SourceFile, cleaner: RecordCleaner, *, on_note: Callable[[RecordNote], object] | None = None
) -> tuple[Result, Summary]:
    """What cleaning the records of a file comes to, as a result on its whole text; offsets are those of the file.

    Replacements are spelt as the file spells them, so the result's text is what cleaning writes. The whole file is
    held in memory. Fields that are added to records are not. Raises FileError when the file holds no records.

    >>> from cleanpress import Pipeline
    >>> from cleanpress.files.source import source_of
    >>> source = source_of(b'{"id": 1, "text": "Harga  naik."}', "news.jsonl")
    >>> result, _ = inspect_records(source, RecordCleaner(Pipeline.default(), ("text",)))
    >>> result.edits[0].start, result.text
    (25, '{"id": 1, "text": "Harga naik."}')
    """
    found = _Found()
    cleaner = replace(cleaner, keep_original=None, report_field=None, on_result=found.take)
    feed = Feed(io.BytesIO(source.data[len(source.bom) :]))
    head: list[bytes] = []
    cleaner = open_records(feed, cleaner, head.append)
    found.delimiter = "" if cleaner.header is None else cleaner.header.delimiter
    found.base = len(b"".join(head).decode(cleaner.encoding))
    while feed.more():
        pass
    data = bytes(feed.data)
    summary = Summary(records=int(cleaner.header is not None))
    start = 0
    for end in cleaner.ends(data):
        found.begin(summary.records + 1)
        cleaned = cleaner.block(data[start:end])
        if cleaned.summary.broken:
            found.forget()
        if on_note is not None:
            for note in cleaned.notes:
                on_note(note._replace(number=found.number))
        summary.add(cleaned.summary)
        found.base += len(data[start:end].decode(cleaner.encoding))
        start = end
    check_fields(cleaner, summary)
    text = apply(source.text, found.changes)
    document = Document(source.text, id=source.path)
    return Result(document, text, found.changes, found.applied, found.withheld, flags=found.flags), summary


class _Found:
    """Gathers what came of the texts, in terms of the file."""

    def __init__(self) -> None:
        self.base = 0  # code points before the present record
        self.number = 0
        self.delimiter = ""
        self.changes: list[Change] = []
        self.applied: list[Span] = []
        self.withheld: list[Span] = []
        self.flags: list[Flag] = []
        self._sizes: list[int] = []

    def begin(self, number: int) -> None:
        """The record with this number comes next."""
        self.number = number
        self._sizes = [len(self.changes), len(self.applied), len(self.withheld), len(self.flags)]

    def forget(self) -> None:
        """The present record could not be cleaned after all."""
        lists: tuple[list[Any], ...] = (self.changes, self.applied, self.withheld, self.flags)
        for gathered, size in zip(lists, self._sizes, strict=True):
            del gathered[size:]

    def take(self, text: str, spot: _Spot, result: Result) -> None:
        """Add what came of one text."""
        self.flags += [replace(flag, reason=f"record {self.number}: {flag.reason}") for flag in result.flags]
        edits = (*result.edits, *result.withheld)
        if not edits:
            return
        bounds = [(piece.start, piece.end) for piece in edits] + [(piece.start, piece.end) for piece in result.changes]
        ordered = sorted({offset for pair in bounds for offset in pair})
        places = dict(zip(ordered, _raw_offsets(text, spot, ordered), strict=True))
        self.changes += self._changes(text, spot, result, places)
        self.applied += self._spans(text, spot, result.edits, places)
        self.withheld += self._spans(text, spot, result.withheld, places)

    def _changes(self, text: str, spot: _Spot, result: Result, places: dict[int, int]) -> list[Change]:
        exact = [
            Change(places[c.start] - spot.start, places[c.end] - spot.start, _spelt(text, spot, c.replacement))
            for c in result.changes
        ]
        whole = self._respelt(text, spot, result)
        if result.changed and apply(text[spot.start : spot.end], exact) != whole:
            return [Change(self.base + spot.start, self.base + spot.end, whole)]
        shift = self.base + spot.start
        return [Change(c.start + shift, c.end + shift, c.replacement) for c in exact]

    def _respelt(self, text: str, spot: _Spot, result: Result) -> str:
        """The whole field or cell as cleaning writes it."""
        if isinstance(spot, jsonl.Field):
            return jsonl.replaced(text, spot, result.changes, result.text)
        return tables.quoted(result.text, self.delimiter, always=text[spot.start : spot.start + 1] == '"')

    def _spans(self, text: str, spot: _Spot, edits: Sequence[Edit], places: dict[int, int]) -> list[Span]:
        return [
            (
                self.base + places[edit.start],
                self.base + places[edit.end],
                _spelt(text, spot, edit.replacement),
                edit.rule,
                edit.reason,
                edit.confidence,
            )
            for edit in edits
        ]


def _raw_offsets(text: str, spot: _Spot, offsets: Iterable[int]) -> Iterable[int]:
    if isinstance(spot, jsonl.Field):
        return jsonl.raw_offsets(text, spot, offsets)
    return tables.raw_offsets(text, spot, offsets)


def _spelt(text: str, spot: _Spot, part: str) -> str:
    if isinstance(spot, jsonl.Field):
        return jsonl.spelt(text, spot, part)
    return part.replace('"', '""') if text[spot.start : spot.start + 1] == '"' else part
