"""Host names: syntax, public suffix, registrable domain. From a bundled list, never the network."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

__all__ = ["Suffixes", "covers", "host_of", "public_suffix", "registrable", "suffixes"]


_WILD = re.compile(r"\n\*\.(.+)")
_EXCEPTION = re.compile(r"\n!(.+)")
_TLD = re.compile(r"\n([^!*./\n]++)(?=\n)")


class Suffixes:
    """The rules of the public suffix list (publicsuffix.org, MPL-2.0), each kind made ready when it is asked for."""

    def __init__(self, lines: str) -> None:
        self._lines = f"\n{lines.strip()}\n"

    @cached_property
    def wild(self) -> frozenset[str]:
        """What stands behind the asterisk of a rule such as ``*.ck``."""
        return frozenset(_WILD.findall(self._lines))

    @cached_property
    def exceptions(self) -> frozenset[str]:
        """Hosts below such a rule that are no suffixes."""
        return frozenset(_EXCEPTION.findall(self._lines))

    @cached_property
    def exact(self) -> frozenset[str]:
        """The other rules; comments stand among them, which are no names of hosts."""
        return frozenset(self._lines.strip().split("\n"))

    @cached_property
    def tlds(self) -> frozenset[str]:
        """Top-level domains."""
        return frozenset(_TLD.findall(self._lines)).union(rule.rpartition(".")[2] for rule in self.wild)


@lru_cache(maxsize=1)
def suffixes() -> Suffixes:
    """The bundled list, read when a host is first looked at."""
    from cleanpress.data import FOLDER

    with open(f"{FOLDER}/hosts/public_suffixes.txt", encoding="utf-8", newline="\n") as file:
        return Suffixes(file.read())


@lru_cache(maxsize=4096)
def public_suffix(host: str) -> str | None:
    """The public suffix of a lower-case host, by the longest matching rule; None if its end is no known suffix.

    >>> public_suffix("www.bbc.co.uk"), public_suffix("setup.exe")
    ('co.uk', None)
    """
    rules = suffixes()
    labels = host.split(".")
    for first in range(len(labels)):
        candidate = ".".join(labels[first:])
        if candidate in rules.exceptions:
            return ".".join(labels[first + 1 :])
        if candidate in rules.exact:
            return candidate
        if first + 1 < len(labels) and ".".join(labels[first + 1 :]) in rules.wild:
            return candidate
    return None


def registrable(host: str) -> str | None:
    """The registrable domain of a lower-case host: one label and its public suffix; None without either.

    >>> registrable("news.bbc.co.uk"), registrable("co.uk")
    ('bbc.co.uk', None)
    """
    suffix = public_suffix(host)
    if suffix is None or host == suffix:
        return None
    label = host[: -len(suffix) - 1].rpartition(".")[2]
    return f"{label}.{suffix}" if label else None


def host_of(url: str) -> str:
    """The lower-case host of a URL or of a bare host with path; empty when there is none.

    >>> host_of("https://www.Kompas.com:443/a?b"), host_of("kompas.com/a")
    ('www.kompas.com', 'kompas.com')
    """
    scheme, mark, behind = url.partition("://")
    rest = behind if mark and scheme.isalnum() else url
    for end in "/?#":
        rest = rest.partition(end)[0]
    return rest.rpartition("@")[2].partition(":")[0].strip(".").lower()


def covers(listed: str, host: str) -> bool:
    """Whether a listed host means this one: the same, or a parent of it.

    >>> covers("kompas.com", "tekno.kompas.com"), covers("pas.com", "kompas.com")
    (True, False)
    """
    return host == listed or host.endswith("." + listed)
