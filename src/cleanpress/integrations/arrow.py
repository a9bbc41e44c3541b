"""Arrow arrays, batches and tables: what every engine that speaks Arrow calls.

There is no row gate on the Arrow side, because none pays: handing the rows to Python is 7 % of the time of a clean
article (3 of 45 microseconds for 1.5 kB), no regular expression proves that a row holds no artifact, and a single one
costs as much as the hand-over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar, cast

import pyarrow as pa
import pyarrow.compute as pc

from cleanpress.document import Document, Format
from cleanpress.errors import DataError
from cleanpress.names import nearest
from cleanpress.pipeline import Pipeline
from cleanpress.result import Result

__all__ = [
    "REPORT",
    "Run",
    "clean_array",
    "clean_batch",
    "clean_rows",
    "column_of",
    "default_pipeline",
    "report_row",
    "shared",
    "with_column",
]

_ArrayT = TypeVar("_ArrayT", bound="pa.Array | pa.ChunkedArray")
_BatchT = TypeVar("_BatchT", bound="pa.RecordBatch | pa.Table")

Run: TypeAlias = Callable[[str | None, int], Result | None]
"""What is done with a row: its text, or None for null, and its number."""

_EDIT = [
    ("start", pa.int64()),
    ("end", pa.int64()),
    ("source", pa.string()),
    ("replacement", pa.string()),
    ("rule", pa.string()),
    ("reason", pa.string()),
    ("confidence", pa.float64()),
]
REPORT = pa.struct(
    [
        ("edits", pa.list_(pa.struct(_EDIT))),
        ("withheld", pa.list_(pa.struct(_EDIT))),
        ("flags", pa.list_(pa.struct(_EDIT[4:]))),
        ("notice", pa.string()),
    ]
)
"""The type of a report column: as :meth:`Result.to_dict`, offsets in code points of the text that was given."""


@lru_cache(maxsize=1)
def default_pipeline() -> Pipeline:
    """The default pipeline, made once a process."""
    return Pipeline.default()


@lru_cache(maxsize=8)
def shared(pipeline: Pipeline) -> Pipeline:
    """The first equal pipeline that this process has seen: a task brings a copy, whose tables are not made yet."""
    return pipeline


def clean_array(
    array: _ArrayT,
    pipeline: Pipeline | None = None,
    *,
    format: Format = "text",  # noqa: A002 - the word of Pipeline.clean
    urls: Iterable[str | None] | None = None,
) -> _ArrayT:
    """Clean an array of texts; the same array, buffers and all, when nothing changes.

    Takes ``string``, ``large_string``, ``string_view`` and dictionaries of them, sliced and chunked, and returns the
    same type: null in, null out. A row that is not valid UTF-8 stays as it is. ``urls``, one for each row, tell which
    host is a text's own. Without a pipeline it is the default one.

    Raises TypeError for other types, DataError when texts grow beyond the 2 GiB of a ``string`` array (cast to
    ``large_string`` then), FilterError when a filter fails.

    >>> clean_array(pa.array(["Harga  naik.", None])).to_pylist()
    ['Harga naik.', None]
    """
    hints = None if urls is None else _one_for_each(urls, array)
    run = _runner(pipeline or default_pipeline(), format, hints)
    return cast(_ArrayT, clean_rows(array, run, by_value=hints is None))


def clean_batch(
    batch: _BatchT,
    pipeline: Pipeline | None = None,
    *,
    field: str = "text",
    report_field: str | None = None,
    url_field: str | None = None,
    format: Format = "text",  # noqa: A002 - the word of Pipeline.clean
) -> _BatchT:
    """Clean the column ``field`` of a record batch or table; the same object when nothing changes.

    ``report_field`` names a column of type :data:`REPORT` to add (or replace): what was done to each row, and what
    was suspected. ``url_field`` names the column of the documents' addresses.

    Raises KeyError for a column that is not there, and what :func:`clean_array` raises.

    >>> batch = pa.record_batch({"id": [1], "text": ["Harga  naik."]})
    >>> clean_batch(batch, report_field="report").column("report")[0]["edits"][0]["rule"].as_py()
    'whitespace/space-run'
    """
    column = column_of(batch, field)
    urls = None if url_field is None else column_of(batch, url_field).to_pylist()
    run = _runner(pipeline or default_pipeline(), format, urls)
    report: list[Any] = []

    def reported(text: str | None, row: int) -> Result | None:
        result = run(text, row)
        report.append(report_row(result))
        return result

    plain = report_field is None
    cleaned = clean_rows(column, run if plain else reported, by_value=plain and urls is None)
    if cleaned is not column:
        batch = with_column(batch, batch.schema.field(field), cleaned)
    if report_field is not None:
        batch = with_column(batch, pa.field(report_field, REPORT), pa.array(report, REPORT))
    return batch


def column_of(batch: pa.RecordBatch | pa.Table, name: str) -> Any:
    """A column by name; raises KeyError that names the nearest one when it is not there."""
    names = batch.schema.names
    if names.count(name) != 1:
        raise KeyError(f"no column {name!r}; {nearest(name, names)}" if name not in names else f"two columns {name!r}")
    return batch.column(name)


def report_row(result: Result | None) -> dict[str, Any] | None:
    """A result as a value of :data:`REPORT`; None for what was no text."""
    if result is None:
        return None
    whole = result.to_dict()
    return {key: whole[key] for key in ("edits", "withheld", "flags", "notice")}


def with_column(batch: _BatchT, field: pa.Field, column: Any) -> _BatchT:
    """The batch with a column added, or the one of its name replaced."""
    index = batch.schema.get_field_index(field.name)
    return batch.append_column(field, column) if index < 0 else batch.set_column(index, field, column)


def clean_rows(array: Any, run: Run, *, by_value: bool = False) -> Any:
    """The array with each text replaced by what ``run(text, row)`` makes of it, called once a row and in order.

    Null is handed over as None. With ``by_value`` the row does not matter, and equal values of a dictionary are
    handed over once. Returns the same object when nothing changes; raises what :func:`clean_array` raises.
    """
    if isinstance(array, pa.ChunkedArray):
        given, chunks, start = array.chunks, [], 0
        for chunk in given:
            chunks += _clean_chunk(chunk, run, start, by_value)
            start += len(chunk)
        if all(new is old for new, old in zip(chunks, given, strict=False)):  # one that was split is another
            return array
        return pa.chunked_array(chunks, array.type)
    if not isinstance(array, pa.Array):
        raise TypeError(f"expected an Arrow array, got {type(array).__name__}; make one with pyarrow.array")
    chunks = _clean_chunk(array, run, 0, by_value)
    if len(chunks) > 1:
        raise DataError(f"cleaned texts exceed the 2 GiB of a {array.type} array; cast it to large_string first")
    return chunks[0]


def _runner(pipeline: Pipeline, format_: Format, urls: Sequence[str | None] | None) -> Run:
    def run(text: str | None, row: int) -> Result | None:
        if text is None:
            return None
        return pipeline.run(Document(text, format_, url=None if urls is None else urls[row]))

    return run


def _one_for_each(urls: Iterable[str | None], array: Any) -> list[str | None]:
    hints = list(urls)
    if len(hints) != len(array):
        raise ValueError(f"{len(hints)} urls for {len(array)} texts; give one for each row")
    return hints


def _clean_chunk(array: Any, run: Run, start: int, by_value: bool) -> list[Any]:
    """The cleaned chunk, whose first row is number ``start``: several chunks when its type cannot hold it in one."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        plain = array.dictionary if by_value else array.cast(kind.value_type)
        cleaned = _clean_chunk(plain, run, start, by_value)
        if cleaned[0] is plain:
            return [array]
        if by_value:
            return [pa.DictionaryArray.from_arrays(array.indices, pa.concat_arrays(cleaned), ordered=kind.ordered)]
        return [chunk.dictionary_encode().cast(kind) for chunk in cleaned]
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
        raise TypeError(f"expected an array of texts, got {kind}; cast it to string first")
    texts: list[str | None] = []  # None where the row stays what it is
    for row, text in enumerate(_texts(array), start):
        result = run(text, row)
        texts.append(result.text if result is not None and result.changed else None)
    return [array] if texts.count(None) == len(texts) else _merged(array, texts)


