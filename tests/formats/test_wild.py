"""Sources that no editor wrote: the promises about documents hold for any characters in any order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress import Change, Document, Pipeline, apply
from cleanpress.formats import read

PIPELINE = Pipeline.default()
SPAM = "Warga harus mampu contohkasino777.bet melakukan kerja bakti. "
LINK = "<a style=display:none href=//contoh-slot.example.com>slot</a>"
HTML = [
    *"<>/!-?='\"&;# \n\r\tab",
    *(
        "<b>",
        "</b>",
        "<p>",
        "</p>",
        "<a href=x>",
        "</a>",
        "<br>",
        "<!--",
        "-->",
        "<pre>",
        "</pre>",
        "<script>",
        "</script>",
    ),
    *(
        "&amp;",
        "&eacute;",
        "<noscript>",
        "</noscript>",
        "<td>",
        "<li>",
        "<title>",
        "</title>",
        "caf\u00c3\u00a9",
        "\u200b",
    ),
    *("error: Content is protected !!", SPAM, LINK, "<div>", "</div>", "<template>", "</template>", "\x00", "\u0301"),
]
MARKDOWN = [
    *"<>/!-?='\"&;# \n\r\tab`*_[](){}%|~$:.1+\\",
    *("\n\n", "    ", "```\n", "---\n", "[a](b)", "<b>", "`x`", "- ", "1. ", "> ", "[a]: b\n", "{% raw %}", "{{ a }}"),
    *("caf\u00c3\u00a9", "\u200b", "error: Content is protected !!", "\n\nerror: Content is protected !!\n\n"),
    *(SPAM, "[slot](https://contoh-slot88.win/)"),
]  # fmt: skip
html = st.lists(st.sampled_from(HTML), max_size=40).map("".join)
markdown = st.lists(st.sampled_from(MARKDOWN), max_size=40).map("".join)
sources = st.one_of(html.map(lambda source: ("html", source)), markdown.map(lambda source: ("markdown", source)))


@given(sources)
def test_accounts_are_right_and_a_second_run_finds_nothing(case):
    format_, source = case
    result = PIPELINE.run(Document(source, format_))
    assert apply(source, result.changes) == result.text
    assert all(one.end <= two.start for one, two in pairwise(result.changes))
    assert result.changed == bool(result.edits) == (result.text != source)
    assert result.changed or result.text is source
    inside = {offset for edit in result.edits for offset in range(edit.start, edit.end)}
    assert {offset for change in result.changes for offset in range(change.start, change.end)} <= inside
    assert all(0 <= edit.start <= edit.end <= len(source) for edit in (*result.edits, *result.withheld))
    if not result.notice:
        assert PIPELINE.run(Document(result.text, format_)).text is result.text


@given(sources, st.data())
def test_any_changes_of_a_reading_can_be_made(case, data):
    format_, source = case
    reading = read(source, format_)
    borders = sorted(
        data.draw(st.lists(st.integers(0, len(reading.text)), max_size=6).map(lambda row: row[: len(row) // 2 * 2]))
    )
    changes = []
    for start, end in zip(borders[::2], borders[1::2], strict=True):
        replacement = data.draw(st.sampled_from(("", " ", "x", "<&")))
        apart = not changes or changes[-1].end < start
        if apart and reading.allows(start, end, replacement) and reading.text[start:end] != replacement:
            changes.append(Change(start, end, replacement))
    made = reading.to_source(changes)
    apply(source, made)
    for change in changes:
        start, end = reading.span_to_source(change.start, change.end)
        assert 0 <= start <= end <= len(source)


@pytest.mark.parametrize("format_", ["html", "markdown"])
@given(source=st.text(max_size=60))
def test_any_text_is_read(format_, source):
    reading = read(source, format_)
    assert all(reading.span_to_source(at, at + 1)[1] <= len(source) for at in range(len(reading.text)))
