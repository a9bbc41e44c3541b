"""Findings as a log of SARIF 2.1.0, which code scanning services read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from cleanpress import __version__
from cleanpress.cli.console import path_name
from cleanpress.cli.findings import Finding, Place
from cleanpress.cli.formats.lines import message
from cleanpress.cli.formats.plain_json import array

__all__ = ["sarif"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SPECIAL = re.compile(r"[\[\]\\]|([{}])")
"""What a message has to escape: brackets make links, braces placeholders."""


def sarif(findings: Iterable[Finding]) -> Iterator[str]:
    """One run; its columns count code points, its fixes can be applied."""
    rules: dict[str, int] = {}
    yield f'{{"$schema": {json.dumps(_SCHEMA)}, "version": "2.1.0", "runs": [{{"results": '
    yield from array(_result(finding, rules.setdefault(finding.rule, len(rules))) for finding in findings)
    driver = {"name": "cleanpress", "version": __version__, "rules": _described(rules)}
    yield f', "columnKind": "unicodeCodePoints", "tool": {{"driver": {json.dumps(driver)}}}}}]}}\n'


def _described(names: Iterable[str]) -> list[dict[str, Any]]:
    from cleanpress.filters import BUILTIN

    known = {rule.id: rule for make in BUILTIN.values() for rule in make.rules()}
    rules = []
    for name in names:
        entry: dict[str, Any] = {"id": name}
        if name in known:
            entry["shortDescription"] = {"text": known[name].summary}
            entry["fullDescription"] = {"text": " ".join(known[name].explanation.split())}
        rules.append(entry)
    return rules


def _result(finding: Finding, index: int) -> dict[str, Any]:
    # A bad byte of a name goes as it is: an address names bytes.
    address = quote(path_name(finding.source.name).encode("utf-8", "surrogateescape"), safe="/")
    location: dict[str, Any] = {"artifactLocation": {"uri": address}}
    found: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": "warning",
        "message": {
            "text": _SPECIAL.sub(lambda found: found[1] * 2 if found[1] else f"\\{found[0]}", message(finding))
        },
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"cleanpress/v1": finding.fingerprint},
        "properties": {"confidence": round(finding.confidence, 4)},
    }
    if finding.place is not None:
        location["region"] = _region(finding.place)
    if finding.fix is not None:
        replacement: dict[str, Any] = {"deletedRegion": _region(finding.fix.place)}
        if finding.fix.text:
            replacement["insertedContent"] = {"text": finding.fix.text}
        change = {"artifactLocation": {"uri": address}, "replacements": [replacement]}
        found["fixes"] = [{"description": {"text": "make the edit"}, "artifactChanges": [change]}]
    return found


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "charOffset": place.start,
        "charLength": place.end - place.start,
        "byteOffset": place.byte_start,
        "byteLength": place.byte_end - place.byte_start,
    }
