"""Texts without dirt come back byte for byte: ten thousand generated and a thousand real ones of each format."""

import os
from pathlib import Path
from random import Random

import pytest
from html_pages import pages
from hypothesis import HealthCheck, given, settings
from markdown_pages import clean_pages
from real_pages import articles, html_page, markdown_page

from cleanpress import Document, Pipeline, Whitespace

PIPELINE = Pipeline.default()
MANY = settings(max_examples=10_000, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@MANY
@given(pages)
def test_ten_thousand_html_pages(page):
    assert PIPELINE.run(Document(page, "html")).text is page


@pytest.mark.slow
@MANY
@given(clean_pages)
def test_ten_thousand_markdown_texts(page):
    assert PIPELINE.run(Document(page, "markdown")).text is page


CORPORA = os.environ.get("CLEANPRESS_CORPORA", "")
READ, ENOUGH = 2_000, 1_000


@pytest.mark.slow
@pytest.mark.skipif(not CORPORA, reason="set CLEANPRESS_CORPORA to a folder with articles/<language>.jsonl.gz")
@pytest.mark.parametrize(("format_", "made"), [("html", html_page), ("markdown", markdown_page)])
def test_a_thousand_real_texts_as_pages_and_files(format_, made):
    """What is left alone as plain text is left alone in any format, with everything around it that formats have."""
    pipeline = PIPELINE.including(Whitespace(line_ends="keep"))
    clean, changed = 0, []
    for number, text in enumerate(articles(Path(CORPORA), READ)):
        alone = pipeline.run(Document(text))
        if alone.changed or alone.flags or alone.notice:
            continue
        clean += 1
        page = made(text, Random(number))
        result = pipeline.run(Document(page, format_))
        if result.text is not page or result.flags or result.notice:
            changed += [(number, edit.rule, page[edit.start - 20 : edit.end + 20]) for edit in result.edits] or [number]
    assert clean >= ENOUGH
    assert changed == []
