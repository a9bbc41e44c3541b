"""Findings as JSON: one array, or one object a line. ASCII only, so nothing in it acts on a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from cleanpress.cli.console import path_name
from cleanpress.cli.findings import Finding

__all__ = ["array", "dumps", "json_array", "json_lines", "record"]


def dumps(value: Any) -> str:
    """A value as JSON in ASCII, on one line. A doubled number sign is broken up: build logs may act on ``##[``."""
    return json.dumps(value).replace("##", r"#\u0023")


def record(finding: Finding) -> dict[str, Any]:
    """A finding as plain JSON types; the place is left out of a flag."""
    place = finding.place
    found: dict[str, Any] = {
        "file": path_name(finding.source.name),
        "rule": finding.rule,
        "reason": finding.reason,
        "confidence": round(finding.confidence, 4),
        "fingerprint": finding.fingerprint,
        "kind": "flag" if place is None else "edit",
    }
    if place is not None and finding.fix is not None:
        found |= {
            "line": place.line,
            "column": place.column,
            "end_line": place.end_line,
            "end_column": place.end_column,
            "start": place.start,
            "end": place.end,
            "byte_start": place.byte_start,
            "byte_end": place.byte_end,
            "source": finding.text,
            "replacement": finding.replacement,
            "fix": {"start": finding.fix.place.start, "end": finding.fix.place.end, "text": finding.fix.text},
        }
    return found


def array(entries: Iterable[Any]) -> Iterator[str]:
    """A JSON array, an entry a line.

    >>> "".join(array([{"a": 1}, 2]))
    '[\\n{"a": 1},\\n2\\n]\\n'
    """
    yield "["
    first = True
    for entry in entries:
        yield ("\n" if first else ",\n") + dumps(entry)
        first = False
    yield "]\n" if first else "\n]\n"


def json_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """One object a line."""
    for finding in findings:
        yield dumps(record(finding)) + "\n"


def json_array(findings: Iterable[Finding]) -> Iterator[str]:
    """One array."""
    return array(map(record, findings))
