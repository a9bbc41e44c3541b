"""Formats: from a source to the text that people read of it, and from edits of that text back to the source."""

from __future__ import annotations

from cleanpress.formats.base import Link, Reading

__all__ = ["Link", "Reading", "read"]


def read(source: str, format: str) -> Reading:  # noqa: A002 - the word callers expect
    """The reading of a source.

    Raises ValueError when the format is unknown.

    >>> read("<p>Fish &amp; chips</p>", "html").text
    'Fish & chips'
    """
    if format == "text":
        return Reading(source)
    if format == "html":
        from cleanpress.formats.html_reading import HtmlReading

        return HtmlReading(source)
    if format == "markdown":
        from cleanpress.formats.markdown import MarkdownReading

        return MarkdownReading(source)
    raise ValueError(f"unknown format {format!r}; known: text, html, markdown")
