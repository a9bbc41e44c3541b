"""Scrapy: a real spider against a server of this machine whose pages hold the planted faults."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("scrapy", reason="scrapy is not installed")

import faults


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """What the crawls of ``crawl.py`` gave: items and statistics by name, items in the order of their pages."""
    pages = {
        "/1": faults.page(1),
        "/2": faults.page(2, dirty=False),
        "/3": f"<article><p>{faults.PROTECTED}</p></article>",
    }
    folder = tmp_path_factory.mktemp("crawl")
    (folder / "cleanpress.toml").write_text('select = ["artifacts"]\n')
    script = Path(__file__).with_name("crawl.py")
    with faults.served(pages) as address:
        urls = [address + path for path in pages]
        done = subprocess.run(
            [sys.executable, "-W", "error::DeprecationWarning:cleanpress", script, *urls],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for run in found.values():
        run["items"].sort(key=lambda item: item.get("url", ""))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("run", ["addon", "dataclass", "pipeline"])
def test_items_arrive_clean(crawled, run):
    assert [item["text"] for item in crawled[run]["items"]] == [faults.CLEAN, faults.CLEAN, ""]


@pytest.mark.slow
def test_the_statistics_of_the_crawler_count_what_was_done(crawled):
    stats = crawled["addon"]["stats"]
    assert stats["cleanpress/items"] == stats["cleanpress/documents"] == 3
    assert stats["cleanpress/changed"] == 2
    assert stats["cleanpress/edits/links/bare-host"] == 1
    assert stats["cleanpress/edits/mojibake/wrong-encoding"] == 1
    assert stats["cleanpress/edits/artifacts/copy-protection/wp-content-protected"] == 2
    assert stats["cleanpress/edits"] == 4
    assert "log_count/ERROR" not in stats


@pytest.mark.slow
def test_lists_of_texts_are_cleaned_one_by_one_and_other_fields_stay(crawled):
    first, second, _ = crawled["list"]["items"]
    assert first["text"] == [faults.CURED, faults.SECOND, faults.MENDED, ""]
    assert first["number"] == 3
    assert next(account["edits"][0]["rule"] for account in first["report"]) == "links/bare-host"
    assert second["report"] == []


@pytest.mark.slow
def test_a_field_may_be_html(crawled):
    page = crawled["html"]["items"][0]["page"]
    assert f"<p>{faults.CURED}</p>" in page
    assert page.startswith("<!doctype html><html lang='en'>")


@pytest.mark.slow
def test_the_settings_file_is_read(crawled):
    assert crawled["config"]["items"][0]["text"] == f"{faults.SPOT}\n\n{faults.SECOND}\n\n{faults.DAMAGED}"


@pytest.mark.slow
def test_empty_items_are_dropped_only_when_asked_for(crawled):
    assert [item["text"] for item in crawled["drop"]["items"]] == [faults.CLEAN, faults.CLEAN]
    assert crawled["drop"]["stats"]["cleanpress/dropped"] == crawled["drop"]["stats"]["item_dropped_count"] == 1


@pytest.mark.slow
def test_without_fields_nothing_is_touched(crawled):
    assert crawled["none"]["items"][0]["text"] == faults.DIRTY
    assert not [key for key in crawled["none"]["stats"] if key.startswith("cleanpress/")]


@pytest.mark.slow
def test_an_item_loader_cleans_as_it_collects(crawled):
    assert sorted(item.get("text", "") for item in crawled["loader"]["items"]) == ["", faults.CLEAN, faults.CLEAN]


class TestOneItem:
    def test_the_host_of_the_item_is_never_removed(self):
        from cleanpress.integrations.scrapy import CleanPressPipeline

        text = "The council met slotgacor88.live today."
        clean = CleanPressPipeline({"text": "text"}).process_item
        assert clean({"text": text, "url": "https://slotgacor88.live/7"})["text"] == text
        assert clean({"text": text})["text"] == "The council met today."

    def test_the_host_of_the_response_is_never_removed(self):
        from types import SimpleNamespace

        from cleanpress.integrations.scrapy import Clean

        text = "The council met slotgacor88.live today."
        context = {"response": SimpleNamespace(url="https://slotgacor88.live/7")}
        assert Clean()(text, context) == text
        assert Clean()(text) == "The council met today."

    def test_other_values_stay(self):
        from cleanpress.integrations.scrapy import CleanPressPipeline

        item = {"text": None, "tags": [1, "two  words"], "raw": b"two  words"}
        fields = dict.fromkeys(("text", "tags", "raw", "missing"), "text")
        assert CleanPressPipeline(fields).process_item(item) == {**item, "tags": [1, "two words"]}

    def test_a_text_on_which_a_filter_fails_stays_and_is_reported(self, caplog):
        from cleanpress import Pipeline, as_filter
        from cleanpress.integrations.scrapy import CleanPressPipeline

        @as_filter("mine/broken")
        def broken(doc):
            raise RuntimeError("no")

        item = CleanPressPipeline({"text": "text"}, Pipeline([broken])).process_item({"text": "a  b", "url": "u"})
        assert item["text"] == "a  b"
        assert "filter 'mine/broken' failed" in caplog.text

    def test_a_wrong_format_is_named(self):
        from scrapy.settings import Settings

        from cleanpress.integrations.scrapy import _fields

        with pytest.raises(ValueError, match="CLEANPRESS_FIELDS: text: unknown format 'htlm'; did you mean 'html'"):
            _fields(Settings({"CLEANPRESS_FIELDS": {"text": "htlm"}}))
