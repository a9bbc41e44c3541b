"""Scrapy: an item pipeline, an add-on that switches it on, and a processor for item loaders."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, get_args

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem, NotConfigured

from cleanpress.config import load_config
from cleanpress.document import Document, Format
from cleanpress.integrations.counts import counts
from cleanpress.names import nearest
from cleanpress.pipeline import Pipeline
from cleanpress.result import Result

__all__ = ["Clean", "CleanPressAddon", "CleanPressPipeline"]

_PATH = "cleanpress.integrations.scrapy.CleanPressPipeline"
_LOG = logging.getLogger(__name__)


class CleanPressPipeline:
    """The item pipeline. Items may be dicts, Items, dataclasses, or whatever else ItemAdapter takes.

    Settings: ``CLEANPRESS_FIELDS`` (``["text"]``), the fields to clean, strings or lists of strings, or a mapping from
    field to format; ``CLEANPRESS_URL_FIELD`` (``"url"``), whose host is never removed; ``CLEANPRESS_REPORT_FIELD``
    (none), a field that gets a list with one account for each changed, suspected or flagged text;
    ``CLEANPRESS_DROP_EMPTY`` (false), drop items that cleaning leaves without text; ``CLEANPRESS_CONFIG`` (none), a
    settings file. The crawler's statistics get the counters of :func:`~cleanpress.integrations.counts.counts` under
    ``cleanpress/``. A text on which a filter fails stays as it is, with a warning in the log.

    >>> pipeline = CleanPressPipeline({"text": "text"})
    >>> pipeline.process_item({"text": "Harga  naik.", "url": "https://harbourgazette.com/1"})["text"]
    'Harga naik.'
    """

    def __init__(
        self,
        fields: Mapping[str, Format],
        pipeline: Pipeline | None = None,
        *,
        url_field: str = "url",
        report_field: str | None = None,
        drop_empty: bool = False,
        stats: Any = None,
    ) -> None:
        self.fields = dict(fields)
        self.pipeline = pipeline or Pipeline.default()
        self.url_field = url_field
        self.report_field = report_field
        self.drop_empty = drop_empty
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Any) -> CleanPressPipeline:
        """The pipeline that the settings of a crawler describe.

        Raises NotConfigured, which switches it off, when ``CLEANPRESS_FIELDS`` is empty; ValueError for an unknown
        format; ConfigError when the settings file is wrong.
        """
        settings = crawler.settings
        config = settings.get("CLEANPRESS_CONFIG")
        return cls(
            _fields(settings),
            load_config(config).pipeline() if config else None,
            url_field=settings.get("CLEANPRESS_URL_FIELD", "url"),
            report_field=settings.get("CLEANPRESS_REPORT_FIELD"),
            drop_empty=settings.getbool("CLEANPRESS_DROP_EMPTY"),
            stats=crawler.stats,
        )

    def process_item(self, item: Any, spider: Any = None) -> Any:
        """Clean the fields of one item, in place; raises DropItem when it is left empty and that was asked for."""
        adapter = ItemAdapter(item)
        url = adapter.get(self.url_field)
        reports: list[dict[str, Any]] = []
        found = emptied = False
        for field, format_ in self.fields.items():
            value = adapter.get(field)
            texts = [value] if isinstance(value, str) else value if isinstance(value, list) else ()
            results = [self._run(text, format_, url) if isinstance(text, str) else None for text in texts]
            found |= any(results)
            if any(result is not None and result.changed for result in results):
                new = [text if result is None else result.text for text, result in zip(texts, results, strict=True)]
                adapter[field] = new[0] if isinstance(value, str) else new
                emptied |= not any(new)
            reports += [{"field": field, **result.to_dict()} for result in results if result and _tells(result)]
        if self.report_field is not None:
            adapter[self.report_field] = reports
        self._count("items" if found else "items_without_text")
        if emptied and self.drop_empty and not any(adapter.get(field) for field in self.fields):
            self._count("dropped")
            raise DropItem("cleanpress: nothing but dirt was found")
        return item

    def _run(self, text: str, format_: Format, url: Any) -> Result:
        document = Document(text, format_, url=url if isinstance(url, str) else None)
        (result,) = self.pipeline.pipe([document], on_error="keep")
        if result.notice:
            _LOG.warning("%s: %s", url, result.notice)
        for key, number in counts(result).items():
            self._count(key, number)
        return result

    def _count(self, key: str, number: int = 1) -> None:
        if self.stats is not None:
            self.stats.inc_value(f"cleanpress/{key}", number)


class CleanPressAddon:
    """The add-on: ``ADDONS = {"cleanpress.integrations.scrapy.CleanPressAddon": 500}`` is the whole set-up.

    The pipeline gets the place 100, before those that store items, unless ``ITEM_PIPELINES`` gives it another.
    """

    def update_settings(self, settings: Any) -> None:
        """Put the item pipeline into the crawler's settings."""
        from scrapy.utils.misc import load_object

        present = {load_object(path) for path in settings.getdict("ITEM_PIPELINES")}
        if CleanPressPipeline not in present:
            settings["ITEM_PIPELINES"][_PATH] = 100


class Clean:
    """A processor for ItemLoaders: ``text_in = MapCompose(Clean())``. The host of the response's URL is never removed.

    >>> Clean()("Harga  naik.")
    'Harga naik.'
    """

    def __init__(self, pipeline: Pipeline | None = None, *, format: Format = "text") -> None:  # noqa: A002
        self.pipeline = pipeline or Pipeline.default()
        self.format = format

    def __call__(self, value: str, loader_context: Mapping[str, Any] | None = None) -> str:
        """The cleaned text; ``loader_context`` is given by the loader."""
        response = (loader_context or {}).get("response")
        return self.pipeline.run(Document(value, self.format, url=getattr(response, "url", None))).text


def _fields(settings: Any) -> dict[str, Format]:
    """The fields and their formats; a comma-separated list when the setting comes from the command line."""
    value = settings.get("CLEANPRESS_FIELDS", ["text"])
    fields: dict[str, Format] = dict(value) if isinstance(value, Mapping) else {}
    if not isinstance(value, Mapping):
        names = value.split(",") if isinstance(value, str) else value
        fields = {name.strip(): "text" for name in names if name.strip()}
    if not fields:
        raise NotConfigured("CLEANPRESS_FIELDS is empty")
    for field, format_ in fields.items():
        if format_ not in get_args(Format):
            raise ValueError(
                f"CLEANPRESS_FIELDS: {field}: unknown format {format_!r}; {nearest(format_, get_args(Format))}"
            )
    return fields


def _tells(result: Result) -> bool:
    return bool(result.changed or result.withheld or result.flags or result.notice)