def _texts(array: Any) -> list[str | None]:
    """The rows as Python strings; None for nulls and for what is not UTF-8."""
    try:
        rows: list[str | None] = array.to_pylist()
        return rows
    except UnicodeDecodeError:
        return [_text(scalar) for scalar in array]


def _text(scalar: Any) -> str | None:
    try:
        return cast("str | None", scalar.as_py())
    except UnicodeDecodeError:
        return None


def _merged(array: Any, texts: list[str | None]) -> list[Any]:
    """The array with the texts that are not None in their places; the other rows are copied as bytes."""
    new = pa.array(texts, pa.large_string())
    old = array if pa.types.is_large_string(array.type) else array.cast(pa.large_string())
    merged = pc.if_else(new.is_valid(), new, old)
    if not pa.types.is_string(array.type) or merged.nbytes < 2**31:
        return [merged.cast(array.type)]
    return _narrow(merged, array.type)


def _narrow(array: Any, kind: Any) -> list[Any]:
    """A large array as chunks of a type with offsets of 32 bits, halved until each fits."""
    try:
        return [array.cast(kind)]
    except pa.ArrowInvalid:
        if len(array) < 2:
            raise DataError(
                "one cleaned text exceeds the 2 GiB of a string array; cast to large_string first"
            ) from None
        middle = len(array) // 2
        halves = (pa.concat_arrays([half]) for half in (array[:middle], array[middle:]))  # a copy: offsets from zero
        return [chunk for half in halves for chunk in _narrow(half, kind)]
