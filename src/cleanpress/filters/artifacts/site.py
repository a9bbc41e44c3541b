"""Lines that the template of a site prints, by a profile of the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cleanpress.document import Document, Line
from cleanpress.filters.artifacts.context import CONFIRMED, CUT, REPORTED, Verdict
from cleanpress.filters.artifacts.match import Found
from cleanpress.filters.artifacts.mention import Code
from cleanpress.filters.base import Rule
from cleanpress.lexicon import Entry, PhraseRule
from cleanpress.profile import Proposal
from cleanpress.profile.lines import is_prose_key, keys

__all__ = ["RULES", "site_verdicts", "united"]

TEMPLATE, REPEATED = "artifacts/site/template", "artifacts/site/repeated"

RULES = (
    Rule(
        TEMPLATE,
        "text that the site prints on its pages",
        "Cut where a profile of the site lists the line to be deleted and the line stands in its place: before the "
        "first paragraph, behind the last one, or between two lines of the foot.",
    ),
    Rule(
        REPEATED,
        "a line that repeats across the pages of the site",
        "Reported, not cut: a profile of the site lists the line, and nothing but its repetition speaks against it.",
    ),
)

MOST_BETWEEN = 12
"""Lines that may stand between two lines of the foot."""


class _Row(NamedTuple):
    line: Line
    key: str
    proposal: Proposal | None


def site_verdicts(doc: Document, table: Mapping[str, Proposal]) -> list[Verdict]:
    """The lines of a document that a profile lists, those out of their place left out."""
    lines = [line for line in doc.lines if line.text.strip()]
    found = [_Row(line, key, table.get(key)) for line, key in zip(lines, _keys(lines), strict=True)]
    if not any(row.proposal for row in found):
        return []
    code = Code(doc.text)
    return [
        _verdict(found[at], proposal)
        for at, proposal in sorted(_placed(found, table).items())
        if found[at].line.start not in code
    ]


def _keys(lines: Sequence[Line]) -> list[str]:
    return keys([line.text.strip() for line in lines])


def _placed(rows: Sequence[_Row], table: Mapping[str, Proposal]) -> dict[int, Proposal]:
    """The rows that are in the place of their line, and what varies between two of them."""
    own = [at for at, row in enumerate(rows) if is_prose_key(row.key) and not _goes(row.proposal)]
    start, stop = (own[0], own[-1] + 1) if own else _edges(rows)
    found: dict[int, Proposal] = {}
    for at, row in enumerate(rows):
        place = row.proposal.place if row.proposal else ""
        if row.proposal and (place == "any" or (place == "head" and at < start) or (place == "tail" and at >= stop)):
            found[at] = row.proposal
    for at, proposal in list(found.items()):
        varying = table.get(f"{proposal.key}\t") if at >= stop else None
        if varying is not None and _goes(varying):
            rest = [row.key for row in rows[at + 1 : at + 2 + MOST_BETWEEN]]
            if varying.until in rest:
                for between in range(at + 1, at + 1 + rest.index(varying.until)):
                    if not _goes(found.get(between)):
                        found[between] = varying
    return found


def _edges(rows: Sequence[_Row]) -> tuple[int, int]:
    """In a text without paragraphs: where the listed lines at its beginning end, and those at its end begin."""
    listed = [row.proposal is not None and _goes(row.proposal) for row in rows]
    first = listed.index(False) if False in listed else len(rows)
    last = len(rows) - listed[::-1].index(False) if False in listed else 0
    return first, last


def _goes(proposal: Proposal | None) -> bool:
    return proposal is not None and proposal.act == "delete"


def _verdict(row: _Row, proposal: Proposal) -> Verdict:
    goes = _goes(proposal)
    site = f"the template of the site (in its profile on {proposal.pages} pages)"
    rule = PhraseRule(TEMPLATE if goes else REPEATED, site, (row.key,))
    found = Found(row.line.start, row.line.end, Entry(rule, row.key, False), True)
    return Verdict(found, CONFIRMED if goes else REPORTED)


def united(catalogue: Sequence[Verdict], site: Sequence[Verdict]) -> list[Verdict]:
    """Both kinds of verdicts; of two on the same text the one to cut, of two such that of the catalogue."""
    cuts = [one for one in site if one.confidence >= CUT]
    kept = [one for one in catalogue if one.confidence >= CUT or not _overlap(one, cuts)]
    return [*kept, *(one for one in site if not _overlap(one, kept))]


def _overlap(verdict: Verdict, others: Sequence[Verdict]) -> bool:
    found = verdict.found
    return any(one.found.start < found.end and found.start < one.found.end for one in others)
