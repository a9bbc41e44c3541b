"""``cleanpress``, ``cleanpress check`` and ``cleanpress fix``: from arguments to what is written where."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from cleanpress.cli import console
from cleanpress.cli.inputs import Cleaned, clean_source, read_input
from cleanpress.cli.settings import Settings, as_toml, settings_of
from cleanpress.document import LONG
from cleanpress.errors import CleanpressError, FileError, FilterError

if TYPE_CHECKING:
    from cleanpress.cli.arguments import Arguments
    from cleanpress.cli.findings import Finding

__all__ = ["check", "filter_text", "fix"]

DONE, FOUND, TROUBLE = 0, 1, 2
_COUNTED = (None, "concise", "full", "json")
"""Output formats that know counts."""
_LINES = ("concise", "full", "github", "json-lines")
"""Output formats in which nothing found is nothing written."""


def filter_text(args: Arguments) -> int:
    """Clean the files the arguments name, or standard input, and write texts and reports; the exit status.

    Raises CleanpressError before anything is written when settings or input are wrong.
    """
    settings = settings_of(args)
    if args.show_settings:
        return _show(settings)
    if args.field is not None and not args.diff:
        from cleanpress.cli.records import filter_records

        return filter_records(args, settings)
    console.output()  # closed: say so before any work is done
    names = args.files or ["-"]
    _check_report(args, names)
    if args.field is not None:
        from cleanpress.cli.records import inspect_input

        cleaned = [inspect_input(name, args, settings)[0] for name in names]
    elif not (args.diff or args.report or args.report_json is not None):
        return _write_cleaned(args, names, settings)
    else:
        sources = [read_input(name, args) for name in names]
        cleaned = [clean_source(source, settings) for source in sources]
    if args.diff:
        console.write_out(_diff(cleaned))
    _tell(args, cleaned)
    if args.diff:
        return FOUND if any(item.result.changed for item in cleaned) else DONE
    _put(args, (item.data for item in cleaned))
    return DONE


def _write_cleaned(args: Arguments, names: list[str], settings: Settings) -> int:
    """Clean and write the inputs, long ones as they are read; nothing is written before all are known to be text."""
    if any(map(_may_be_long, names)):
        from cleanpress.cli.long_inputs import cleaned_bytes, read_any

        sources = [read_any(name, args, settings) for name in names]
        _put(args, chain.from_iterable([cleaned_bytes(source, settings) for source in sources]))
    else:
        read = [read_input(name, args) for name in names]
        _put(args, [clean_source(source, settings).data for source in read])
    return DONE


def _may_be_long(name: str) -> bool:
    """Whether an input may be too long to be cleaned as a whole."""
    try:
        return name == "-" or os.stat(name).st_size > LONG  # noqa: PTH116 - pathlib is slow to import
    except (OSError, ValueError):
        return False  # what is wrong with it is said when it is read


def _put(args: Arguments, data: Iterable[bytes]) -> None:
    """Write the cleaned texts to standard output, or to a file, whole or not at all."""
    if args.output_file is None:
        console.write_out(data)
        return
    from cleanpress.files.writing import stage

    with stage(args.output_file) as staged:
        staged.file.writelines(data)
        staged.publish()


def check(args: Arguments) -> int:
    """Tell what there is to clean; the exit status. Nothing but reports is written.

    Inputs that cannot be read are named, and the others checked. Raises CleanpressError when settings are wrong.
    """
    settings = settings_of(args)
    return _show(settings) if args.show_settings else _Run(args, settings).check()


def fix(args: Arguments) -> int:
    """Clean files in place; the exit status. Files that cannot be read or replaced are named, the others cleaned.

    Raises CleanpressError when settings are wrong.
    """
    settings = settings_of(args)
    if args.show_settings:
        return _show(settings)
    if "-" in args.files:
        raise CleanpressError(
            "standard input cannot be cleaned in place; say 'cleanpress -' to have it on standard output"
        )
    if args.field is not None and not args.diff:
        from cleanpress.cli.records import fix_records

        return fix_records(args, settings)
    return _Run(args, settings).fix()


def _show(settings: Settings) -> int:
    console.write_out([as_toml(settings.config).encode()])
    return DONE


class _Run:
    """One run over many files: what is told of each, and what has to be remembered for the exit status."""

    def __init__(self, args: Arguments, settings: Settings) -> None:
        self.args = args
        self.settings = settings
        self.troubles = 0
        self.changed = 0
        self.found = 0
        self.kept: list[Cleaned] = []  # for the report on everything that was asked for

    def check(self) -> int:
        """Everything of ``cleanpress check``."""
        args = self.args
        if args.write_baseline is not None:
            from cleanpress.cli.baseline import baseline_entries
            from cleanpress.cli.reporters import save_json

            self._prepare()
            save_json(args.write_baseline, baseline_entries(self._findings(self._cleaned()), args.write_baseline))
            _tell(args, self.kept)
            return TROUBLE if self.troubles else DONE
        self._write(self._cleaned())
        return TROUBLE if self.troubles else FOUND if self.found or (args.diff and self.changed) else DONE

    def fix(self) -> int:
        """Everything of ``cleanpress fix``."""
        args = self.args
        self._write(self._cleaned() if args.diff else self._fixed())
        failing = args.diff or args.exit_non_zero_on_fix
        return TROUBLE if self.troubles else FOUND if failing and self.changed else DONE

    def _prepare(self) -> None:
        """What has to be right before any work is done."""
        console.output()
        _check_report(self.args, self.args.files)
        if self.args.diff and (self.args.output_format or self.args.statistics):
            raise CleanpressError("--diff has a format of its own; say either, not both")
        if self.args.statistics and self.args.output_format not in _COUNTED:
            raise CleanpressError(f"--statistics is told as text or as json, not as {self.args.output_format}")

    def _write(self, items: Iterable[Cleaned]) -> None:
        """Write the report as it comes, to standard output or to a file."""
        self._prepare()
        args = self.args
        if args.diff:
            chunks = _diff(items, exact=args.output_file is not None)
        elif args.statistics:
            chunks = _encoded(_counted(self._findings(items), args.output_format))
        else:
            chunks = _encoded(_rendered(args.output_format or "concise", self._findings(items)))
        if args.output_file is None:
            console.write_out(chunks)
        else:
            from cleanpress.cli.reporters import save_bytes

            save_bytes(args.output_file, chunks)
        _tell(args, self.kept)

    def _cleaned(self) -> Iterator[Cleaned]:
        """Every input, read and cleaned, one at a time; those that cannot be are named."""
        for name in self.settings.selection.files(self.args.files or ["-"]):
            try:
                if isinstance(name, FileError):
                    raise name
                item = self._clean(name)
            except (FileError, FilterError) as error:
                self._trouble(error)
                continue
            self._keep(item)
            yield item

    def _clean(self, name: str) -> Cleaned:
        if self.args.field is None:
            return clean_source(read_input(name, self.args), self.settings)
        from cleanpress.cli.records import inspect_input

        item, broken = inspect_input(name, self.args, self.settings)
        self.found += broken
        return item

    def _fixed(self) -> Iterator[Cleaned]:
        """Every input that was cleaned in place, once that is done, and those with nothing to clean."""
        from cleanpress.files.writing import replace_file

        for item in self._cleaned():
            try:
                replace_file(item.source.file, item.data, backup=self.args.backup)
            except FileError as error:
                self.changed -= 1
                self._trouble(error)
                continue
            yield item

    def _keep(self, item: Cleaned) -> None:
        self.changed += item.result.changed
        if self.args.report_json is not None or self.args.report:
            self.kept.append(item)

    def _trouble(self, error: FileError | FilterError) -> None:
        """Name an input that was left alone; whether that is an error depends on what it is."""
        if isinstance(error, FilterError):
            self.troubles += 1
            console.say_error(str(error))
        elif error.skippable or (self.args.utf8_only and error.trouble == "undecodable"):
            console.say(f"cleanpress: skipped: {console.shown_name(error.path)}: {console.escaped(error.problem)}")
        else:
            self.troubles += 1
            console.say_file_error(error)

    def _findings(self, items: Iterable[Cleaned]) -> Iterator[Finding]:
        """What was found in each input, but for what the baseline knows."""
        found: Iterator[Finding] = self._all_findings(items)
        if self.args.baseline is not None:
            from cleanpress.cli.baseline import Baseline

            found = Baseline(self.args.baseline).unknown(found)
        for finding in found:
            self.found += 1
            yield finding

    def _all_findings(self, items: Iterable[Cleaned]) -> Iterator[Finding]:
        for item in items:
            if item.result.edits or item.result.flags:
                from cleanpress.cli.findings import findings_of

                yield from findings_of(item)


def _diff(items: Iterable[Cleaned], *, exact: bool = False) -> Iterator[bytes]:
    """The diffs of the inputs; unless exact, what would act on a terminal or a build log is escaped."""
    from cleanpress.cli.formats.diff import safe, unified

    escapes = 0
    for item in items:
        for line in unified(item):
            shown, escape = (line, False) if exact else safe(line)
            escapes += escape
            yield shown.encode("utf-8", "surrogateescape" if exact else "replace")
    if escapes:
        console.say(f"cleanpress: notice: {escapes} lines of the diff are shown with escapes")


def _counted(findings: Iterable[Finding], output_format: str | None) -> Iterator[str]:
    """How many findings each rule has, the most first; as JSON if that is the format."""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.rule] = counts.get(finding.rule, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    if output_format == "json":
        from cleanpress.cli.formats.plain_json import array

        yield from array({"rule": rule, "count": count} for rule, count in ordered)
    else:
        width = len(str(max(counts.values(), default=0)))
        yield from (f"{count:>{width}}  {console.escaped(rule)}\n" for rule, count in ordered)


def _rendered(output_format: str, findings: Iterator[Finding]) -> Iterator[str]:
    """The findings in a format; what writes lines is not even loaded for none."""
    first = next(findings, None)
    if first is None and output_format in _LINES:
        return
    from cleanpress.cli.formats import renderer

    yield from renderer(output_format)(chain(() if first is None else (first,), findings))


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    return (piece.encode("utf-8", "replace") for piece in pieces)


def _check_report(args: Arguments, names: Iterable[str]) -> None:
    """Refuse reports that would replace an input, or land in the middle of the output."""
    inputs = [name for name in names if name != "-"]
    for path in (args.report_json, args.output_file, args.write_baseline):
        if path is not None:
            from cleanpress.cli.reporters import check_path

            check_path(path, inputs)


def _tell(args: Arguments, cleaned: Iterable[Cleaned]) -> None:
    """Write the reports that were asked for."""
    cleaned = list(cleaned)
    if args.report_json is not None:
        from cleanpress.cli.reporters import write_json

        write_json(args.report_json, cleaned)
    if args.report:
        from cleanpress.cli.reporters import report_lines

        for item in cleaned:
            console.say(*report_lines(item))
