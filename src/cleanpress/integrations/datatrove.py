"""Datatrove: a formatter that cleans documents, and a filter that drops pages which are no articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.formatters.base import BaseFormatter
from datatrove.utils.typeshelper import StatHints

from cleanpress.document import Document, Format
from cleanpress.integrations.counts import counts
from cleanpress.pipeline import Pipeline
from cleanpress.result import Result

__all__ = ["CleanPressFilter", "CleanPressFormatter"]


class CleanPressFormatter(BaseFormatter):
    """Cleans the text of each document.

    ``report_key`` names the metadata that gets the account of a document to which something was done or that is
    suspected. ``metadata["url"]`` tells which host is the document's own. The statistics hold the counters of
    :func:`~cleanpress.integrations.counts.counts`. A document on which a filter fails stays as it is.

    >>> CleanPressFormatter().format("Harga  naik.")
    'Harga naik.'
    """

    name = "🧽 cleanpress"

    def __init__(
        self,
        pipeline: Pipeline | None = None,
        *,
        report_key: str | None = None,
        format: Format = "text",  # noqa: A002 - the word of Pipeline.clean
    ) -> None:
        super().__init__()
        self.pipeline = pipeline or Pipeline.default()
        self.report_key = report_key
        self.source_format: Format = format

    def format(self, text: str) -> str:
        """The cleaned text."""
        return self.pipeline.clean(text, format=self.source_format)

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """Clean the documents as they come."""
        for doc in data:
            self.stat_update(StatHints.total)
            with self.track_time():
                result = _result(self.pipeline, doc, self.source_format)
                doc.text = result.text
            for key, number in counts(result).items():
                if key != "documents":
                    self.stat_update(key, value=number)
            if self.report_key is not None and (result.edits or result.withheld or result.flags or result.notice):
                doc.metadata[self.report_key] = {k: v for k, v in result.to_dict().items() if k not in ("id", "text")}
            yield doc


class CleanPressFilter(BaseFilter):
    """Drops documents that are flagged as no articles, and those that cleaning would leave without text.

    The reason is the rule of the flag, or ``cleanpress/empty``; ``exclusion_writer`` writes what is dropped. The text
    is not changed: put a :class:`CleanPressFormatter` before or behind.

    >>> from datatrove.data import Document as Page
    >>> CleanPressFilter().filter(Page(text="The ferry sails at nine.", id="1"))
    True
    """

    name = "🧽 cleanpress"

    def __init__(
        self,
        pipeline: Pipeline | None = None,
        exclusion_writer: Any = None,
        *,
        format: Format = "text",  # noqa: A002 - the word of Pipeline.clean
    ) -> None:
        super().__init__(exclusion_writer)
        self.pipeline = pipeline or Pipeline.default()
        self.source_format: Format = format

    def filter(self, doc: Any) -> bool | tuple[bool, str]:
        """Whether to keep a document, or the reason not to."""
        result = _result(self.pipeline, doc, self.source_format)
        if result.flags:
            return False, result.flags[0].rule
        if doc.text.strip() and not result.text.strip():
            return False, "cleanpress/empty"
        return True


def _result(pipeline: Pipeline, doc: Any, format_: Format) -> Result:
    url = doc.metadata.get("url")
    document = Document(doc.text, format_, url=url if isinstance(url, str) else None, id=str(doc.id))
    (result,) = pipeline.pipe([document], on_error="keep")
    return result
