"""What a run found, in numbers that add up over parts: by rule, language and site, hosts removed, records skipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from cleanpress.hosts import host_of, public_suffix, registrable
from cleanpress.integrations.counts import counts
from cleanpress.result import Result

__all__ = ["Tally"]

_KEPT = 10_000
"""Sites and hosts that are kept when there are more than twice as many: the ones with the highest counts."""
_MESSAGES = 20
"""Messages on skipped records that are kept; all of them are counted."""


@dataclass
class Tally:
    """Counts of one part, or of many added up. Sites and hosts beyond 20,000 are cut to the top 10,000.

    >>> from cleanpress import Document, Pipeline
    >>> tally = Tally()
    >>> tally.count(Pipeline.default().run(Document("Two  spaces.", language="en")))
    >>> tally.total["edits"], tally.languages["en"]
    (1, Counter({'documents': 1, 'changed': 1, 'edits': 1}))
    """

    total: Counter[str] = field(default_factory=Counter)
    """``documents``, ``changed``, ``edits``, ``suspects``, ``flagged``, ``notices``, ``skipped``, ``bytes`` read."""
    rules: Counter[str] = field(default_factory=Counter)
    suspects: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    languages: dict[str, Counter[str]] = field(default_factory=dict)
    sites: dict[str, Counter[str]] = field(default_factory=dict)
    """By registrable domain of the documents' addresses; only sites with something found."""
    hosts: Counter[str] = field(default_factory=Counter)
    """Hosts that were removed, with the number of removals."""
    skipped: list[str] = field(default_factory=list)
    """The first messages on records that could not be read."""

    def count(self, result: Result) -> None:
        """Count one cleaned document; its language and url say where."""
        if not (result.changed or result.withheld or result.flags or result.notice):  # most: made short
            self.total["documents"] += 1
            if result.document.language:
                self.languages.setdefault(result.document.language, Counter())["documents"] += 1
            return
        found = counts(result)
        short = Counter({key: found[key] for key in ("documents", "changed", "edits") if key in found})
        for key, number in found.items():
            family, _, rule = key.partition("/")
            if rule:
                {"edits": self.rules, "suspects": self.suspects, "flags": self.flags}[family][rule] += number
            else:
                self.total[key] += number
        document = result.document
        if document.language:
            self.languages.setdefault(document.language, Counter()).update(short)
        if len(found) > 1 and document.url:
            host = host_of(document.url)
            self.sites.setdefault(registrable(host) or host, Counter()).update(short)
        for edit in result.edits:
            if edit.rule.startswith("links/"):
                host = _first_host(document.text[edit.start : edit.end])
                if host:
                    self.hosts[host] += 1
        self._cut()

    def skip(self, message: str) -> None:
        """Count one record that could not be read and stays as it is."""
        self.total["skipped"] += 1
        if len(self.skipped) < _MESSAGES:
            self.skipped.append(message)

    def add(self, other: Tally) -> None:
        """Add the counts of another tally."""
        for name in ("total", "rules", "suspects", "flags", "hosts"):
            getattr(self, name).update(getattr(other, name))
        for name in ("languages", "sites"):
            table = getattr(self, name)
            for key, numbers in getattr(other, name).items():
                table.setdefault(key, Counter()).update(numbers)
        self.skipped += other.skipped[: _MESSAGES - len(self.skipped)]
        self._cut()

    def _cut(self) -> None:
        if len(self.hosts) > 2 * _KEPT:
            self.hosts = Counter(dict(self.hosts.most_common(_KEPT)))
        if len(self.sites) > 2 * _KEPT:
            ranked = sorted(self.sites.items(), key=lambda item: (-item[1]["edits"], item[0]))
            self.sites = dict(ranked[:_KEPT])

    def to_dict(self) -> dict[str, Any]:
        """The tally as plain JSON types, each table with the highest counts first."""
        return {
            "total": dict(self.total),
            "rules": _ranked(self.rules),
            "suspects": _ranked(self.suspects),
            "flags": _ranked(self.flags),
            "languages": _ranked_tables(self.languages),
            "sites": _ranked_tables(self.sites),
            "hosts": _ranked(self.hosts),
            "skipped": list(self.skipped),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Tally:
        """The tally that :meth:`to_dict` wrote."""
        made = cls()
        for each in fields(cls):
            value = data[each.name]
            if each.name in ("languages", "sites"):
                setattr(made, each.name, {key: Counter(numbers) for key, numbers in value.items()})
            else:
                setattr(made, each.name, list(value) if each.name == "skipped" else Counter(value))
        return made


def _ranked(table: Counter[str]) -> dict[str, int]:
    return dict(sorted(table.items(), key=lambda item: (-item[1], item[0])))


def _ranked_tables(tables: dict[str, Counter[str]]) -> dict[str, dict[str, int]]:
    ranked = sorted(tables.items(), key=lambda item: (-item[1]["edits"], -item[1]["documents"], item[0]))
    return {key: dict(numbers) for key, numbers in ranked}


def _first_host(text: str) -> str:
    """The first word of a removed piece that is a host, or none."""
    for word in text.split():
        host = host_of(word.strip(".,;:!?()[]<>\"'"))
        if "." in host and public_suffix(host):
            return host
    return ""
