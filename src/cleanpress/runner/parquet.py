"""Parquet: row groups in, row groups out, with the schema, the compression and every other column as they were."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cleanpress.errors import CleanpressError
from cleanpress.integrations.arrow import REPORT, clean_rows, column_of, report_row, with_column
from cleanpress.result import Result
from cleanpress.runner.job import Job, Part
from cleanpress.runner.storage import open_bytes
from cleanpress.runner.tally import Tally

__all__ = ["clean_part", "row_groups"]

_ROWS = 10_000
"""Rows in memory at a time, at most."""


def row_groups(path: str, size: int) -> list[tuple[int, int]]:
    """Ranges of row groups of about ``size`` bytes each, unpacked."""
    with open_bytes(path) as stream:
        metadata = _opened(stream, path).metadata
    ranges, start, held = [], 0, 0
    for number in range(metadata.num_row_groups):
        held += metadata.row_group(number).total_byte_size
        if held >= size or number == metadata.num_row_groups - 1:
            ranges.append((start, number + 1))
            start, held = number + 1, 0
    return ranges or [(0, 0)]


def clean_part(job: Job, part: Part, target: str, tally: Tally) -> bool:
    """Clean row groups into the file ``target``; whether anything differs from the input."""
    changed = False
    with open_bytes(part.path) as stream:
        file = _opened(stream, part.path)
        metadata, schema = file.metadata, file.schema_arrow
        try:
            column_of(schema.empty_table(), job.field)
        except KeyError as error:
            raise CleanpressError(f"{part.path}: {error.args[0]}") from error
        if job.report_field is not None:
            schema = schema.append(pa.field(job.report_field, REPORT))
        codecs = {metadata.schema.column(n).path: _codec(metadata, n) for n in range(metadata.num_columns)}
        with pq.ParquetWriter(target, schema, compression=codecs) as writer:
            for number in range(part.start, part.stop):
                group = metadata.row_group(number)
                tally.total["bytes"] += group.total_byte_size
                tables = [
                    _clean(pa.Table.from_batches([batch]), job, tally)
                    for batch in file.iter_batches(batch_size=_ROWS, row_groups=[number])
                ]
                changed |= any(differs for _, differs in tables)
                writer.write_table(pa.concat_tables(table for table, _ in tables).cast(schema), max(group.num_rows, 1))
    return changed or job.report_field is not None


def _codec(metadata: Any, column: int) -> str:
    codec = metadata.row_group(0).column(column).compression if metadata.num_row_groups else "SNAPPY"
    return codec.replace("UNCOMPRESSED", "NONE")


def _opened(stream: Any, path: str) -> Any:
    try:
        return pq.ParquetFile(stream)
    except pa.ArrowInvalid as error:
        raise CleanpressError(f"{path}: is no Parquet file ({error}); get it anew") from error


def _clean(table: pa.Table, job: Job, tally: Tally) -> tuple[pa.Table, bool]:
    """Some rows with their texts cleaned, and whether a text differs."""
    names = table.schema.names
    urls, languages = (
        table[name].to_pylist() if name in names else [None] * len(table)
        for name in (job.url_field, job.language_field)
    )
    report: list[Any] = []

    def run(text: str | None, row: int) -> Result | None:
        result = None
        if text is not None:
            result = job.pipeline.run(job.document(text, urls[row], languages[row]))
            tally.count(result)
        if job.report_field is not None:
            report.append(report_row(result))
        return result

    texts = table[job.field]
    cleaned = clean_rows(texts, run)
    if cleaned is not texts:
        table = with_column(table, table.schema.field(job.field), cleaned)
    if job.report_field is not None:
        table = with_column(table, pa.field(job.report_field, REPORT), pa.array(report, REPORT))
    return table, cleaned is not texts
