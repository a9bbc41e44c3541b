"""The options that commands share, in groups: each is defined once."""

from __future__ import annotations

import argparse
from typing import Any

__all__ = [
    "FORMATS",
    "OUTPUT_FORMATS",
    "add_baseline",
    "add_cache",
    "add_files",
    "add_findings",
    "add_jobs",
    "add_pipeline",
    "add_reading",
    "add_records",
    "add_reports",
    "add_writing",
    "count",
]

FORMATS = ("auto", "text", "html", "markdown", "jsonl", "csv")
OUTPUT_FORMATS = ("concise", "full", "json", "json-lines", "github", "gitlab", "sarif", "rdjson")


def add_files(parser: argparse.ArgumentParser, what: str) -> None:
    """The names of the inputs."""
    parser.add_argument("files", metavar="FILE", nargs="*", help=what)


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Which files are read, and how."""
    option = parser.add_argument_group("which files, and how they are read").add_argument
    option("--format", choices=FORMATS, metavar="NAME", help="auto (by the name), text, html, markdown, jsonl or csv")
    option("--stdin-filename", metavar="NAME", help="the name that standard input goes by, which tells its format")
    option("--encoding", metavar="NAME", help="the encoding of the files (UTF-8, or UTF-16/32 with a mark)")
    option("--utf8-only", action="store_true", help="leave files that are not in UTF-8 alone; no error, they are named")
    option("--exclude", metavar="PATTERNS", action="extend", type=_names, help="files to leave out, as in .gitignore")
    option("--force-exclude", action="store_true", default=None, help="leave excluded files out even if named")
    option(
        "--no-respect-gitignore",
        dest="respect_gitignore",
        action="store_false",
        default=None,
        help="also read files of a folder that git ignores",
    )
    option(
        "--per-file-ignores",
        metavar="PATTERN:IDS",
        action=_PerFile,
        type=_pattern_and_ids,
        help="what to leave out in the files of a pattern; may be repeated",
    )
    option(
        "--no-inline-ignores",
        dest="inline_ignores",
        action="store_false",
        default=None,
        help="heed no 'cleanpress: ignore' in the text",
    )
    option("--show-settings", action="store_true", help="tell the settings in force as TOML, and do nothing")


def add_records(parser: argparse.ArgumentParser, *, writing: bool) -> None:
    """Which texts of records are cleaned and, for commands that write, how and what is added to a record."""
    option = parser.add_argument_group("records: JSONL and CSV, plain or compressed (.gz, .zst)").add_argument
    option("--field", metavar="PATH", action="append", help="the text: a key, a dotted path, a column; may be repeated")
    if not writing:
        return
    option("--keep-original", metavar="FIELD", help="keep the text of changed records as it was in FIELD")
    option("--report-field", metavar="FIELD", help="list the edits of changed records in FIELD")


def add_jobs(parser: argparse.ArgumentParser, default: str) -> None:
    """In how many processes the work is done."""
    parser.add_argument("--jobs", metavar="N", type=_jobs, help=f"work in N processes ({default})")


def add_pipeline(parser: argparse.ArgumentParser) -> None:
    """What is cleaned."""
    option = parser.add_argument_group("what is cleaned").add_argument
    option("--select", metavar="FILTERS", action="extend", type=_names, help="filters to run, comma separated")
    option("--ignore", metavar="IDS", action="extend", type=_names, help="filters, families or rules to leave out")
    option("--min-confidence", metavar="X", type=_share, help="make edits from this confidence on (0 to 1)")
    option("--profile", metavar="FILE", help="cut what this profile of sites lists; 'cleanpress learn' makes one")
    option("--config", metavar="FILE", help="read the settings from FILE, look for no other")


def add_reports(parser: argparse.ArgumentParser) -> None:
    """What is told beside the result."""
    option = parser.add_argument_group("reports").add_argument
    option("--diff", action="store_true", help="show what would change as a diff, write nothing; exit status 1")
    option("--report", action="store_true", help="tell each edit on standard error, one a line")
    option("--report-json", metavar="FILE", type=_report_path, help="write every edit to FILE as JSON")


def add_findings(parser: argparse.ArgumentParser) -> None:
    """How findings are told."""
    option = parser.add_argument_group("findings").add_argument
    listed = ", ".join(OUTPUT_FORMATS[1:])
    option("--output-format", choices=OUTPUT_FORMATS, metavar="NAME", help=f"concise, or {listed}")
    option(
        "--output-file", metavar="FILE", type=_report_path, help="write the findings to FILE, not to standard output"
    )
    option("--statistics", action="store_true", help="count the findings of each rule instead of listing them")


def add_baseline(parser: argparse.ArgumentParser) -> None:
    """Findings that are known."""
    option = parser.add_argument_group("known findings").add_argument
    option("--baseline", metavar="FILE", help="do not tell the findings that FILE knows")
    option("--write-baseline", metavar="FILE", type=_report_path, help="write the findings to FILE as known; status 0")


def add_cache(parser: argparse.ArgumentParser) -> None:
    """What is remembered from run to run; the last one said holds."""
    option = parser.add_argument_group("files in which nothing was found").add_argument
    option("--cache-dir", metavar="DIR", help="remember them in DIR (the folder for caches in your home)")
    option("--no-cache", dest="cache_dir", action="store_const", const="", help="neither heed nor remember them")


def add_writing(parser: argparse.ArgumentParser) -> None:
    """How files are replaced."""
    option = parser.add_argument_group("writing").add_argument
    option("--backup", metavar="SUFFIX", type=_suffix, help="keep the old file under its name with SUFFIX behind it")
    option("--exit-non-zero-on-fix", action="store_true", help="exit status 1 when a file was changed")


class _PerFile(argparse.Action):
    """Gathers patterns with their ids in one table."""

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, *_: object) -> None:
        table = getattr(namespace, self.dest) or {}
        pattern, ids = values
        table.setdefault(pattern, []).extend(ids)
        setattr(namespace, self.dest, table)


def _names(value: str) -> list[str]:
    names = [name.strip() for name in value.split(",")]
    if "" in names:
        raise argparse.ArgumentTypeError(f"{value!r} has an empty name; separate names by single commas")
    return names


def _pattern_and_ids(value: str) -> tuple[str, list[str]]:
    pattern, colon, ids = value.rpartition(":")
    if not (pattern.strip() and colon):
        raise argparse.ArgumentTypeError(f"{value!r} is not PATTERN:IDS, such as 'docs/**:links'")
    return pattern.strip(), _names(ids)


def _share(value: str) -> float:
    try:
        share = float(value)
    except ValueError:
        share = -1
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number from 0 to 1")
    return share


def count(value: str) -> int:
    """A whole number of up to nine digits."""
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise argparse.ArgumentTypeError(f"{value!r} is not a whole number from 0 on")
    return int(value)


def _jobs(value: str) -> int:
    jobs = count(value)
    if not 1 <= jobs <= 256:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number of processes, 1 to 256")
    return jobs


def _suffix(value: str) -> str:
    if not value or "/" in value or "\0" in value:
        raise argparse.ArgumentTypeError(f"{value!r} is no end of a file name, such as '.bak'")
    return value


def _report_path(value: str) -> str:
    if value == "-":
        raise argparse.ArgumentTypeError("standard output is for the text; name a file")
    return value
