"""The arguments of the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cleanpress import __version__
from cleanpress.errors import CleanpressError

if TYPE_CHECKING:
    from typing import NoReturn

__all__ = [
    "SHORT_HELP",
    "AnswerError",
    "Arguments",
    "EvalArguments",
    "PipelineArguments",
    "parse",
    "parse_eval",
    "parse_rules",
]

_USAGE = "cleanpress [check] [OPTIONS] [FILE ...]\n       cleanpress rules [ID]\n       cleanpress eval [OPTIONS] CASES"

SHORT_HELP = f"""\
usage: {_USAGE}

Reads text from the files, or from standard input ('-', or no file), and writes it cleaned to
standard output. 'cleanpress --help' tells more."""

_DESCRIPTION = """\
Gives back what the author wrote: strips injected spam links and scraper artifacts, repairs
mojibake, normalises white space. Reads UTF-8 text from the files, or from standard input ('-',
or no file), and writes it cleaned to standard output; no file is ever changed."""

_EPILOG = """\
'cleanpress check' writes no text: one line on standard output for each edit it would make.
'cleanpress rules' lists the rules, 'cleanpress rules ID' explains one; 'cleanpress eval' scores
the filters on labelled cases. Files called 'check', 'rules' or 'eval' are ./check, ./rules and
./eval. Settings come from the nearest cleanpress.toml, or
pyproject.toml with a [tool.cleanpress] table, at or above the current folder; the options above
win over them.

exit status: 0 done; 1 'check' found something to clean; 2 the options, the settings or the input
are wrong, nothing was written; 130 interrupted; 141 the reader of the output has gone."""


_EVAL_DESCRIPTION = """\
Runs the filters on labelled cases and tells what share came out right, with 95 % intervals, by
form, language and rule, the worst first, and which cases failed."""

_EVAL_EPILOG = """\
The floors are those of the table [NAME.SPLIT]: the name of the cases' file without its suffix,
and the split, or 'all'. Settings are found as for cleaning.

exit status: 0 done; 1 a figure is below its floor; 2 the options, the settings or the cases are
wrong."""


class AnswerError(Exception):
    """Not a failure: the text that ``--help`` or ``--version`` asked for ends the parsing."""


class PipelineArguments(argparse.Namespace):
    """What the command line said about the pipeline; None where it said nothing."""

    select: list[str] | None
    ignore: list[str] | None
    min_confidence: float | None
    config: str | None


class Arguments(PipelineArguments):
    """What the command line said about cleaning; None where it said nothing."""

    files: list[str]
    report: bool
    report_json: str | None


class EvalArguments(PipelineArguments):
    """What the command line said about scoring; None where it said nothing."""

    cases: str
    split: str | None
    json: str | None
    failures: int
    floors: str | None


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        if message.startswith("unrecognized"):
            message += "; a file whose name begins with '-' goes behind '--'"
        raise CleanpressError(f"{message}; see '{self.prog} --help'")


class _Answer(argparse.Action):
    """An option that is answered at once: its constant, or else the help."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        raise AnswerError(self.const or parser.format_help())


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=96)  # without a width it imports shutil and all its archive formats


def parse(argv: Sequence[str]) -> Arguments:
    """Read the arguments of ``cleanpress [FILE ...]`` and ``cleanpress check [FILE ...]``.

    Raises CleanpressError when they are wrong, AnswerError when they ask for help or the version.

    >>> parse(["a.txt", "--ignore", "links,whitespace/line-end", "-"]).files
    ['a.txt', '-']
    """
    parser = _parser("cleanpress", _USAGE, _DESCRIPTION, _EPILOG)
    option = parser.add_argument
    option("files", metavar="FILE", nargs="*", help="text to clean, in UTF-8; '-' is standard input")
    option("--report", action="store_true", help="tell each edit on standard error, one a line")
    option("--report-json", metavar="FILE", type=_report_path, help="write every edit to FILE as JSON")
    _add_pipeline_options(parser)
    option("--version", action=_Answer, nargs=0, const=f"cleanpress {__version__}\n", help="tell the version")
    # By hand, since argparse forgets a leading "--" when files and options are mixed.
    end = argv.index("--") if "--" in argv else len(argv)
    args = parser.parse_intermixed_args(argv[:end], Arguments())
    args.files += argv[end + 1 :]
    return args


def parse_rules(argv: Sequence[str]) -> str | None:
    """Read the arguments of ``cleanpress rules [ID]``.

    Raises CleanpressError when they are wrong, AnswerError when they ask for help.

    >>> parse_rules(["links"])
    'links'
    """
    parser = _parser("cleanpress rules", "cleanpress rules [ID]", "Lists the rules, or explains one.", "")
    parser.add_argument("id", metavar="ID", nargs="?", help="a rule, or a filter or family to list the rules of")
    name: str | None = parser.parse_args(argv).id
    return name


def parse_eval(argv: Sequence[str]) -> EvalArguments:
    """Read the arguments of ``cleanpress eval CASES``.

    Raises CleanpressError when they are wrong, AnswerError when they ask for help.

    >>> parse_eval(["cases.jsonl", "--split", "dev"]).split
    'dev'
    """
    parser = _parser("cleanpress eval", "cleanpress eval [OPTIONS] CASES", _EVAL_DESCRIPTION, _EVAL_EPILOG)
    option = parser.add_argument
    option("cases", metavar="CASES", help="labelled cases: JSON objects, one a line")
    option("--split", metavar="NAME", help="score only the cases of this split")
    option("--json", metavar="FILE", help="write all figures and failing cases to FILE; '-' for standard output")
    option("--failures", metavar="N", type=_count, default=10, help="failing cases to show (10)")
    option("--floors", metavar="FILE", help="compare with the floors in FILE; exit status 1 below one")
    _add_pipeline_options(parser)
    return parser.parse_args(argv, EvalArguments())


def _add_pipeline_options(parser: argparse.ArgumentParser) -> None:
    option = parser.add_argument
    option("--select", metavar="FILTERS", action="extend", type=_ids, help="filters to run, comma separated")
    option("--ignore", metavar="IDS", action="extend", type=_ids, help="filters, families or rules to leave out")
    option("--min-confidence", metavar="X", type=_share, help="make edits from this confidence on (0 to 1)")
    option("--config", metavar="FILE", help="read the settings from FILE, look for no other")


def _parser(prog: str, usage: str, description: str, epilog: str) -> _Parser:
    parser = _Parser(
        prog=prog,
        usage=usage,
        description=description,
        epilog=epilog,
        formatter_class=_Formatter,
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("-h", "--help", action=_Answer, nargs=0, help="tell this")
    return parser


def _ids(value: str) -> list[str]:
    names = [name.strip() for name in value.split(",")]
    if "" in names:
        raise argparse.ArgumentTypeError(f"{value!r} has an empty name; separate names by single commas")
    return names


def _share(value: str) -> float:
    try:
        share = float(value)
    except ValueError:
        share = -1
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number from 0 to 1")
    return share


def _count(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise argparse.ArgumentTypeError(f"{value!r} is not a whole number from 0 on")
    return int(value)


def _report_path(value: str) -> str:
    if value == "-":
        raise argparse.ArgumentTypeError("standard output is for the text; name a file")
    return value
