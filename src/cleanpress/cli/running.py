"""``cleanpress run``: many inputs into an output folder, in parts, on one machine or a Ray cluster."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from cleanpress.cli import arguments, console
from cleanpress.cli.options import count

if TYPE_CHECKING:
    from cleanpress.document import Format
    from cleanpress.runner.running import Summary

__all__ = ["DESCRIPTION", "EPILOG", "RunArguments", "add_options", "parse_run", "run", "summary_lines"]

DESCRIPTION = """\
Cleans JSONL, Parquet, CSV, WARC and WET files, compressed or not, into an output folder, as the same
kinds of files. Inputs are files, folders, glob patterns, and addresses that fsspec knows (s3://...).
What an earlier run finished with the same settings is not done again."""

EPILOG = """\
Large JSONL and Parquet files become several, NAME.00000-of-00003.jsonl, which joined in order are what
one would be. The summary is also written to OUT/_cleanpress/summary.json.

exit status: 0 done; 1 done, but records could not be read and were passed through; 2 an input or a
setting is wrong; 130 interrupted."""

_SHOWN = 10
"""Rows of each table of the summary; the file has them all."""


class RunArguments(arguments.PipelineArguments):
    """What the command line said about a run; None where it said nothing."""

    inputs: list[str]
    output: str
    field: str
    url_field: str
    language_field: str
    report_field: str | None
    format: Format
    learn: str | None
    engine: Literal["local", "ray"]
    workers: int | None
    part_size: float
    quiet: bool


def add_options(parser: argparse.ArgumentParser) -> None:
    """The inputs and options of ``cleanpress run``, but for what is cleaned."""
    option = parser.add_argument
    option("inputs", metavar="INPUT", nargs="+", help="file, folder, glob pattern or address")
    option("-o", "--output", metavar="OUT", required=True, help="the folder for the output, here or at an address")
    option("--field", metavar="NAME", default="text", help="what holds the text: a column, or a dotted path (text)")
    option("--url-field", metavar="NAME", default="url", help="what holds the address, if there is one (url)")
    option("--language-field", metavar="NAME", default="language", help="what holds the language (language)")
    option("--report-field", metavar="NAME", help="add a field with the edits of each changed record")
    option("--format", choices=("text", "html", "markdown"), default="text", help="the format of the texts (text)")
    option("--learn", metavar="PROFILE", help="first learn what the sites' pages have in common, write it to PROFILE")
    option("--engine", choices=("local", "ray"), default="local", help="where the work is done (local)")
    option("--workers", metavar="N", type=count, help="parts at a time (one for each core)")
    option("--part-size", metavar="MB", type=float, default=64.0, help="size of a part of a large file (64)")
    option("--quiet", action="store_true", help="no progress and no summary")


def parse_run(argv: Sequence[str]) -> RunArguments:
    """Read the arguments of ``cleanpress run``.

    Raises CleanpressError when they are wrong, AnswerError when they ask for help.

    >>> parse_run(["pages/", "-o", "cleaned"]).inputs
    ['pages/']
    """
    return arguments.parser_of("run").parse_args(argv, RunArguments())


def run(argv: Sequence[str]) -> int:
    """Do a run and tell its summary on standard output; the exit status.

    Raises CleanpressError when the arguments, the settings or the plan are wrong.
    """
    args = parse_run(argv)
    from cleanpress import runner
    from cleanpress.cli.settings import build_pipeline

    job = runner.Job(
        args.output,
        build_pipeline(args),
        field=args.field,
        url_field=args.url_field,
        language_field=args.language_field,
        report_field=args.report_field,
        content=args.format,
        part_size=int(args.part_size * 1_000_000),
    )
    show = not args.quiet and sys.stderr is not None and sys.stderr.isatty()
    summary = runner.run(
        job,
        args.inputs,
        engine=args.engine,
        workers=args.workers or None,
        learn=args.learn,
        progress=_show if show else None,
    )
    if show:
        sys.stderr.write("\r\033[K")
    for message in summary.errors:
        console.say_error(message)
    if not args.quiet:
        console.write_out([f"{line}\n".encode("utf-8", "replace") for line in summary_lines(summary)])
    return 2 if summary.errors else int(summary.tally.total["skipped"] > 0)


def _show(summary: Summary) -> None:
    """The progress, on one line that is written over."""
    total = summary.tally.total
    share = summary.finished / max(summary.parts, 1)
    bar = "#" * round(20 * share)
    done = f"{summary.finished}/{summary.parts} parts, {_speed(summary)}, {total['edits']:,} edits"
    sys.stderr.write(f"\r\033[K[{bar:20}] {done}")
    sys.stderr.flush()


def _speed(summary: Summary) -> str:
    read = summary.bytes / 1e6
    speed = f"{read:,.1f} MB in {summary.seconds:,.1f} s, {read / max(summary.seconds, 1e-3):,.1f} MB/s"
    return f"{summary.tally.total['documents']:,} documents, {speed}"


def summary_lines(summary: Summary) -> list[str]:
    """The summary for people: totals, then the tables with the highest counts first."""
    tally, total = summary.tally, summary.tally.total
    earlier = f" ({summary.earlier} of them by an earlier run)" if summary.earlier else ""
    lines = [
        f"{summary.finished} of {summary.parts} parts done{earlier}: {_speed(summary)}",
        f"{total['changed']:,} documents changed by {total['edits']:,} edits; {total['suspects']:,} suspects, "
        f"{total['flagged']:,} documents flagged, {total['notices']:,} notices, {total['skipped']:,} records skipped",
    ]
    by_language = {name: numbers["edits"] for name, numbers in tally.languages.items()}
    by_site = {name: numbers["edits"] for name, numbers in tally.sites.items()}
    tables = (
        ("edits by rule", tally.rules),
        ("edits by language", by_language),
        ("edits by site", by_site),
        ("hosts removed", tally.hosts),
        ("suspects by rule", tally.suspects),
        ("flags by rule", tally.flags),
    )
    for title, table in tables:
        rows = sorted(((count, name) for name, count in table.items() if count), key=lambda row: (-row[0], row[1]))
        if rows:
            lines += ["", title]
            lines += [f"{count:>12,}  {console.escaped(name)}" for count, name in rows[:_SHOWN]]
    if tally.skipped:
        lines += ["", "skipped records", *(f"  {console.escaped(message)}" for message in tally.skipped[:_SHOWN])]
    return lines
