"""Spark: a DataFrame or a column, cleaned in Arrow batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from pyspark.sql import functions as F  # noqa: N812 - as all of Spark's users write it
from pyspark.sql.types import StringType

from cleanpress.document import Format
from cleanpress.integrations.arrow import clean_array, clean_batch, shared
from cleanpress.pipeline import Pipeline

__all__ = ["clean_col", "clean_df"]


def clean_df(
    frame: Any,
    pipeline: Pipeline | None = None,
    *,
    field: str = "text",
    url_field: str | None = None,
    format: Format = "text",  # noqa: A002 - the word of Pipeline.clean
) -> Any:
    """The DataFrame with the column ``field`` cleaned, its schema as it was: ``mapInArrow``.

    ``url_field`` names the column of the documents' addresses, whose hosts are never removed. cleanpress must be
    installed on every executor.

    >>> clean_df(spark.read.json("pages/"), url_field="url").write.parquet("cleaned/")  # doctest: +SKIP
    """
    mine = pipeline or Pipeline.default()

    def clean(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        here = shared(mine)
        for batch in batches:
            yield clean_batch(batch, here, field=field, url_field=url_field, format=format)

    return frame.mapInArrow(clean, frame.schema)


def clean_col(
    column: Any,
    pipeline: Pipeline | None = None,
    *,
    url: Any = None,
    format: Format = "text",  # noqa: A002 - the word of Pipeline.clean
) -> Any:
    """The expression of a column, cleaned; ``url`` is the column of the addresses.

    >>> frame.withColumn("text", clean_col("text", url="url"))  # doctest: +SKIP
    """
    mine = pipeline or Pipeline.default()

    def clean(texts: pa.Array, urls: pa.Array) -> pa.Array:
        return clean_array(texts, shared(mine), format=format, urls=urls.to_pylist())

    address = F.lit(None).cast("string") if url is None else url
    return F.arrow_udf(clean, StringType())(column, address)
