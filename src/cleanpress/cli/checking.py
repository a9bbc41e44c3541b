"""``cleanpress check`` and ``cleanpress fix``: one run over many files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from cleanpress.cli import console
from cleanpress.cli.ahead import Inputs
from cleanpress.cli.inputs import clean_source, may_be_long, read_input, say_notices
from cleanpress.cli.settings import Settings, settings_of
from cleanpress.cli.telling import check_reports, diff, show, tell
from cleanpress.errors import CleanpressError, FileError, FilterError

if TYPE_CHECKING:
    from cleanpress.cli.ahead import Met
    from cleanpress.cli.arguments import Arguments
    from cleanpress.cli.cache import Cache
    from cleanpress.cli.findings import Finding
    from cleanpress.cli.inputs import Cleaned
    from cleanpress.cli.long_files import LongFile

__all__ = ["check", "fix"]

DONE, FOUND, TROUBLE = 0, 1, 2
_COUNTED = (None, "concise", "full", "json")
"""Output formats that know counts."""
_LINES = ("concise", "full", "github", "json-lines")
"""Output formats in which nothing found is nothing written."""


def check(args: Arguments) -> int:
    """Tell what there is to clean; the exit status. Nothing but reports and the cache is written.

    Inputs that cannot be read are named, and the others checked. Raises CleanpressError when settings are wrong.
    """
    settings = settings_of(args, checked=args.show_settings)
    return show(settings) if args.show_settings else _Run(args, settings).check()


def fix(args: Arguments) -> int:
    """Clean files in place; the exit status. Files that cannot be read or replaced are named, the others cleaned.

    Raises CleanpressError when settings are wrong.
    """
    settings = settings_of(args, checked=args.show_settings)
    if args.show_settings:
        return show(settings)
    if "-" in args.files:
        raise CleanpressError(
            "standard input cannot be cleaned in place; say 'cleanpress -' to have it on standard output"
        )
    if args.field is not None and not args.diff:
        from cleanpress.cli.records import fix_records

        return fix_records(args, settings)
    return _Run(args, settings).fix()


def _cache_of(args: Arguments, settings: Settings) -> Cache | None:
    if args.cache_dir == "":
        return None
    from cleanpress.cli.cache import cache_of

    return cache_of(args, settings)


class _Run:
    """One run over many files: what is told of each, and what has to be remembered for the exit status."""

    def __init__(self, args: Arguments, settings: Settings) -> None:
        self.args = args
        self.settings = settings
        self.troubles = 0
        self.changed = 0
        self.found = 0
        self.kept: list[Cleaned] = []  # for the report on everything that was asked for
        self.cache = _cache_of(args, settings)
        if not self.cache:
            settings.pipeline  # noqa: B018 - what is wrong with the settings is said before any work is done

    def check(self) -> int:
        """Everything of ``cleanpress check``."""
        args = self.args
        if args.write_baseline is not None:
            from cleanpress.cli.baseline import baseline_entries
            from cleanpress.cli.reporters import save_json

            self._prepare()
            save_json(args.write_baseline, baseline_entries(self._findings(self._cleaned()), args.write_baseline))
            tell(args, self.kept)
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
        check_reports(self.args, self.args.files, self.settings)
        if self.args.diff and (self.args.output_format or self.args.statistics):
            raise CleanpressError("--diff has a format of its own; say either, not both")
        if self.args.statistics and self.args.output_format not in _COUNTED:
            raise CleanpressError(f"--statistics is told as text or as json, not as {self.args.output_format}")

    def _write(self, items: Iterable[Cleaned | LongFile]) -> None:
        """Write the report as it comes, to standard output or to a file."""
        self._prepare()
        args = self.args
        if args.diff:
            chunks = diff((item for item in items if isinstance(item, tuple)), exact=args.output_file is not None)
        elif args.statistics:
            chunks = _encoded(_counted(self._findings(items), args.output_format))
        else:
            chunks = _encoded(_rendered(args.output_format or "concise", self._findings(items)))
        if args.output_file is None:
            console.write_out(chunks)
        else:
            from cleanpress.cli.reporters import save_bytes

            save_bytes(args.output_file, chunks)
        tell(args, self.kept)

    def _cleaned(self) -> Iterator[Cleaned | LongFile]:
        """Every input that may have anything to tell, read and cleaned; those that cannot be are named."""
        cache, inputs = self.cache, Inputs(self.args, self.settings, self.cache)
        for met in inputs:
            name, mark, digest = met.name, met.mark, met.digest
            if not digest:
                try:
                    item = self._item(met)
                except (FileError, FilterError) as error:
                    self._trouble(error)
                    continue
                self._keep(item)
                yield item
                if isinstance(item, tuple):
                    digest = inputs.known_by(item)
                elif item.says_nothing:
                    digest = item.digest
            if digest and cache is not None and mark is not None and isinstance(name, str):
                cache.add(name, mark, digest)
        if cache is not None and not cache.save() and self.args.cache_dir is not None:
            console.say("cleanpress: notice: --cache-dir: cannot be written; nothing is remembered")

    def _item(self, met: Met) -> Cleaned | LongFile:
        """An input, cleaned; one that is long, and not needed as a whole, only opened: it is cleaned as it is told."""
        name, source = met.name, met.source
        if isinstance(name, FileError):
            raise name
        if isinstance(source, FileError):
            raise source
        if met.found is not None:
            say_notices(met.found)
            return met.found
        args = self.args
        if args.field is not None:
            from cleanpress.cli.records import inspect_input

            item, broken = inspect_input(name, args, self.settings)
            self.found += broken
            return item
        if source is None and may_be_long(name) and not (args.diff or args.report or args.report_json is not None):
            from cleanpress.cli.long_files import LongFile
            from cleanpress.cli.long_inputs import LongText, read_any

            text = read_any(name, args, self.settings)
            if isinstance(text, LongText):
                return LongFile(text, self.settings)
            source = text
        return clean_source(source or read_input(name, args), self.settings)

    def _fixed(self) -> Iterator[Cleaned | LongFile]:
        """Every input that was cleaned in place, once that is done, and those with nothing to clean."""
        from cleanpress.files.writing import replace_file

        for item in self._cleaned():
            try:
                if isinstance(item, tuple):
                    replace_file(item.source.file, item.data, backup=self.args.backup)
                else:
                    item.fix(self.args.backup)
            except (FileError, FilterError) as error:
                self.changed -= isinstance(item, tuple)
                self._trouble(error)
                continue
            self.changed += not isinstance(item, tuple) and item.changed
            yield item

    def _keep(self, item: Cleaned | LongFile) -> None:
        if not isinstance(item, tuple):
            return
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

    def _findings(self, items: Iterable[Cleaned | LongFile]) -> Iterator[Finding]:
        """What was found in each input, but for what the baseline knows."""
        found: Iterator[Finding] = self._all_findings(items)
        if self.args.baseline is not None:
            from cleanpress.cli.baseline import Baseline

            found = Baseline(self.args.baseline).unknown(found)
        for finding in found:
            self.found += 1
            yield finding

    def _all_findings(self, items: Iterable[Cleaned | LongFile]) -> Iterator[Finding]:
        for item in items:
            try:
                yield from item.findings()
            except (FileError, FilterError) as error:
                self._trouble(error)


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
