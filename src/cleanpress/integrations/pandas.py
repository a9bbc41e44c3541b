"""Pandas: the accessor ``cleanpress`` on series. Importing this module registers it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from cleanpress.document import Document, Format
from cleanpress.pipeline import Pipeline
from cleanpress.result import Result

__all__ = ["CleanAccessor"]


@pd.api.extensions.register_series_accessor("cleanpress")
class CleanAccessor:
    """``series.cleanpress``: index, name and dtype stay, and so does what is no string. Categories are made anew.

    >>> pd.Series(["Harga  naik.", None]).cleanpress.clean()[0]
    'Harga naik.'
    """

    def __init__(self, series: pd.Series) -> None:
        self._series = series

    def clean(
        self,
        pipeline: Pipeline | None = None,
        *,
        format: Format = "text",  # noqa: A002 - the word of Pipeline.clean
        urls: Iterable[Any] | None = None,
    ) -> pd.Series:
        """A copy with cleaned texts. ``urls``, one for each row, tell which host is a text's own."""
        series = self._series
        results = self._results(pipeline, format, urls)
        if not any(result is not None and result.changed for result in results):
            return series.copy()
        rows = [old if result is None else result.text for old, result in zip(series, results, strict=True)]
        kind = "category" if isinstance(series.dtype, pd.CategoricalDtype) else series.dtype
        return pd.Series(rows, index=series.index, name=series.name, dtype=kind)

    def report(
        self,
        pipeline: Pipeline | None = None,
        *,
        format: Format = "text",  # noqa: A002 - the word of Pipeline.clean
        urls: Iterable[Any] | None = None,
    ) -> pd.Series:
        """The result of each text as a dict, see :meth:`cleanpress.Result.to_dict`; None for what is no string."""
        rows = [None if result is None else result.to_dict() for result in self._results(pipeline, format, urls)]
        return pd.Series(rows, index=self._series.index, name=self._series.name, dtype=object)

    def _results(
        self,
        pipeline: Pipeline | None,
        format_: Format,
        urls: Iterable[Any] | None,
    ) -> list[Result | None]:
        run = (pipeline or Pipeline.default()).run
        hints = [None] * len(self._series) if urls is None else list(urls)
        return [
            run(Document(text, format_, url=url if isinstance(url, str) else None)) if isinstance(text, str) else None
            for text, url in zip(self._series, hints, strict=True)
        ]
