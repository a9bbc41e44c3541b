"""Formats of review tools: GitLab's code quality report, and reviewdog's diagnostics."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from cleanpress.cli.console import path_name
from cleanpress.cli.findings import Finding, Place
from cleanpress.cli.formats.lines import message
from cleanpress.cli.formats.plain_json import array

__all__ = ["gitlab", "rdjson"]


def gitlab(findings: Iterable[Finding]) -> Iterator[str]:
    """An array of code quality issues; the fingerprints tell a moved finding from a new one."""
    return array(map(_issue, findings))


def _issue(finding: Finding) -> dict[str, Any]:
    path = path_name(finding.source.name)
    place = finding.place
    line, column = (place.line, place.column) if place is not None else (1, 1)
    end = {"line": place.end_line, "column": place.end_column} if place is not None else {"line": 1, "column": 1}
    return {
        "description": f"{finding.rule}: {message(finding)}",
        "check_name": finding.rule,
        "fingerprint": _of_file(path, finding.fingerprint),
        "severity": "minor",
        "location": {
            "path": path,
            "lines": {"begin": line, "end": end["line"]},
            "positions": {"begin": {"line": line, "column": column}, "end": end},
        },
    }


def _of_file(path: str, fingerprint: str) -> str:
    """A fingerprint that differs from those of other files, as the format wants it."""
    import hashlib

    return hashlib.sha256(f"{path}\n{fingerprint}".encode("utf-8", "surrogateescape")).hexdigest()[:32]


def rdjson(findings: Iterable[Finding]) -> Iterator[str]:
    """A result of diagnostics; its columns count bytes of UTF-8, and its suggestions can be applied."""
    source = {"name": "cleanpress"}
    yield f'{{"source": {json.dumps(source)}, "severity": "WARNING", "diagnostics": '
    yield from array(map(_diagnostic, findings))
    yield "}\n"


def _diagnostic(finding: Finding) -> dict[str, Any]:
    place, fix = finding.place, finding.fix
    location: dict[str, Any] = {"path": path_name(finding.source.name)}
    found: dict[str, Any] = {"message": message(finding), "location": location, "code": {"value": finding.rule}}
    if place is not None:
        location["range"] = _range(place)
    if fix is not None:
        found["suggestions"] = [{"range": _range(fix.place), "text": fix.text}]
    return found


def _range(place: Place) -> dict[str, Any]:
    return {
        "start": {"line": place.line, "column": place.byte_column},
        "end": {"line": place.end_line, "column": place.end_byte_column},
    }
