"""Crawls the addresses given: once for each set of settings, all in one process; prints items and statistics."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass, is_dataclass

import scrapy
from itemloaders.processors import MapCompose, TakeFirst
from scrapy.crawler import CrawlerProcess
from scrapy.loader import ItemLoader

from cleanpress.integrations.scrapy import Clean

ADDON = {"ADDONS": {"cleanpress.integrations.scrapy.CleanPressAddon": 500}}
PATH = "cleanpress.integrations.scrapy.CleanPressPipeline"


@dataclass
class Article:
    url: str
    text: str


class Loader(ItemLoader):
    text_in = MapCompose(Clean())
    default_output_processor = TakeFirst()


class Pages(scrapy.Spider):
    name = "pages"

    def parse(self, response):
        texts = response.css("article p::text").getall()
        text = "\n\n".join(texts)
        made = {
            "dict": lambda: {"url": response.url, "text": text},
            "list": lambda: {"url": response.url, "text": texts, "number": 3},
            "dataclass": lambda: Article(response.url, text),
            "html": lambda: {"url": response.url, "page": response.text},
            "loader": lambda: self.loaded(response, text),
        }
        yield made[self.shape]()

    def loaded(self, response, text):
        loader = Loader({}, response=response)
        loader.add_value("text", text)
        return loader.load_item()


RUNS = {
    "addon": ("dict", ADDON),
    "dataclass": ("dataclass", ADDON),
    "list": ("list", {**ADDON, "CLEANPRESS_REPORT_FIELD": "report"}),
    "html": ("html", {**ADDON, "CLEANPRESS_FIELDS": {"page": "html"}}),
    "pipeline": ("dict", {"ITEM_PIPELINES": {PATH: 300}, "CLEANPRESS_FIELDS": "text, summary"}),
    "config": ("dict", {**ADDON, "CLEANPRESS_CONFIG": "cleanpress.toml"}),
    "drop": ("dict", {**ADDON, "CLEANPRESS_DROP_EMPTY": True}),
    "none": ("dict", {**ADDON, "CLEANPRESS_FIELDS": []}),
    "loader": ("loader", {}),
}


def crawl(urls):
    process = CrawlerProcess({"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False})
    got = {}
    for name, (shape, settings) in RUNS.items():
        spider = type("Spider", (Pages,), {"custom_settings": settings, "start_urls": urls, "shape": shape})
        crawler = process.create_crawler(spider)
        items = []
        crawler.signals.connect(lambda item, items=items: items.append(item), scrapy.signals.item_scraped, weak=False)
        got[name] = (crawler, items)
        process.crawl(crawler)
    process.start()
    plain = {}
    for name, (crawler, items) in got.items():
        stats = crawler.stats.get_stats()
        kept = {k: v for k, v in stats.items() if k.startswith(("cleanpress/", "log_count/ERROR", "item_"))}
        plain[name] = {"items": [asdict(i) if is_dataclass(i) else i for i in items], "stats": kept}
    json.dump(plain, sys.stdout)


if __name__ == "__main__":
    crawl(sys.argv[1:])
