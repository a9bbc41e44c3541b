"""Formats: from a source to the text that people read of it, and from edits of that text back to the source."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from cleanpress.formats.base import Link, Reading

__all__ = ["Link", "Reading", "read"]


def read(source: str, format: str) -> Reading:  # noqa: A002 - the word callers expect
    """The reading of a source.

    Raises ValueError when the format is unknown.

    >>> read("<p>Fish &amp; chips</p>", "html").text
    'Fish & chips'
    """
    return _reader(format)(source)


@cache  # to ask for a module that is there takes some microseconds each time
def _reader(format_: str) -> Callable[[str], Reading]:
    if format_ == "text":
        return Reading
    if format_ == "html":
        from cleanpress.formats.html_reading import HtmlReading

        return HtmlReading
    if format_ == "markdown":
        from cleanpress.formats.markdown import MarkdownReading

        return MarkdownReading
    raise ValueError(f"unknown format {format_!r}; known: text, html, markdown")
