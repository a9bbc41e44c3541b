"""Polars: the namespace ``cleanpress`` on expressions and series. Importing this module registers it.

Both run on batches of Arrow rows, element by element, so lazy frames stream. Python code holds the interpreter's lock:
a query uses one core for it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import polars as pl
import pyarrow as pa

from cleanpress.document import Format
from cleanpress.integrations.arrow import REPORT, clean_array, clean_batch
from cleanpress.pipeline import Pipeline

__all__ = ["CleanExpr", "CleanSeries"]


@pl.api.register_series_namespace("cleanpress")
class CleanSeries:
    """``series.cleanpress``.

    >>> pl.Series(["Harga  naik.", None]).cleanpress.clean().to_list()
    ['Harga naik.', None]
    """

    def __init__(self, series: pl.Series) -> None:
        self._series = series

    def clean(
        self,
        pipeline: Pipeline | None = None,
        *,
        format: Format = "text",  # noqa: A002 - the word of Pipeline.clean
        urls: pl.Series | None = None,
    ) -> pl.Series:
        """The cleaned texts; the same series when nothing changes. ``urls`` tell which host is a text's own."""
        array = self._series.to_arrow()
        cleaned = clean_array(array, pipeline, format=format, urls=urls)
        return self._series if cleaned is array else _series(self._series.name, cleaned)

    def report(
        self,
        pipeline: Pipeline | None = None,
        *,
        format: Format = "text",  # noqa: A002 - the word of Pipeline.clean
        urls: pl.Series | None = None,
    ) -> pl.Series:
        """What was done to each text and what was suspected, as structs; null for null."""
        table = {"text": self._series.to_arrow(), "url": urls.to_arrow() if urls is not None else None}
        given = pa.table({name: column for name, column in table.items() if column is not None})
        url_field = None if urls is None else "url"
        done = clean_batch(given, pipeline, report_field="report", url_field=url_field, format=format)
        return _series(self._series.name, done["report"])


@pl.api.register_expr_namespace("cleanpress")
class CleanExpr:
    """``expression.cleanpress``.

    >>> frame = pl.LazyFrame({"text": ["Harga  naik."]})
    >>> frame.with_columns(pl.col("text").cleanpress.clean()).collect()["text"].to_list()
    ['Harga naik.']
    """

    def __init__(self, expr: pl.Expr) -> None:
        self._expr = expr

    def clean(
        self,
        pipeline: Pipeline | None = None,
        *,
        format: Format = "text",  # noqa: A002 - the word of Pipeline.clean
        url: pl.Expr | None = None,
    ) -> pl.Expr:
        """The cleaned texts; ``url`` is the expression of their addresses."""
        return self._mapped("clean", pl.String, url, pipeline, format)

    def report(
        self,
        pipeline: Pipeline | None = None,
        *,
        format: Format = "text",  # noqa: A002 - the word of Pipeline.clean
        url: pl.Expr | None = None,
    ) -> pl.Expr:
        """What was done to each text and what was suspected, as structs; null for null."""
        return self._mapped("report", _report_type(), url, pipeline, format)

    def _mapped(
        self, method: str, kind: Any, url: pl.Expr | None, pipeline: Pipeline | None, format_: Format
    ) -> pl.Expr:
        def run(columns: list[pl.Series]) -> pl.Series:
            urls = columns[1] if len(columns) > 1 else None
            return getattr(CleanSeries(columns[0]), method)(pipeline, format=format_, urls=urls)

        columns = [self._expr] if url is None else [self._expr, url]
        return pl.map_batches(columns, run, return_dtype=kind, is_elementwise=True)


def _series(name: str, array: pa.Array | pa.ChunkedArray) -> pl.Series:
    return pl.Series(name, pl.from_arrow(array))


@lru_cache(maxsize=1)
def _report_type() -> Any:
    return _series("", pa.array([], REPORT)).dtype
