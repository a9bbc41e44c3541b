"""``cleanpress`` as a filter: from arguments to what is written where."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from cleanpress.cli import console
from cleanpress.cli.inputs import clean_source, may_be_long, read_input
from cleanpress.cli.settings import Settings, settings_of
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
    elif not (args.diff or args.report or args.report_json is not None):
        return _write_cleaned(args, names, settings)
    else:
        sources = [read_input(name, args) for name in names]
        cleaned = [clean_source(source, settings) for source in sources]
    if args.diff:
        console.write_out(diff(cleaned))
    tell(args, cleaned)
    if args.diff:
        return FOUND if any(item.result.changed for item in cleaned) else DONE
    _put(args, (item.data for item in cleaned))
    return DONE


def _write_cleaned(args: Arguments, names: list[str], settings: Settings) -> int:
    """Clean and write the inputs, long ones as they are read; nothing is written before all are known to be text."""
    if any(map(may_be_long, names)):
        from cleanpress.cli.long_inputs import cleaned_bytes, read_any

        sources = [read_any(name, args, settings) for name in names]
        _put(args, chain.from_iterable([cleaned_bytes(source, settings) for source in sources]))
    else:
        read = [read_input(name, args) for name in names]
        _put(args, [clean_source(source, settings).data for source in read])
    return DONE


def _put(args: Arguments, data: Iterable[bytes]) -> None:
    """Write the cleaned texts to standard output, or to a file, whole or not at all."""
    if args.output_file is None:
        console.write_out(data)
        return
    from cleanpress.files.writing import stage

    with stage(args.output_file) as staged:
        staged.file.writelines(data)
        staged.publish()
