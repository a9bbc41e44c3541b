"""The sample of one site: outlines of pages by their hashes, packed into one string of bytes.

Packed, a site costs little more than its distinct lines; ten thousand sites of Python strings would not fit the
bound of a profile.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from itertools import chain

__all__ = ["Pages", "pack", "unpack"]

Pages = dict[int, tuple[str, ...]]
"""Outlines of pages by the 64-bit hash of the page."""


def pack(pages: Mapping[int, Sequence[str]]) -> bytes:
    """The pages in a form that is the same for the same pages; more pages never take fewer bytes.

    >>> unpack(pack({7: ("a", "b"), 3: ("b",)}))
    {3: ('b',), 7: ('a', 'b')}
    """
    hashes = sorted(pages)
    outlines = [pages[one] for one in hashes]
    lines = sorted(set(chain.from_iterable(outlines)))
    numbers = dict(zip(lines, range(len(lines)), strict=True))
    head = array("Q", hashes)
    lengths = array("H", list(map(len, outlines)))  # from lists: an array that grows by a generator takes twice as long
    items = array("H", list(map(numbers.__getitem__, chain.from_iterable(outlines))))
    words = "\n".join(lines).encode("utf-8", "surrogatepass")
    return b"".join(
        (array("I", (len(hashes), len(items))).tobytes(), head.tobytes(), lengths.tobytes(), items.tobytes(), words)
    )


def unpack(data: bytes) -> Pages:
    """The pages of a packed sample, in the order of their hashes."""
    count, length = array("I", data[:8])
    at = 8 + 8 * count
    hashes, lengths = array("Q", data[8:at]), array("H", data[at : at + 2 * count])
    at += 2 * count
    items = array("H", data[at : at + 2 * length])
    lines = data[at + 2 * length :].decode("utf-8", "surrogatepass").split("\n")
    pages: Pages = {}
    start = 0
    for one, many in zip(hashes, lengths, strict=True):
        pages[one] = tuple(lines[number] for number in items[start : start + many])
        start += many
    return pages
