"""Formats for people and build logs: one line a finding, the line with a mark below it, GitHub's annotations."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from cleanpress.cli.console import escaped, path_name, quoted
from cleanpress.cli.findings import Finding, Place

__all__ = ["concise", "full", "github", "message"]

_BEFORE, _WIDTH = 50, 100
"""Code points of a line that are shown before a finding, and in all."""


def message(finding: Finding) -> str:
    """What was found and why, escaped; without place and rule.

    The excerpt stands in quotation marks behind other text, so that no table program takes it for a formula.
    """
    if finding.place is None:
        return f"flag: {escaped(finding.reason)}; left as it is (confidence {finding.confidence:.2f})"
    what = quoted(finding.text)
    if finding.replacement:
        what += f" -> {quoted(finding.replacement)}"
    return f"{what}: {escaped(finding.reason)} (confidence {finding.confidence:.2f})"


def concise(findings: Iterable[Finding]) -> Iterator[str]:
    """One line for each finding: file, line, column, rule, text, reason, confidence."""
    return map(_line, findings)


def full(findings: Iterable[Finding]) -> Iterator[str]:
    """The line of ``concise``, and below it the place in its line, marked."""
    for finding in findings:
        yield _line(finding)
        if finding.place is not None:
            yield _excerpt(finding.source.text, finding.before, finding.place)


def github(findings: Iterable[Finding]) -> Iterator[str]:
    """Commands of GitHub's runner, which become annotations of the files."""
    for finding in findings:
        place = finding.place
        where = {"title": f"cleanpress ({finding.rule})", "file": path_name(finding.source.name)}
        if place is not None:
            where |= {"line": str(place.line), "col": str(place.column)}
            where |= {"endLine": str(place.end_line), "endColumn": str(place.end_column)}
        properties = ",".join(f"{key}={_property(value)}" for key, value in where.items())
        yield f"::error {properties}::{_data(f'{finding.rule}: {message(finding)}')}\n"


def _line(finding: Finding) -> str:
    place = finding.place
    where = f":{place.line}:{place.column}" if place is not None else ""
    return f"{finding.source.shown}{where}: {escaped(finding.rule)}: {message(finding)}\n"


def _excerpt(text: str, origin: int, place: Place) -> str:
    """A line of a text, before which so many code points stand, cut to what is near the place, with a mark below it."""
    start = place.start - origin
    begin = start - place.column + 1
    left = max(begin, start - _BEFORE)
    right = min(_end_of_line(text, start), left + _WIDTH)
    middle = max(start, min(place.end - origin, right))
    before, marked = escaped(text[left:start]), escaped(text[start:middle])
    before = "..." * (left > begin) + before
    margin = " " * len(str(place.line))
    return (
        f"{margin} |\n{place.line} | {before}{marked}{escaped(text[middle:right])}\n"
        f"{margin} | {' ' * _columns(before)}{'^' * max(1, _columns(marked))}\n"
    )


def _end_of_line(text: str, at: int) -> int:
    ends = [end for end in (text.find("\n", at), text.find("\r", at)) if end >= 0]
    return min(ends, default=len(text))


def _columns(text: str) -> int:
    """How many columns of a terminal an escaped text takes."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def _data(text: str) -> str:
    """A value behind the second ``::``; what it needs escaped is written as its runner reads it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    """A value of a property: one line, and no sign that ends it."""
    safe = _data(value.encode("utf-8", "replace").decode())
    return escaped(safe.replace(":", "%3A").replace(",", "%2C"))
