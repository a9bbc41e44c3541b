"""Findings that are known: a file of fingerprints, so that a check tells only what is new."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cleanpress.cli.console import plain_name
from cleanpress.cli.findings import Finding
from cleanpress.errors import DataError

__all__ = ["Baseline", "baseline_entries"]

_VERSION = 1


class Baseline:
    """What a baseline file knows: of each file, how many findings of each fingerprint.

    Raises DataError naming the file when it cannot be read or is no baseline.
    """

    def __init__(self, path: str) -> None:
        self._folder = os.path.dirname(os.path.abspath(path))
        self._left: dict[str, Counter[str]] = {}
        for name, entries in _read(path).items():
            self._left[name] = Counter({entry["fingerprint"]: entry["count"] for entry in entries})

    def unknown(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that are not known; each one known is used up."""
        for finding in findings:
            left = self._left.get(_relative(finding.source.name, self._folder))
            mark = _bare(finding)
            if left is not None and left[mark] > 0:
                left[mark] -= 1
            else:
                yield finding


def baseline_entries(findings: Iterable[Finding], path: str) -> dict[str, Any]:
    """What a baseline file at this path holds; the names of files are relative to its folder."""
    folder = os.path.dirname(os.path.abspath(path))
    files: dict[str, dict[tuple[str, str], int]] = {}
    for finding in findings:
        table = files.setdefault(_relative(finding.source.name, folder), {})
        key = finding.rule, _bare(finding)
        table[key] = table.get(key, 0) + 1
    listed = {
        name: [{"rule": rule, "fingerprint": mark, "count": count} for (rule, mark), count in sorted(table.items())]
        for name, table in sorted(files.items())
    }
    return {"version": _VERSION, "files": listed}


def _bare(finding: Finding) -> str:
    """The fingerprint without the number that tells apart those that are alike: they are counted here."""
    return finding.fingerprint.partition("-")[0]


def _relative(name: str, folder: str) -> str:
    """The name of a file for the baseline: with slashes, the same from wherever the check is run."""
    if name == "<stdin>":
        return name
    try:
        relative = os.path.relpath(os.path.abspath(name), folder)
    except ValueError:  # another drive
        relative = os.path.abspath(name)
    return plain_name(relative).replace(os.sep, "/")


def _read(path: str) -> dict[str, Any]:
    try:
        content = json.loads(Path(path).read_bytes())
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); write it with --write-baseline") from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path}: no JSON ({error}); write it anew with --write-baseline") from error
    if not isinstance(content, dict) or content.get("version") != _VERSION or not _well_formed(content.get("files")):
        raise DataError(f"{path}: not a baseline of this version; write it anew with --write-baseline")
    files: dict[str, Any] = content["files"]
    return files


def _well_formed(files: object) -> bool:
    if not isinstance(files, dict):
        return False
    return all(
        isinstance(entries, list)
        and all(
            isinstance(e, dict) and isinstance(e.get("fingerprint"), str) and type(e.get("count")) is int
            for e in entries
        )
        for entries in files.values()
    )
