"""What the texts of many sites have in common, counted in bounded memory: the state of a profile.

A state is a function of the set of texts: of their order, and of how they were divided among processes, nothing is
left in it. For every site it keeps the outlines of the pages whose hash lies below a threshold. The threshold falls,
step by step, until the outlines fit the site's share of the memory; what fits once all texts are known fitted before,
so dropping early loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

from cleanpress.document import Document
from cleanpress.errors import DataError
from cleanpress.profile.hosts import HostCounts, mid_sentence
from cleanpress.profile.lines import outline
from cleanpress.profile.packed import EMPTY, Pages, pack, unpack
from cleanpress.profile.templates import site_of

__all__ = ["BUDGET", "MOST_PAGES", "MOST_SITES", "CorpusProfile", "share"]

BUDGET = 42_000_000
"""Bytes that the outlines of all sites take at most."""

MOST_SITES = 20_000
"""How many sites are kept; of more, those whose names have the lowest hashes."""

MOST_PAGES = 256
"""How many pages of a site are kept at most: enough for shares of a tenth."""

_LARGEST = 65_536  # bytes for one site, however few there are
_STEP = 1.25  # shares fall by steps of this factor, so that they fall seldom
_THINNER = 0.8  # by which factor the threshold of a site falls
_WAITING = 5_000_000  # characters that may wait to be packed
_FORMAT = "cleanpress-counts-1"


def share(sites: int) -> int:
    """Bytes for the outlines of one of so many sites; times the sites never more than :data:`BUDGET`.

    >>> share(1), share(10_000)
    (65536, 4200)
    """
    steps = 10_000.0
    while steps < min(sites, MOST_SITES):
        steps *= _STEP
    while steps / _STEP >= sites and BUDGET / steps < _LARGEST:
        steps /= _STEP
    return min(_LARGEST, int(BUDGET / steps))


class _Site:
    """The pages of one site: packed ones, and those that wait to be packed."""

    __slots__ = ("level", "packed", "seen", "waiting")

    def __init__(self, level: int = 0, seen: int = 0, packed: bytes = EMPTY) -> None:
        self.level = level
        self.seen = seen
        self.packed = packed
        self.waiting: Pages = {}

    def wants(self, page: int) -> bool:
        """Whether a page with this hash belongs to the sample."""
        return page < _threshold(self.level)

    def settle(self, room: int) -> None:
        """Pack what waits, and drop pages until all fit the room (bytes)."""
        if not self.waiting and len(self.packed) <= room:
            return
        pages = unpack(self.packed) | self.waiting
        pages = {page: lines for page, lines in pages.items() if self.wants(page)}
        self.waiting = {}
        while True:
            if len(pages) <= MOST_PAGES:
                self.packed = pack(pages)
                if len(self.packed) <= room:
                    return
            self.level += 1
            pages = {page: lines for page, lines in pages.items() if self.wants(page)}

    def state(self) -> tuple[int, int, bytes]:
        """What two sites with the same pages have in common; only after :meth:`settle`."""
        return self.level, self.seen, self.packed


def _threshold(level: int) -> float:
    return 2.0**64 * _THINNER**level


class CorpusProfile:
    """Counts what repeats across the pages of each site, and which hosts stand in mid-sentence.

    Merging is associative and commutative, and a page that is met twice counts once, so that texts may be divided
    among processes in any way: merged, their profiles are the profile of all texts.

    It takes at most 64 MB, whatever is read: :data:`BUDGET` bytes of outlines, some 300 bytes for each of at most
    :data:`MOST_SITES` sites, 8 MB of hosts, 5 MB that wait to be packed.

    >>> profile = CorpusProfile()
    >>> for number in range(6):
    ...     profile.add(f"The Quay Post\\nHome > News\\nStory {number}\\nA ship came in.", "quay.example")
    >>> profile.pages("quay.example")
    6
    """

    def __init__(self) -> None:
        self._sites: dict[str, _Site] = {}
        self._bar = 2**64  # sites whose hash is not below this are not kept
        self._hosts = HostCounts()
        self._share = share(0)
        self._waiting: set[str] = set()
        self._weight = 0  # characters that wait, with what their strings cost

    @classmethod
    def learn(cls, documents: Iterable[Document]) -> CorpusProfile:
        """The profile of documents; their urls tell the sites."""
        profile = cls()
        for document in documents:
            profile.add(document.text, site_of(document.url))
        return profile

    def add(self, text: str, site: str) -> None:
        """Count one text, what a person reads of a page, as one of this site."""
        data = text.encode("utf-8", "surrogatepass")
        for host in mid_sentence(text):
            self._hosts.add(host, site)
        found = self._sites.get(site)
        if found is None:
            if _hash(site.encode("utf-8", "surrogatepass")) >= self._bar:
                return
            found = self._sites[site] = _Site()
            self._make_room()
        found.seen += 1
        page = _hash(data)
        if found.wants(page):
            lines = tuple(outline(text))
            found.waiting[page] = lines
            self._waiting.add(site)
            self._weight += sum(map(len, lines)) + 60 * len(lines)
            if self._weight > _WAITING:
                self._settle()

    def sites(self) -> list[str]:
        """The sites, sorted."""
        return sorted(self._sites)

    def pages(self, site: str) -> int:
        """How many pages of a site were counted, those met twice counted twice."""
        return self._sites[site].seen

    def outlines(self, site: str) -> list[tuple[str, ...]]:
        """The outlines of the pages of a site that the sample holds, in an order that is always the same."""
        self._settle()
        return list(unpack(self._sites[site].packed).values())

    def host_sites(self, host: str) -> int:
        """At how many unrelated sites, of 8 at most, the host stands in mid-sentence."""
        return self._hosts.sites(host)

    def hosts(self, least: int = 2) -> list[tuple[str, int]]:
        """The hosts in mid-sentence at so many sites, and at how many, the most frequent first."""
        counts = ((host, self._hosts.sites(host)) for host in self._hosts.counts)
        return sorted((item for item in counts if item[1] >= least), key=lambda item: (-item[1], item[0]))

    def __or__(self, other: CorpusProfile) -> CorpusProfile:
        """The profile of what both were learned from."""
        merged = CorpusProfile()
        for profile in (self, other):
            profile._settle()
            merged._sites.update(dict.fromkeys(profile._sites, _Site()))
        merged._bar = min(self._bar, other._bar)
        merged._hosts = self._hosts.merged(other._hosts)
        merged._make_room()
        for name in merged._sites:  # one by one: unpacked, they would not fit the bound together
            found = [profile._sites[name] for profile in (self, other) if name in profile._sites]
            site = _Site(max(one.level for one in found), sum(one.seen for one in found))
            for one in found:
                site.waiting |= unpack(one.packed)
            site.settle(merged._share)
            merged._sites[name] = site
        return merged

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CorpusProfile) and self._state() == other._state()

    __hash__ = None  # type: ignore[assignment]

    def _state(self) -> tuple[object, ...]:
        self._settle()
        sites = {name: site.state() for name, site in self._sites.items()}
        return self._bar, self._hosts.level, self._hosts.counts, sites

    def _settle(self) -> None:
        """Pack what waits."""
        for name in self._waiting:
            self._sites[name].settle(self._share)
        self._waiting.clear()
        self._weight = 0

    def _make_room(self) -> None:
        """Drop sites that are too many, and give the others their new share."""
        if len(self._sites) > MOST_SITES or self._bar < 2**64:
            hashes = {name: _hash(name.encode("utf-8", "surrogatepass")) for name in self._sites}
            if len(hashes) > MOST_SITES:
                self._bar = min(self._bar, sorted(hashes.values())[MOST_SITES])
            self._sites = {name: site for name, site in self._sites.items() if hashes[name] < self._bar}
            self._waiting.intersection_update(self._sites)
        new = share(len(self._sites))
        if new < self._share:
            self._share = new
            for site in self._sites.values():
                site.settle(new)
            self._waiting.clear()
            self._weight = 0

    def save(self, path: str | Path) -> None:
        """Write the state to a file; the same state gives the same bytes. Raises OSError."""
        Path(path).write_bytes("\n".join(self._rows()).encode("ascii"))

    def _rows(self) -> Iterator[str]:
        import json

        self._settle()
        counts = {host: self._hosts.counts[host].hex() for host in sorted(self._hosts.counts)}
        yield json.dumps([_FORMAT, self._bar, self._hosts.level, counts])
        for name in self.sites():
            site = self._sites[name]
            pages = unpack(site.packed)
            lines = sorted({line for page in pages.values() for line in page})
            numbers = {line: number for number, line in enumerate(lines)}
            outlines = {page: [numbers[line] for line in outline] for page, outline in pages.items()}
            yield json.dumps([name, site.level, site.seen, lines, outlines])

    @classmethod
    def load(cls, path: str | Path) -> CorpusProfile:
        """Read a state. Raises DataError naming the file when it holds none, OSError when it cannot be read."""
        import json

        profile = cls()
        data = Path(path).read_bytes()
        try:
            head, *rows = (json.loads(row) for row in data.decode("ascii").split("\n"))
            if head[0] != _FORMAT:
                raise ValueError(f"its format is {head[0]!r}")
            _, profile._bar, level, counts = head
            profile._hosts = HostCounts({host: bytes.fromhex(codes) for host, codes in counts.items()}, level)
            for name, site_level, seen, lines, outlines in rows:
                pages = {int(page): tuple(lines[number] for number in items) for page, items in outlines.items()}
                profile._sites[name] = _Site(site_level, seen, pack(pages))
        except (ValueError, TypeError, LookupError) as error:
            raise DataError(f"{path}: no counts of a profile ({error}); make them with cleanpress learn") from error
        profile._share = share(len(profile._sites))
        return profile


def _hash(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest())
