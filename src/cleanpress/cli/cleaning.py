"""Cleaning what the command line names: read everything, check it, clean it, and only then write."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cleanpress.cli import console
from cleanpress.config import Config, load_config
from cleanpress.document import Document
from cleanpress.errors import ConfigError, DataError
from cleanpress.pipeline import Pipeline
from cleanpress.result import Result

if TYPE_CHECKING:
    from cleanpress.cli.arguments import Arguments, PipelineArguments

__all__ = ["Cleaned", "Source", "build_pipeline", "check", "run"]

BOM = "\ufeff"

_UNREADABLE = {
    "HTML": (".html", ".htm"),
    "Markdown": (".md", ".markdown", ".mdx"),
    "JSON": (".json", ".jsonl", ".ndjson"),
    "CSV": (".csv",),
    "Parquet": (".parquet",),
    "compressed": (".gz", ".zst"),
}
"""Kinds of files, by the ends of their names, in which markup or syntax would be taken for prose."""


class Source(NamedTuple):
    """One input: where it came from and its bytes, which are valid UTF-8."""

    name: str
    data: bytes
    text: str

    @property
    def shown(self) -> str:
        """The name as it may be printed."""
        return console.shown_name(self.name)

    @property
    def lead(self) -> int:
        """Code points before the text proper: 1 for a byte order mark, else 0."""
        return self.text.startswith(BOM)


class Cleaned(NamedTuple):
    """One input and what cleaning it gave; the result's offsets count from behind the byte order mark."""

    source: Source
    result: Result

    @property
    def data(self) -> bytes:
        """The bytes to write: those read, if nothing changed."""
        if not self.result.changed:
            return self.source.data
        return (BOM * self.source.lead + self.result.text).encode()


def run(args: Arguments) -> None:
    """Clean the files the arguments name, or standard input, and write texts and reports.

    Raises CleanpressError, or an OSError with a file name, before anything is written when
    settings or input are wrong.
    """
    cleaned = _cleaned(args)
    _tell(args, cleaned)
    console.write_out(item.data for item in cleaned)


def check(args: Arguments) -> bool:
    """Write one line for every flag and every edit that cleaning would make to standard output; whether there is any.

    Raises what :func:`run` raises. Nothing is changed.
    """
    from cleanpress.cli.reporters import report_lines

    cleaned = _cleaned(args)
    _tell(args, cleaned)
    lines = [line for item in cleaned for line in report_lines(item, suspects=False)]
    console.write_out(f"{line}\n".encode("utf-8", "replace") for line in lines)
    return any(item.result.changed or item.result.flags for item in cleaned)


def _cleaned(args: Arguments) -> list[Cleaned]:
    """Every input, read, checked and cleaned; nothing is written yet."""
    console.output()  # closed: say so before any work is done
    names = args.files or ["-"]
    for name in names:
        _check_kind(name)
    if args.report_json is not None:
        from cleanpress.cli.reporters import check_path

        check_path(args.report_json, [name for name in names if name != "-"])
    pipeline = build_pipeline(args)
    sources = [_read(name) for name in names]
    return [_clean(pipeline, source) for source in sources]


def _tell(args: Arguments, cleaned: Sequence[Cleaned]) -> None:
    """Write the reports that were asked for, and the notices, which nobody has to ask for."""
    if args.report_json is not None:
        from cleanpress.cli.reporters import write_json

        write_json(args.report_json, cleaned)
    for item in cleaned:
        if item.result.notice:
            console.say(f"cleanpress: notice: {item.source.shown}: {console.escaped(item.result.notice)}")
        if args.report:
            from cleanpress.cli.reporters import report_lines

            console.say(*report_lines(item))


def build_pipeline(args: PipelineArguments) -> Pipeline:
    """The pipeline of the settings, the command line winning over the file.

    Raises ConfigError naming the option, or the file and its key.
    """
    chosen: dict[str, Any] = {}
    if args.select is not None:
        chosen["select"] = tuple(dict.fromkeys(args.select))
    if args.ignore is not None:
        chosen["ignore"] = tuple(args.ignore)
    if args.min_confidence is not None:
        chosen["min_confidence"] = args.min_confidence
    if chosen:
        # Checked alone first: a mistake made here must not be blamed on the file.
        Config(**chosen, source="command line").pipeline()
    try:
        config = replace(load_config(args.config), **chosen)
    except FileNotFoundError as error:
        raise ConfigError("the current folder is gone; change to one that exists") from error
    # A file keeps its own line ends; Config's default is that of the library, where text is a string.
    whitespace = {"line-ends": "keep", **config.filters.get("whitespace", {})}
    return replace(config, filters={**config.filters, "whitespace": whitespace}).pipeline()


def _check_kind(name: str) -> None:
    lower = name.lower()
    for kind, ends in _UNREADABLE.items():
        if lower.endswith(ends):
            raise DataError(
                f"{console.shown_name(name)}: {kind} files cannot be read faithfully yet; "
                "pipe the text through standard input to have it treated as plain text"
            )


def _read(name: str) -> Source:
    """The bytes of one input, decoded strictly as UTF-8 whatever the locale."""
    if name == "-":
        name, data = "<stdin>", _standard_input()
    else:
        data = _bytes_of(name)
    try:
        return Source(name, data, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        remedy = "it looks like UTF-16; " if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
        raise DataError(
            f"{console.shown_name(name)}: line {line}, byte offset {error.start}: not UTF-8 "
            f"(0x{data[error.start]:02x}); {remedy}convert it to UTF-8 first, for instance with iconv"
        ) from error


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise DataError("standard input is closed; name a file")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise DataError(f"<stdin>: cannot be read ({error.strerror}); check where it comes from") from error


def _bytes_of(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except IsADirectoryError as error:
        raise DataError(f"{console.shown_name(name)}: is a folder; name the files in it") from error
    except FileNotFoundError as error:
        raise DataError(f"{console.shown_name(name)}: no such file; check the name") from error
    except OSError as error:
        raise DataError(f"{console.shown_name(name)}: cannot be read ({error.strerror}); check the file") from error


def _clean(pipeline: Pipeline, source: Source) -> Cleaned:
    document = Document(source.text[source.lead :], id=source.name)
    return Cleaned(source, pipeline.run(document))
