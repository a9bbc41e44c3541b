"""Records tell where their texts are from: the own host stays."""

from __future__ import annotations

import io

import pytest

from cleanpress import Pipeline
from cleanpress.files.records import RecordCleaner
from cleanpress.files.streams import clean_records

TEXT = "The council met slotgacor88.live today."
CURED = "The council met today."


@pytest.mark.parametrize(
    ("kind", "record", "fields"),
    [
        ("jsonl", '{{"m": {{"url": "{url}", "lang": "en"}}, "text": "{text}"}}\n', ("text", "m.url", "m.lang")),
        ("jsonl", '{{"text": "{text}", "url": "{url}", "lang": "en"}}\n', ("text", "url", "lang")),
        ("csv", "url,text,lang\n{url},{text},en\n", ("text", "url", "lang")),
        ("csv", "text,url\n{text},{url}\n", ("text", "url", None)),
    ],
)
@pytest.mark.parametrize(("url", "expected"), [("https://slotgacor88.live/1", TEXT), ("https://other.example/", CURED)])
def test_the_own_host_stays(kind, record, fields, url, expected):
    seen = []
    text_field, url_field, language_field = fields
    cleaner = RecordCleaner(
        Pipeline.default(),
        (text_field,),
        kind,
        url_field=url_field,
        language_field=language_field,
        on_result=lambda text, spot, result: seen.append((spot.value, result.document.url, result.document.language)),
    )
    out = io.BytesIO()
    clean_records(io.BytesIO(record.format(url=url, text=TEXT).encode()), out.write, cleaner)
    assert out.getvalue().decode() == record.format(url=url, text=expected)
    assert seen == [(TEXT, url, "en" if language_field else None)]


def test_hints_may_be_missing_or_no_text():
    cleaner = RecordCleaner(Pipeline.default(), ("text",), url_field="url", language_field="lang")
    out = io.BytesIO()
    lines = b'{"text": "two  words"}\n{"text": "two  words", "url": 3, "lang": null}\n'
    assert clean_records(io.BytesIO(lines), out.write, cleaner).changed == 2
    assert out.getvalue() == lines.replace(b"  ", b" ")


def test_a_stream_without_any_text_may_be_let_through():
    cleaner = RecordCleaner(Pipeline.default(), ("text",))
    lines = b'{"text": null}\n'
    out = io.BytesIO()
    assert clean_records(io.BytesIO(lines), out.write, cleaner, ask_fields=False).missing == {"text": 1}
    assert out.getvalue() == lines
