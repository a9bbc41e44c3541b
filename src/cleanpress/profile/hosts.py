"""Hosts that stand in mid-sentence, and at how many unrelated sites: a link script writes the same ones everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b

from cleanpress.hosts import registrable, suffixes

__all__ = ["HostCounts", "mid_sentence", "owner"]

SITES = 8
"""How many sites a host is counted at; more are as good as this many."""

HOSTS = 24_576
"""How many hosts are counted; of more, a part chosen by hash, the same for every order of the texts."""

_DOT = re.compile(r"\.[A-Za-z]{2,24}(?![\w.-])")
_CHARS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-."
_BACK = 80  # code points of the longest host that is looked at
_PATH = re.compile(r"/[^\s<>\"']{0,200}")
_BLANKS = " \u00a0"


@lru_cache(maxsize=8192)
def owner(name: str) -> str:
    """Who a host belongs to: its registrable domain; anything else is its own owner.

    >>> owner("tekno.kompas.com"), owner("my-folder")
    ('kompas.com', 'my-folder')
    """
    return registrable(name.lower()) or name.lower()


def mid_sentence(text: str) -> Iterator[str]:
    """Owners of hosts with a small letter, or one of a script without case, on both sides of them.

    >>> list(mid_sentence("Kata example.com menteri itu, lihat di Example.org. Juga (example.net)."))
    ['example.com']
    """
    known = suffixes().tlds
    for match in _DOT.finditer(text):
        dot, end = match.span()
        if text[dot + 1 : end].lower() not in known:
            continue
        low = max(0, dot - _BACK)
        begin = start = low + len(text[low:dot].rstrip(_CHARS))
        if text.endswith("://", 0, start):
            begin = text.rfind("http", max(0, start - 8), start)
        path = _PATH.match(text, end)
        if begin >= 2 and _word(text[begin - 1], text[begin - 2]):
            after = path.end() if path else end
            found = registrable(text[start:end].lower().strip(".-"))
            if found is not None and _word(*text[after : after + 2].ljust(2)):
                yield found


def _word(blank: str, letter: str) -> bool:
    """Whether a blank and a letter that is no capital stand there."""
    return blank in _BLANKS and letter.isalpha() and not letter.isupper()


class HostCounts:
    """At how many sites each host stands in mid-sentence; merging is associative, commutative and idempotent."""

    def __init__(self, counts: Mapping[str, bytes] | None = None, level: int = 0) -> None:
        self.level = level
        self.counts: dict[str, bytes] = dict(counts or {})
        self._shrink()

    def add(self, host: str, site: str) -> None:
        """Count a host at a site; its own owner's sites do not count."""
        if owner(site) == host or not self._chosen(host):
            return
        code = _digest(owner(site))[:4]
        sites = self.counts.get(host, b"")
        if code not in _codes(sites):
            self.counts[host] = _join({*_codes(sites), code})
            self._shrink()

    def sites(self, host: str) -> int:
        """At how many sites, at most :data:`SITES`."""
        return len(self.counts.get(host, b"")) // 4

    def merged(self, other: HostCounts) -> HostCounts:
        """The counts of both."""
        counts = dict(self.counts)
        for host, sites in other.counts.items():
            counts[host] = _join({*_codes(counts.get(host, b"")), *_codes(sites)})
        return HostCounts(counts, max(self.level, other.level))

    def _chosen(self, host: str) -> bool:
        return not self.level or int.from_bytes(_digest(host)[4:]) >> (32 - self.level) == 0

    def _shrink(self) -> None:
        """Keep what the level chooses, and halve that until it fits."""
        if self.level and not all(map(self._chosen, self.counts)):
            self.counts = {host: sites for host, sites in self.counts.items() if self._chosen(host)}
        while len(self.counts) > HOSTS:
            self.level += 1
            self.counts = {host: sites for host, sites in self.counts.items() if self._chosen(host)}


def _codes(sites: bytes) -> list[bytes]:
    return [sites[at : at + 4] for at in range(0, len(sites), 4)]


def _join(codes: set[bytes]) -> bytes:
    return b"".join(sorted(codes)[:SITES])


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
