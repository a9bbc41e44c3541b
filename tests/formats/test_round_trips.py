"""Texts without dirt come back byte for byte: ten thousand pages of each format."""

import pytest
from html_pages import pages
from hypothesis import HealthCheck, given, settings
from markdown_pages import clean_pages

from cleanpress import Document, Pipeline

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
