"""Hugging Face datasets: a function for ``Dataset.map`` whose fingerprint holds from run to run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from cleanpress.data import rules_version
from cleanpress.document import Format
from cleanpress.integrations.arrow import clean_batch
from cleanpress.pipeline import Pipeline

__all__ = ["CleanBatch"]


class CleanBatch:
    """The function: ``dataset.map(CleanBatch(field="text"), batched=True)``.

    Takes batches as dicts of lists or, after ``with_format("arrow")``, as tables, and gives back the columns that
    it changes. The arguments are those of :func:`~cleanpress.integrations.arrow.clean_batch`.

    ``datasets`` hashes the function to name its cache. It hashes the settings and the rules version here, so the
    cache is found again in another process, and not used any more once rules have changed. A filter of your own
    counts by its name, not by its code.

    >>> CleanBatch()({"text": ["Harga  naik.", None]})
    {'text': ['Harga naik.', None]}
    """

    def __init__(
        self,
        pipeline: Pipeline | None = None,
        *,
        field: str = "text",
        report_field: str | None = None,
        url_field: str | None = None,
        format: Format = "text",  # noqa: A002 - the word of Pipeline.clean
    ) -> None:
        self.pipeline = pipeline or Pipeline.default()
        self.field = field
        self.report_field = report_field
        self.url_field = url_field
        self.format: Format = format

    def __call__(self, batch: Any) -> Any:
        """The cleaned columns of one batch."""
        if isinstance(batch, pa.Table):
            return self._clean(batch)
        names = [name for name in (self.field, self.url_field) if name is not None]
        table = self._clean(pa.table({name: pa.array(batch[name], pa.large_string()) for name in names}))
        return {name: table[name].to_pylist() for name in (self.field, self.report_field) if name is not None}

    def _clean(self, table: pa.Table) -> pa.Table:
        return clean_batch(
            table,
            self.pipeline,
            field=self.field,
            report_field=self.report_field,
            url_field=self.url_field,
            format=self.format,
        )

    def __reduce__(self) -> tuple[Any, ...]:
        settings = {name: getattr(self, name) for name in ("field", "report_field", "url_field", "format")}
        return _again, (self.pipeline, settings, rules_version())


def _again(pipeline: Pipeline, settings: Mapping[str, Any], rules: str) -> CleanBatch:
    """The function, in another process; the rules are the ones installed there."""
    return CleanBatch(pipeline, **settings)
