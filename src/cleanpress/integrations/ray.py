"""Ray Data: a dataset of rows, cleaned on a cluster in Arrow batches."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from cleanpress.document import Format
from cleanpress.integrations.arrow import clean_batch, shared
from cleanpress.pipeline import Pipeline

__all__ = ["clean_dataset"]


def clean_dataset(
    dataset: Any,
    pipeline: Pipeline | None = None,
    *,
    field: str = "text",
    report_field: str | None = None,
    url_field: str | None = None,
    format: Format = "text",  # noqa: A002 - the word of Pipeline.clean
    **options: Any,
) -> Any:
    """The dataset with the column ``field`` cleaned; lazy, as datasets of Ray are.

    The arguments are those of :func:`~cleanpress.integrations.arrow.clean_batch`; ``options`` go to ``map_batches``
    (``batch_size``, ``num_cpus``, ``memory``, ...). cleanpress must be installed on every node. Rows of a lost node
    are cleaned again elsewhere, none is lost or there twice.

    >>> clean_dataset(ray.data.read_json("pages/"), url_field="url").write_json("cleaned/")  # doctest: +SKIP
    """
    clean = _Clean(pipeline or Pipeline.default(), field, report_field, url_field, format)
    return dataset.map_batches(clean.batch, batch_format="pyarrow", zero_copy_batch=True, **options)


class _Clean:
    """The function for a batch; it travels to the workers with the settings only."""

    def __init__(
        self,
        pipeline: Pipeline,
        field: str,
        report_field: str | None,
        url_field: str | None,
        format_: Format,
    ) -> None:
        self.pipeline = pipeline
        self.names = {"field": field, "report_field": report_field, "url_field": url_field}
        self.format: Format = format_

    def batch(self, table: pa.Table) -> pa.Table:
        return clean_batch(table, shared(self.pipeline), **self.names, format=self.format)  # type: ignore[arg-type]
