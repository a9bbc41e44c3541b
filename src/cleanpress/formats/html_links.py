"""The anchors of an HTML page: where they lead, what people read of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import compress
from operator import itemgetter
from typing import TYPE_CHECKING

from cleanpress.formats.base import Link
from cleanpress.formats.html_text import decoded
from cleanpress.formats.html_tokens import Kind, attributes
from cleanpress.formats.html_tree import simple_end
from cleanpress.hosts import host_of

if TYPE_CHECKING:
    from cleanpress.formats.html_reading import HtmlReading

__all__ = ["find_links", "names_around", "stated_hosts", "text_outside_links"]

_WHERE = itemgetter(5)
_NAME = re.compile(r"[a-z]+")
_MOST_ANCESTORS = 16
_AROUND = 3  # elements looked at around the one that hides


def find_links(reading: HtmlReading, leads: int = 0) -> tuple[Link, ...]:
    """Every anchor with an address and an end tag, in order; all, or those that may lead there.

    ``leads`` is :data:`~cleanpress.formats.html_tokens.ELSEWHERE`, ``INSIDE`` or 0 for all of them.

    >>> from cleanpress.formats.html_reading import HtmlReading
    >>> find_links(HtmlReading("See <a rel=nofollow href='/x'><b>this</b> page</a>."))[0][:5]
    (4, 13, 'this page', '/x', 'nofollow')
    """
    links = []
    tokens, source, whole, offset_of = reading.tokens, reading.source, reading.text, reading.offset_of
    for index, last in _anchors(reading, leads):
        token, close = tokens[index], tokens[last]
        found = attributes(source, token)
        if "href" not in found:
            continue
        start, end = offset_of(token.start), offset_of(close.end)
        text = whole[start:end]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        end = start + len(text)
        links.append(Link(start, end, text, found["href"].strip(), found.get("rel", ""), token.start, close.end))
    return tuple(links)


def _anchors(reading: HtmlReading, leads: int) -> list[tuple[int, int]]:
    """The start tags of anchors and their end tags; how the page is built is asked only if one is not simple."""
    tokens = reading.tokens
    rows = tokens.rows
    if leads:
        anywhere = compress(range(len(rows)), map(_WHERE, rows))
        starts = [index for index in anywhere if rows[index][5] & leads and rows[index][0] == Kind.OPEN]
    else:
        starts = [index for index, row in enumerate(rows) if row[1] == "a" and row[0] == Kind.OPEN]
    pairs = []
    for index in starts:
        end = simple_end(tokens, index)
        if end < 0:
            stops = reading.structure.ends
            return [(index, stops[index]) for index in starts if index in stops]
        pairs.append((index, end))
    return pairs


def text_outside_links(reading: HtmlReading, start: int, end: int) -> str:
    """The text of a span of the source that stands outside of its anchors; the first 10,000 tags of it.

    >>> from cleanpress.formats.html_reading import HtmlReading
    >>> source = "<p><a href=x>one</a> | <a href=y>two</a></p>"
    >>> text_outside_links(HtmlReading(source), 0, len(source)).strip()
    '|'
    """
    parts: list[str] = []
    position, depth = start, 0
    tokens = reading.tokens
    index = bisect_left(tokens.starts, start)
    for at in range(index, min(index + 10_000, len(tokens))):
        token = tokens[at]
        if token.start >= end:
            break
        if not depth:
            parts.append(reading.source[position : token.start])
        position = token.end
        if token.name == "a":
            depth = 1 if token.kind is Kind.OPEN else 0
    if not depth:
        parts.append(reading.source[position:end])
    return decoded(" ".join(parts))


def names_around(reading: HtmlReading, start: int, inner: int) -> set[str]:
    """The words in the tag names, classes, ids and roles of the elements around a position of the source.

    From the element that starts at ``inner`` outwards, to that which starts at ``start`` and those around it.
    """
    words: set[str] = set()
    at = bisect_left(reading.tokens.starts, inner)
    left = _MOST_ANCESTORS
    while at >= 0 and left:
        token = reading.tokens[at]
        found = attributes(reading.source, token)
        named = " ".join((token.name, found.get("class", ""), found.get("id", ""), found.get("role", "")))
        words.update(_NAME.findall(named[:1000].lower()))
        at = reading.structure.parents.get(at, -1)
        left = min(left - 1, _AROUND) if token.start == start else left - 1
    return words


def stated_hosts(reading: HtmlReading) -> list[str]:
    """The hosts that a page states as its own: its canonical address, its base, its address for sharing.

    >>> from cleanpress.formats.html_reading import HtmlReading
    >>> stated_hosts(HtmlReading("<link rel=canonical href='https://www.example.org/a'>"))
    ['www.example.org']
    """
    hosts = []
    for index, (kind, name, *_) in enumerate(reading.tokens.rows):
        if kind == Kind.OPEN and name in ("link", "base", "meta"):
            found = attributes(reading.source, reading.tokens[index])
            if name == "base" or "canonical" in found.get("rel", "").lower().split():
                hosts.append(found.get("href", ""))
            elif found.get("property", "").lower() == "og:url":
                hosts.append(found.get("content", ""))
        elif name == "body":
            break
    return [host_of(url) for url in hosts if "://" in url]
