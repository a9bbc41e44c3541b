"""What is told beside findings: differences, every edit, settings; and the places reports may go to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cleanpress.cli import console

if TYPE_CHECKING:
    from cleanpress.cli.arguments import Arguments
    from cleanpress.cli.inputs import Cleaned
    from cleanpress.cli.settings import Settings

__all__ = ["check_reports", "diff", "show", "tell"]


def show(settings: Settings) -> int:
    """The settings in force, on standard output; the exit status."""
    from cleanpress.cli.settings import as_toml

    console.write_out([as_toml(settings.config).encode()])
    return 0


def diff(items: Iterable[Cleaned], *, exact: bool = False) -> Iterator[bytes]:
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


def check_reports(args: Arguments, names: Iterable[str], settings: Settings | None = None) -> None:
    """Refuse reports that would replace an input, or land in the middle of the output.

    With ``settings`` the names may be those of folders: what is read of them are inputs, too, but for reports of
    earlier runs, which are left out of them from now on.
    """
    inputs = [name for name in names if name != "-"]
    for path in (args.report_json, args.output_file, args.write_baseline):
        if path is not None:
            from cleanpress.cli.reporters import check_path, is_report

            found: Iterable[str] = inputs
            if settings is not None:
                if is_report(path, [f.id for f in settings.pipeline.filters]):
                    settings.selection.leave_out(path)
                found = (n for n in settings.selection.files(inputs) if isinstance(n, str))
            check_path(path, found)


def tell(args: Arguments, cleaned: Iterable[Cleaned]) -> None:
    """Write the reports that were asked for."""
    cleaned = list(cleaned)
    if args.report_json is not None:
        from cleanpress.cli.reporters import write_json

        write_json(args.report_json, cleaned)
    if args.report:
        from cleanpress.cli.reporters import report_lines

        for item in cleaned:
            console.say(*report_lines(item))
