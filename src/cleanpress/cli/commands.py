"""``cleanpress`` as a filter: from arguments to what is written where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cleanpress.cli import console
from cleanpress.cli.inputs import Cleaned, clean_source, read_input
from cleanpress.cli.settings import settings_of
from cleanpress.cli.telling import check_reports, diff, show, tell

if TYPE_CHECKING:
    from cleanpress.cli.arguments import Arguments

__all__ = ["filter_text"]

DONE, FOUND = 0, 1


def filter_text(args: Arguments) -> int:
    """Clean the files the arguments name, or standard input, and write texts and reports; the exit status.

    Raises CleanpressError before anything is written when settings or input are wrong.
    """
    settings = settings_of(args)
    if args.show_settings:
        return show(settings)
    if args.field is not None and not args.diff:
        from cleanpress.cli.records import filter_records

        return filter_records(args, settings)
    console.output()  # closed: say so before any work is done
    names = args.files or ["-"]
    check_reports(args, names)
    if args.field is not None:
        from cleanpress.cli.records import inspect_input

        cleaned = [inspect_input(name, args, settings)[0] for name in names]
    else:
        sources = [read_input(name, args) for name in names]
        cleaned = [clean_source(source, settings) for source in sources]
    if args.diff:
        console.write_out(diff(cleaned))
    tell(args, cleaned)
    if args.diff:
        return FOUND if any(item.result.changed for item in cleaned) else DONE
    if args.output_file is None:
        console.write_out(item.data for item in cleaned)
    else:
        _save(args.output_file, cleaned)
    return DONE


def _save(path: str, cleaned: Iterable[Cleaned]) -> None:
    """Write the cleaned texts to a file, whole or not at all."""
    from cleanpress.files.writing import stage

    with stage(path) as staged:
        for item in cleaned:
            staged.file.write(item.data)
        staged.publish()
