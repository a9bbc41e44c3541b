"""Reports of what was changed and why: lines for people, JSON for programs.

Both count in code points of the input as decoded from UTF-8, of which a byte order mark is the first.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleanpress import __version__
from cleanpress.cli.console import escaped, plain_name, quoted, shown_name
from cleanpress.errors import CleanpressError

if TYPE_CHECKING:
    from cleanpress.cli.cleaning import Cleaned
    from cleanpress.edits import Edit
    from cleanpress.result import Result

__all__ = ["check_path", "report_lines", "save_json", "write_json"]

_LINE_END = re.compile("\r\n?|\n")


class _Lines:
    """Where the lines of a text begin, counted as editors do: LF, CR LF and CR end a line."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a code-point offset, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def report_lines(item: Cleaned, *, suspects: bool = True) -> Iterator[str]:
    """One line for each flag and each edit, made or (with ``suspects``) only suspected, in the order of the text."""
    source, result = item.source, item.result
    for flag in result.flags:
        yield (
            f"{source.shown}: {escaped(flag.rule)}: flag: {escaped(flag.reason)}; left as it is "
            f"(confidence {flag.confidence:.2f})"
        )
    text = result.document.source
    lines = _Lines(source.text)
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


def _is_output(target: os.stat_result) -> bool:
    """Whether this is the file or pipe behind standard output; terminals and /dev/null may serve twice."""
    if sys.stdout is None or stat.S_ISCHR(target.st_mode):
        return False
    return os.path.samestat(target, os.fstat(sys.stdout.fileno()))


def write_json(path: str, cleaned: Sequence[Cleaned]) -> None:
    """Write the report of all inputs as one JSON document; raises what :func:`save_json` raises."""
    save_json(path, {"version": __version__, "files": [_file_entry(item) for item in cleaned]})


def save_json(path: str, document: dict[str, Any]) -> None:
    """Write one JSON document, in ASCII, whole or not at all.

    Raises CleanpressError naming the file when it cannot be written.
    """
    import json

    try:
        _replace(path, json.dumps(document).encode("ascii") + b"\n")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CleanpressError(
            f"{shown_name(path)}: the report cannot be written ({error.strerror}); name another file"
        ) from error


def _file_entry(item: Cleaned) -> dict[str, Any]:
    source, result = item.source, item.result
    lines = _Lines(source.text)
    both = (*result.edits, *result.withheld)
    in_bytes = _byte_offsets(source.text, (n + source.lead for edit in both for n in (edit.start, edit.end)))

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


def _byte_offsets(text: str, offsets: Iterable[int]) -> dict[int, int]:
    """The byte offset, in UTF-8, of each of these code-point offsets; one walk over the text."""
    found = {}
    position = size = 0
    for offset in sorted(set(offsets)):
        size += len(text[position:offset].encode())
        position = offset
        found[offset] = size
    return found


def _replace(path: str, data: bytes) -> None:
    """Put the data under the path in one step; a pipe or a device is written to, never replaced."""
    target = Path(path)
    mode = target.stat().st_mode if target.exists() else None
    if mode is not None and not stat.S_ISREG(mode):
        with target.open("wb") as stream:
            stream.write(data)
        return
    target = Path(os.path.realpath(target))  # a link stays a link
    temporary = target.with_name(f".cleanpress-{os.urandom(8).hex()}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(stat.S_IMODE(mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
