"""Reports of what was changed and why: lines for people, JSON for programs.

Both count in code points of the input as decoded from UTF-8, of which a byte order mark is the first.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleanpress import __version__
from cleanpress.cli.console import escaped, plain_name, quoted, shown_name
from cleanpress.cli.findings import Lines, byte_offsets
from cleanpress.errors import CleanpressError

if TYPE_CHECKING:
    from cleanpress.cli.inputs import Cleaned
    from cleanpress.edits import Edit
    from cleanpress.result import Result

__all__ = ["check_path", "is_report", "report_lines", "save_bytes", "save_json", "write_json"]


_HEAD = 4096
"""Bytes in which a report has told its first finding."""


def report_lines(item: Cleaned, *, suspects: bool = True) -> Iterator[str]:
    """One line for each flag and each edit, made or (with ``suspects``) only suspected, in the order of the text."""
    source, result = item.source, item.result
    for flag in result.flags:
        yield (
            f"{source.shown}: {escaped(flag.rule)}: flag: {escaped(flag.reason)}; left as it is "
            f"(confidence {flag.confidence:.2f})"
        )
    text = result.document.source
    lines = Lines(source.text)
    told = [(edit, "") for edit in result.edits]
    if suspects:
        told += [(edit, f"suspect ({_fate(edit, result)}): ") for edit in result.withheld]
    told.sort(key=lambda pair: (pair[0].start, pair[0].end))
    for edit, mark in told:
        line, column = lines.position(edit.start + source.lead)
        what = quoted(text[edit.start : edit.end])
        if edit.replacement:
            what += f" -> {quoted(edit.replacement)}"
        yield (
            f"{source.shown}:{line}:{column}: {escaped(edit.rule)}: {mark}{what}: "
            f"{escaped(edit.reason)} (confidence {edit.confidence:.2f})"
        )


def _fate(edit: Edit, result: Result) -> str:
    """What became of the text of an edit that was not made: another edit may have taken it."""
    start, end = result.offsets.span_to_clean(edit.start, edit.end)
    same = result.text[start:end] == result.document.source[edit.start : edit.end]
    return "kept" if same else "changed by another edit"


def check_path(path: str, inputs: Iterable[str]) -> None:
    """Refuse a report that would replace an input, or land in the middle of the output.

    Raises CleanpressError naming the file.
    """
    target = Path(path)
    if not target.exists():
        return
    problem = ""
    if target.is_dir():
        problem = "is a folder"
    elif any(Path(name).exists() and target.samefile(name) for name in inputs):
        problem = "is an input, which the report would replace"
    elif _is_output(target.stat()):
        problem = "is standard output, which is for the text"
    if problem:
        raise CleanpressError(f"{shown_name(path)}: {problem}; name another file for the report")


def is_report(path: str, filters: Iterable[str]) -> bool:
    """Whether a file that is there holds what a run with these filters, by id, tells: findings, a diff or nothing.

    Somebody's page, named by mistake, is none of these. What cannot be read is no report.
    """
    try:
        if not os.path.isfile(path):
            return False
        with open(path, "rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    rule = rb"(?<![\w/-])(?:html|%b)/[a-z]" % b"|".join(re.escape(name.encode()) for name in filters)
    told = (
        rb"\s*(?:\[\s*\]\s*)?\Z",
        rb"--- [^\n]*\n\+\+\+ ",
        rb"(?:\[\n)?[^\n]*?" + rule,
        rb'\{"(?:\$schema|version|source)": [^\n]*"(?:runs|diagnostics|files)": [\[{]',
    )
    return any(re.match(pattern, head) for pattern in told)


def _is_output(target: os.stat_result) -> bool:
    """Whether this is the file or pipe behind standard output; terminals and /dev/null may serve twice."""
    if sys.stdout is None or stat.S_ISCHR(target.st_mode):
        return False
    return os.path.samestat(target, os.fstat(sys.stdout.fileno()))


def write_json(path: str, cleaned: Sequence[Cleaned]) -> None:
    """Write the report of all inputs as one JSON document; raises what :func:`save_json` raises."""
    save_json(path, {"version": __version__, "files": [_file_entry(item) for item in cleaned]})


def save_json(path: str, document: dict[str, Any]) -> None:
    """Write one JSON document, in ASCII; raises what :func:`save_bytes` raises."""
    import json

    save_bytes(path, [json.dumps(document).encode("ascii") + b"\n"])


def _file_entry(item: Cleaned) -> dict[str, Any]:
    source, result = item.source, item.result
    lines = Lines(source.text)
    both = (*result.edits, *result.withheld)
    offsets = (n + source.lead for edit in both for n in (edit.start, edit.end))
    in_bytes = byte_offsets(source.text, offsets, source.file.encoding)

    def entry(edit: Edit) -> dict[str, Any]:
        start, end = edit.start + source.lead, edit.end + source.lead
        line, column = lines.position(start)
        return {
            "start": start,
            "end": end,
            "byte_start": in_bytes[start],
            "byte_end": in_bytes[end],
            "line": line,
            "column": column,
            "source": source.text[start:end],
            "replacement": edit.replacement,
            "rule": edit.rule,
            "reason": edit.reason,
            "confidence": round(edit.confidence, 4),
        }

    return {
        "file": plain_name(source.name),
        "changed": result.changed,
        "notice": result.notice,
        "flags": [flag.to_dict() for flag in result.flags],
        "edits": [entry(edit) for edit in result.edits],
        "withheld": [entry(edit) for edit in result.withheld],
    }


def save_bytes(path: str, chunks: Iterable[bytes]) -> None:
    """Put bytes under a path, whole or not at all; a pipe or a device is written to, never replaced.

    Raises CleanpressError naming the file when it cannot be written.
    """
    from cleanpress.files.writing import stage

    target = Path(path)
    if target.exists() and not target.is_file():
        with target.open("wb") as stream:
            stream.writelines(chunks)
        return
    with stage(path) as staged:
        staged.file.writelines(chunks)
        staged.publish()
