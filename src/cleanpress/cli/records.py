"""Records on the command line: the texts in fields of JSONL and CSV, to standard output, into a file, or in place."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Literal, TextIO, cast

from cleanpress.cli import console
from cleanpress.errors import CleanpressError, FileError
from cleanpress.files.formats import format_of
from cleanpress.files.records import RecordCleaner, RecordNote, Summary
from cleanpress.files.source import source_of, text_codec

if TYPE_CHECKING:
    from cleanpress.cli.arguments import Arguments
    from cleanpress.cli.inputs import Cleaned
    from cleanpress.cli.settings import Settings
    from cleanpress.files.streams import Reader

__all__ = ["Meter", "filter_records", "fix_records", "inspect_input"]

DONE, FOUND, TROUBLE = 0, 1, 2
_SHOWN = 20
"""Records of a file that are named one by one when they cannot be read; the others are counted."""


def filter_records(args: Arguments, settings: Settings) -> int:
    """Clean the records of files, or of standard input, to standard output or into one file; the exit status.

    1 when a record could not be read; it was passed through. Raises CleanpressError when options, settings or a file
    are wrong; what came before is written by then, but a file that was named for the output is not.
    """
    _refuse_reports(args, "say --diff, or 'cleanpress check'")
    names = args.files or ["-"]
    if args.output_file is not None and (len(names) > 1 or names == ["-"]):
        raise CleanpressError("--output-file takes the records of one named file; redirect standard output instead")
    if args.output_file is None:
        console.output()  # closed: say so before any work is done
    cleaners = [_cleaner(name, args, settings) for name in names]
    if len(names) > 1 and any(cleaner.format == "csv" for cleaner in cleaners):
        raise CleanpressError("several tables do not make one; clean them one by one")
    summaries = []
    for number, (name, cleaner) in enumerate(zip(names, cleaners, strict=True), 1):
        summaries.append(_filter(name, args, cleaner, more=number < len(names)))
    return _status(summaries)


def fix_records(args: Arguments, settings: Settings) -> int:
    """Clean files of records in place; the exit status. What cannot be cleaned is named, the others are cleaned."""
    from cleanpress.files.jobs import clean_record_file

    _refuse_reports(args, "say --diff, or 'cleanpress check', before")
    summaries, troubles = [], 0
    for name in settings.selection.files(args.files):
        try:
            if isinstance(name, FileError):
                raise name
            cleaner = _cleaner(name, args, settings)
            with Meter(name, sys.stderr) as meter:
                notes = _Notes(name, meter)
                summary = clean_record_file(
                    name,
                    None,
                    cleaner,
                    jobs=args.jobs or 1,
                    backup=args.backup,
                    on_note=notes.take,
                    progress=meter.show,
                )
        except FileError as error:
            troubles += 1
            console.say_file_error(error)
            continue
        notes.tell(summary)
        if summary.changed:
            console.write_out([f"{console.shown_name(name)}: {_counted(summary)}\n".encode("utf-8", "replace")])
        summaries.append(summary)
    if troubles:
        return TROUBLE
    changed = args.exit_non_zero_on_fix and any(summary.changed for summary in summaries)
    return FOUND if changed else _status(summaries)


def inspect_input(name: str, args: Arguments, settings: Settings) -> tuple[Cleaned, int]:
    """What cleaning the records of one input would change in the file, and how many of them cannot be read.

    The whole file is held in memory. Raises FileError naming it, the place and the remedy.
    """
    from cleanpress.cli.inputs import Cleaned, Source
    from cleanpress.files.inspecting import inspect_records
    from cleanpress.files.jobs import read_records

    if args.keep_original is not None or args.report_field is not None:
        raise CleanpressError("what is added to records is not shown; leave --keep-original and --report-field out")
    cleaner = _cleaner(name, args, settings)
    data = read_records(name) if name != "-" else read_records(cleaner.path, _standard_input())
    file = source_of(data, cleaner.path, encoding=args.encoding)
    notes = _Notes(cleaner.path)
    result, summary = inspect_records(file, cleaner, on_note=notes.take)
    notes.tell(summary)
    return Cleaned(Source(cleaner.path, "text", file), result), summary.broken


def _refuse_reports(args: Arguments, remedy: str) -> None:
    """Raise CleanpressError for reports on edits: records are cleaned as a stream, edits are not kept."""
    said = args.report or args.report_json or args.output_format or args.statistics
    if said or (args.command == "fix" and args.output_file):
        raise CleanpressError(f"edits of records are not reported while they are cleaned; {remedy}")


def _filter(name: str, args: Arguments, cleaner: RecordCleaner, *, more: bool) -> Summary:
    """Clean the records of one input to where they are asked for; ``more`` inputs may follow."""
    from cleanpress.files import jobs

    with Meter(name, sys.stderr, shared=args.output_file is None) as meter:
        notes = _Notes(cleaner.path, meter)
        if args.output_file is None:
            summary, ended = _print(name, args.jobs or 1, cleaner, notes, meter)
            if more and not ended:
                console.write_out([b"\n"])  # the next record begins a line
        else:
            summary = jobs.clean_record_file(
                name, args.output_file, cleaner, jobs=args.jobs or 1, on_note=notes.take, progress=meter.show
            )
    notes.tell(summary)
    return summary


def _print(name: str, count: int, cleaner: RecordCleaner, notes: _Notes, meter: Meter) -> tuple[Summary, bool]:
    """Clean the records of one input to standard output, block by block; and whether the last line has its end."""
    from cleanpress.files import jobs

    waiting: list[bytes] = []
    last = b"\n"

    def send(done: int = 0, size: int = 0) -> None:
        nonlocal last
        last = next((piece for piece in reversed(waiting) if piece), last)
        console.write_out(waiting)
        waiting.clear()
        meter.show(done, size)

    take = waiting.append
    if name == "-":
        summary = jobs.print_record_stream(_standard_input(), take, cleaner, jobs=count, on_note=notes.take, tick=send)
    else:
        summary = jobs.print_record_file(name, take, cleaner, jobs=count, on_note=notes.take, progress=send)
    send()
    return summary, last.endswith(b"\n")


def _cleaner(name: str, args: Arguments, settings: Settings) -> RecordCleaner:
    """What cleans the records of one input. Raises CleanpressError when the options do not fit it."""
    if name == "-":
        name = args.stdin_filename or "<stdin>"
    fields = tuple(args.field or ())
    encoding = "utf-8" if args.encoding is None else text_codec(name, args.encoding)
    try:
        return RecordCleaner(
            settings.pipeline_without(settings.per_file_ignores.ids(name)),
            fields,
            _format(name, args),
            keep_original=args.keep_original,
            report_field=args.report_field,
            encoding=encoding,
            path=name,
        )
    except ValueError as error:
        raise CleanpressError(str(error)) from error


def _format(name: str, args: Arguments) -> Literal["jsonl", "csv"]:
    if args.format in ("jsonl", "csv"):
        return args.format  # type: ignore[return-value]
    found = format_of(name)
    if found == "jsonl" or found == "csv":
        return found
    raise FileError(name, "format", "is not known to hold records; say --format jsonl or csv, or leave --field out")


def _standard_input() -> Reader:
    if sys.stdin is None:
        raise CleanpressError("standard input is closed; name a file")
    return cast("Reader", sys.stdin.buffer)


def _status(summaries: list[Summary]) -> int:
    return FOUND if any(summary.broken for summary in summaries) else DONE


def _counted(summary: Summary) -> str:
    return f"{summary.changed} of {summary.records} records cleaned"


class _Notes:
    """What is said of the records of one input: the first ones one by one, then how many more."""

    def __init__(self, name: str, meter: Meter | None = None) -> None:
        self._shown = console.shown_name(name)
        self._meter = meter
        self._count = 0

    def take(self, note: RecordNote) -> None:
        """Say it, unless enough was said."""
        self._count += 1
        if self._count <= _SHOWN:
            if self._meter is not None:
                self._meter.clear()
            kind = "warning" if note.broken else "notice"
            console.say(f"cleanpress: {kind}: {self._shown}: record {note.number}: {console.escaped(note.message)}")

    def tell(self, summary: Summary) -> None:
        """Say what is to be said at the end."""
        if self._count > _SHOWN:
            console.say(f"cleanpress: notice: {self._shown}: {self._count - _SHOWN} more records were noticed")
        if summary.broken:
            console.say(f"cleanpress: warning: {self._shown}: {summary.broken} of {summary.records} records not read")
        for field, count in summary.missing.items():
            shown = console.quoted(field)
            console.say(
                f"cleanpress: notice: {self._shown}: {count} of {summary.records} records have no text in {shown}"
            )


class Meter:
    """One line on a terminal that tells how far a long run has come; nothing anywhere else.

    ``shared`` says that standard output may be the same terminal: then there is no line. Neither is there one in
    builds and hooks, where nobody watches.
    """

    _FIRST = 2.0
    _EVERY = 0.2

    def __init__(self, name: str, stream: TextIO | None, *, shared: bool = False) -> None:
        self._name = console.shown_name(name)
        self._stream = stream
        watched = stream is not None and stream.isatty() and not (shared and sys.stdout.isatty())
        self._on = watched and not ({"CI", "PRE_COMMIT"} & os.environ.keys())
        self._start = time.monotonic()
        self._next = self._start + self._FIRST
        self._drawn = False

    def __enter__(self) -> Meter:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def clear(self) -> None:
        """Make room for other lines."""
        if self._drawn:
            self._draw("", "")
            self._drawn = False

    def show(self, done: int, size: int) -> None:
        """So many bytes of so many are done."""
        now = time.monotonic()
        if not self._on or now < self._next or self._stream is None or not size:
            return
        self._next = now + self._EVERY
        self._drawn = True
        spent = now - self._start
        left = spent * (size - done) / done if done else 0.0
        told = f" {done / size:4.0%} of {size / 1e6:,.0f} MB, {done / spent / 1e6:.1f} MB/s, {left:,.0f} s left"
        self._draw(self._name, told)

    def _draw(self, name: str, told: str) -> None:
        if self._stream is None:
            return
        try:
            room = max(10, (os.get_terminal_size(self._stream.fileno()).columns or 80) - len(told) - 1)
            shown = name if len(name) <= room else f"{name[: room - 3]}..."
            self._stream.write(f"\r{shown}{told}\x1b[K")
            self._stream.flush()
        except OSError:
            self._on = self._drawn = False  # the terminal has gone; the work goes on
