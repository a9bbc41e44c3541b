"""The reviewed profile: a text file of the lines of each site, and what a filter looks up in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from cleanpress.document import Document
from cleanpress.errors import DataError
from cleanpress.hosts import host_of, registrable

if TYPE_CHECKING:
    from pathlib import Path

    from cleanpress.profile.counts import CorpusProfile

__all__ = ["Proposal", "SiteTemplates", "site_of"]

_NOTE = """\
# profile of sites, format 1
#
# Lines that repeat across the pages of a site. Delete the lines that you want to keep in texts; the rest is used.
# In a row: what happens (delete, or report, which changes nothing), where the line stands (head: before the first
# paragraph; tail: behind the last one; any; between: what varies between two lines of the tail), on how many
# pages of the sample, and the line; tabs between them. 0 stands for any number. A long line is cut in the middle
# and has a checksum.
"""
_ACTS, _PLACES = ("delete", "report"), ("head", "tail", "any", "between")


def site_of(url: str | None) -> str:
    """The name of the site that a URL leads to; empty without one.

    >>> site_of("https://www.Example.org/a"), site_of(None)
    ('example.org', '')
    """
    return host_of(url).removeprefix("www.") if url else ""


class Proposal(NamedTuple):
    """One line of a template: what to do, where it stands, on how many pages, and its key.

    ``act``: ``delete`` or ``report``; ``place``: ``head`` (before the first paragraph), ``tail`` (behind the last one),
    ``any``, or ``between``: what varies between the lines ``key`` and ``until``, at the tail.
    """

    act: Literal["delete", "report"]
    place: Literal["head", "tail", "any", "between"]
    pages: int
    key: str
    until: str = ""


class SiteTemplates:
    r"""The template lines of sites, and hosts that stand in mid-sentence at several of them.

    >>> templates = SiteTemplates.parse("# profile of sites, format 1\n\n[site quay.example]\ndelete\ttail\t9\tPrint\n")
    >>> templates.of("quay.example")["Print"].place
    'tail'
    """

    def __init__(
        self, sites: Mapping[str, Iterable[Proposal]] | None = None, hosts: Mapping[str, int] | None = None
    ) -> None:
        self.sites = {site: tuple(proposals) for site, proposals in (sites or {}).items()}
        self.hosts = dict(hosts or {})
        self._tables: dict[str, dict[str, Proposal]] = {}

    @classmethod
    def propose(cls, profile: CorpusProfile, known: Callable[[str], bool] = lambda line: False) -> SiteTemplates:
        """What a profile makes of its sites; ``known`` tells whether a catalogue has a line."""
        from cleanpress.profile.proposals import propose

        found = {site: propose(profile.outlines(site), site, known) for site in profile.sites()}
        return cls({site: proposals for site, proposals in found.items() if proposals}, dict(profile.hosts()))

    def host_sites(self, host: str) -> int:
        """At how many unrelated sites, of 8 at most, the host stands in mid-sentence; 0 for an unknown one."""
        return self.hosts.get(host) or self.hosts.get(registrable(host) or "", 0)

    def of(self, site: str) -> Mapping[str, Proposal]:
        """The lines of a site by their keys; those of the only site, if the profile has but one and none is named."""
        if site not in self._tables:
            name = site if site in self.sites else registrable(host_of(site)) or site
            if not site and len(self.sites) == 1:
                name = next(iter(self.sites))
            self._tables[site] = {_name(one): one for one in self.sites.get(name, ())}
        return self._tables[site]

    def of_document(self, document: Document) -> Mapping[str, Proposal]:
        """The lines of the site of a document: that of its url, or else a folder in its id that is named as a site."""
        if document.url is None and document.id is not None and len(self.sites) > 1:
            folders = re.split(r"[/\\]", document.id)[:-1]
            return self.of(next((folder for folder in folders if folder in self.sites), ""))
        return self.of(site_of(document.url))

    def text(self) -> str:
        """The profile as a text to be reviewed; the same profile gives the same text."""
        return "\n".join(self._rows()) + "\n"

    def _rows(self) -> Iterator[str]:
        yield _NOTE
        for site, proposals in sorted(self.sites.items()):
            yield f"[site {site}]"
            for act, place, pages, key, until in proposals:
                yield "\t".join(filter(None, (act, place, str(pages), key, until)))
            yield ""
        yield "# Hosts that stand in mid-sentence, and at how many unrelated sites (8: 8 or more)."
        yield "[hosts]"
        for host, sites in sorted(self.hosts.items(), key=lambda item: (-item[1], item[0])):
            yield f"{sites}\t{host}"

    def save(self, path: str | Path) -> None:
        """Write the text to a file, in UTF-8. Raises OSError."""
        from pathlib import Path

        Path(path).write_bytes(self.text().encode("utf-8", "surrogatepass"))

    @classmethod
    def load(cls, path: str | Path) -> SiteTemplates:
        """Read a profile. Raises DataError naming file, line and remedy, OSError when the file cannot be read."""
        from pathlib import Path

        data = Path(path).read_bytes()
        try:
            return cls.parse(data.decode("utf-8", "surrogatepass"))
        except (UnicodeDecodeError, ValueError) as error:
            raise DataError(f"{path}: {error}; make a profile with cleanpress learn") from error

    @classmethod
    def parse(cls, text: str) -> SiteTemplates:
        """Read the text of a profile. Raises ValueError naming the line."""
        if not text.startswith(_NOTE.partition("\n")[0]):
            raise ValueError("its first line does not say that it is a profile")
        sites: dict[str, list[Proposal]] = {}
        hosts: dict[str, int] = {}
        rows: list[Proposal] | None = None
        for number, row in enumerate(text.split("\n"), 1):
            line = row.rstrip("\r")
            if not line.strip() or line.startswith("#"):
                continue
            try:
                if line.startswith("[site ") and line.endswith("]"):
                    rows = sites.setdefault(line[6:-1], [])
                elif line == "[hosts]":
                    rows = None
                elif rows is None:
                    count, host = line.split("\t")
                    hosts[host] = int(count)
                else:
                    rows.append(_proposal(line.split("\t")))
            except ValueError as error:
                raise ValueError(f"line {number}: {error}") from None
        return cls(sites, hosts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SiteTemplates) and (self.sites, self.hosts) == (other.sites, other.hosts)

    def __hash__(self) -> int:
        return hash((tuple(sorted(self.sites.items())), tuple(sorted(self.hosts.items()))))

    def __reduce__(self) -> tuple[Any, ...]:
        return SiteTemplates, (self.sites, self.hosts)


def _name(proposal: Proposal) -> str:
    """What a proposal is looked up by."""
    return f"{proposal.key}\t" if proposal.place == "between" else proposal.key


def _proposal(parts: list[str]) -> Proposal:
    if len(parts) not in (4, 5) or parts[0] not in _ACTS or parts[1] not in _PLACES:
        raise ValueError("not 'delete' or 'report', a place, a number and a line with tabs between them")
    if (len(parts) == 5) != (parts[1] == "between"):
        raise ValueError("'between', and nothing else, has two lines")
    act, place, pages, key, *until = parts
    return Proposal(cast("Any", act), cast("Any", place), int(pages), key, *until)
