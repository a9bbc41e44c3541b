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
from zlib import compress, decompress

from cleanpress.document import Document
from cleanpress.errors import DataError
from cleanpress.profile.hosts import HostCounts, mid_sentence
from cleanpress.profile.lines import outline
from cleanpress.profile.packed import Pages, pack, unpack
from cleanpress.profile.templates import site_of

__all__ = ["BUDGET", "MOST_PAGES", "MOST_SITES", "CorpusProfile", "share"]

BUDGET = 40_000_000
"""Bytes that the outlines of all sites take at most."""

MOST_SITES = 20_000
"""How many sites are kept; of more, those whose names have the lowest hashes."""

MOST_PAGES = 256
"""How many pages of a site are kept at most: enough for shares of a tenth."""

_LARGEST = 65_536  # bytes for one site, however few there are
SLACK = 0.15
"""By which share the outlines may exceed the room for them, so that pages are seldom dropped and then many at once."""

_STEP = 1.25  # shares fall by steps of this factor, so that they fall seldom
_THINNER = 0.8  # by which factor the threshold of a site falls
_WAITING = 4_000_000  # characters that may wait to be packed
_FORMAT = "cleanpress-counts-1"


def share(sites: int) -> int:
    """Bytes for the outlines of one of so many sites; times the sites never more than :data:`BUDGET`.

    >>> share(1), share(10_000)
    (65536, 4000)
    """
    steps = 10_000.0
    while steps < min(sites, MOST_SITES):
        steps *= _STEP
    while steps / _STEP >= sites and BUDGET / steps < _LARGEST:
        steps /= _STEP
    return min(_LARGEST, int(BUDGET / steps))


class _Site:
    """The pages of one site: packed ones, in pieces, and those that wait to be packed."""

    __slots__ = ("fitted", "level", "pieces", "seen", "size", "waiting")

    def __init__(self, level: int = 0, seen: int = 0, pages: Pages | None = None) -> None:
        self.level = level
        self.seen = seen
        self.pieces: list[bytes] = []  # compressed
        self.size = 0  # bytes of the pieces as they were before: only that is the same for the same pages
        self.waiting: Pages = pages or {}
        self.fitted = False  # whether it is one piece as fit makes it

    def wants(self, page: int) -> bool:
        """Whether a page with this hash belongs to the sample."""
        return page < _threshold(self.level)

    def settle(self, room: int) -> None:
        """Pack what waits; when the pieces exceed the room (bytes) by more than :data:`SLACK`, make one that fits."""
        if self.waiting:
            packed = pack(self.waiting)
            self.size += len(packed)
            self.pieces.append(compress(packed, 1))
            self.waiting = {}
            self.fitted = False
        if self.size > room * (1 + SLACK):
            self.fit(room)

    def fit(self, room: int) -> None:
        """Make one piece of all pages, without those that do not fit the room (bytes)."""
        if self.fitted and not self.waiting and self.size <= room:
            return
        pages = self.pages()
        self.waiting = {}
        self.fitted = True
        while True:
            pages = {page: lines for page, lines in pages.items() if self.wants(page)}
            if len(pages) <= MOST_PAGES:
                packed = pack(pages)
                if len(packed) <= room:
                    self.pieces, self.size = [compress(packed, 1)], len(packed)
                    return
            self.level += 1

    def copy(self) -> _Site:
        """The same pages, to be added to apart."""
        made = _Site(self.level, self.seen, dict(self.waiting))
        made.pieces, made.size, made.fitted = list(self.pieces), self.size, self.fitted
        return made

    def pages(self) -> Pages:
        """The pages, packed or not."""
        found: Pages = {}
        for piece in self.pieces:
            found |= unpack(decompress(piece))
        return found | self.waiting


def _threshold(level: int) -> float:
    return 2.0**64 * _THINNER**level


class CorpusProfile:
    """Counts what repeats across the pages of each site, and which hosts stand in mid-sentence.

    Merging is associative and commutative, and a page that is met twice counts once, so that texts may be divided
    among processes in any way: merged, their profiles are the profile of all texts.

    It takes at most 64 MB, whatever is read: :data:`BUDGET` bytes of outlines and :data:`SLACK` of that, some 400 bytes
    for each of at most :data:`MOST_SITES` sites, 8 MB of hosts, 4 MB that wait to be packed.

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
        site = " ".join(site.split())  # a name is one line of the profile
        for host in mid_sentence(text):
            self._hosts.add(host, site)
        found = self._sites.get(site)
        if found is None:
            if _hash(site.encode("utf-8", "surrogatepass")) >= self._bar:
                return
            found = self._sites[site] = _Site()
            self._make_room()
            if site not in self._sites:
                return
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
        self._sites[site].fit(self._share)
        self._waiting.discard(site)
        return list(self._sites[site].pages().values())

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
            site = found[0].copy()
            if len(found) > 1:
                pages = {page: lines for one in found for page, lines in one.pages().items()}
                site = _Site(max(one.level for one in found), sum(one.seen for one in found), pages)
            site.fit(merged._share)
            merged._sites[name] = site
        return merged

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CorpusProfile) and self._state() == other._state()

    __hash__ = None  # type: ignore[assignment]

    def _state(self) -> tuple[object, ...]:
        self._fit()
        sites = {name: (site.level, site.seen, site.pages()) for name, site in self._sites.items()}
        return self._bar, self._hosts.level, self._hosts.counts, sites

    def _fit(self) -> None:
        """Bring every site into the form that is the same for the same pages."""
        for site in self._sites.values():
            site.fit(self._share)
        self._waiting.clear()
        self._weight = 0

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
        with Path(path).open("w", encoding="ascii", newline="\n") as file:
            file.writelines(f"{row}\n" for row in self._rows())

    def _rows(self) -> Iterator[str]:
        import json

        self._fit()
        counts = {host: self._hosts.counts[host].hex() for host in sorted(self._hosts.counts)}
        yield json.dumps([_FORMAT, self._bar, self._hosts.level, counts])
        for name in self.sites():
            site = self._sites[name]
            pages = site.pages()
            lines = sorted({line for page in pages.values() for line in page})
            numbers = {line: number for number, line in enumerate(lines)}
            outlines = {page: [numbers[line] for line in outline] for page, outline in pages.items()}
            yield json.dumps([name, site.level, site.seen, lines, outlines])

    @classmethod
    def load(cls, path: str | Path) -> CorpusProfile:
        """Read a state. Raises DataError naming the file when it holds none, OSError when it cannot be read."""
        import json

        profile = cls()
        try:
            with Path(path).open(encoding="ascii") as file:
                head = json.loads(file.readline())
                if head[0] != _FORMAT:
                    raise ValueError(f"its format is {head[0]!r}")
                _, profile._bar, level, counts = head
                profile._hosts = HostCounts({host: bytes.fromhex(codes) for host, codes in counts.items()}, level)
                for name, site_level, seen, lines, outlines in map(json.loads, file):
                    pages = {int(page): tuple(lines[number] for number in items) for page, items in outlines.items()}
                    profile._sites[name] = site = _Site(site_level, seen, pages)
                    site.settle(_LARGEST)
        except (ValueError, TypeError, LookupError) as error:
            raise DataError(f"{path}: no counts of a profile ({error}); make them with cleanpress learn") from error
        profile._share = share(len(profile._sites))
        return profile


def _hash(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest())
