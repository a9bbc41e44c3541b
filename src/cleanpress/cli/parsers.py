"""What makes the parser of each command: loaded when the arguments are more than a hook's."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from cleanpress import __version__
from cleanpress.cli import options
from cleanpress.cli.arguments import AnswerError
from cleanpress.errors import CleanpressError

if TYPE_CHECKING:
    from typing import NoReturn

__all__ = ["PARSERS", "SHORT_HELP"]

_USAGE = """\
cleanpress [OPTIONS] [FILE ...]
       cleanpress check [OPTIONS] [FILE ...]
       cleanpress fix [OPTIONS] FILE ...
       cleanpress run [OPTIONS] INPUT ... -o OUT
       cleanpress rules [ID]
       cleanpress eval [OPTIONS] CASES
       cleanpress learn [OPTIONS] CORPUS ... -o PROFILE
       cleanpress completion SHELL"""

SHORT_HELP = f"""\
usage: {_USAGE}

Reads text from the files, or from standard input ('-', or no file), and writes it cleaned to
standard output. 'cleanpress --help' tells more."""

_DESCRIPTION = """\
Gives back what the author wrote: strips injected spam links and scraper artifacts, repairs
mojibake, normalises white space. Reads plain text, HTML and Markdown from the files, or from
standard input ('-', or no file), and writes it cleaned to standard output; no file is changed."""

_SETTINGS = """\
Settings come from the nearest cleanpress.toml, or pyproject.toml with a [tool.cleanpress] table, at
or above the current folder; the options win over them."""

_EPILOG = f"""\
'cleanpress check' writes no text: it tells the edits that it would make. 'cleanpress fix' cleans
files in place, 'cleanpress run' large ones in parts. 'cleanpress rules' lists the rules,
'cleanpress rules ID' explains one; 'cleanpress eval' scores the filters on labelled cases;
'cleanpress learn' learns what the pages of sites have in common; 'cleanpress completion' prints
the completion for a shell. Files so named are ./check and so on.

{_SETTINGS}

exit status: 0 done; 1 '--diff' shows a difference; 2 the options, the settings or the input are
wrong, nothing was written; 130 interrupted; 141 the reader of the output has gone."""

_CHECK = """\
Tells what there is to clean in the files, or in what the folders hold, and changes nothing."""

_CHECK_EPILOG = f"""\
Of a folder the files whose format is known are read, but for those that .gitignore names and for
folders such as .git and node_modules.

{_SETTINGS}

exit status: 0 nothing to clean; 1 something to clean; 2 the options, the settings or an input are
wrong, the other inputs were checked; 130 interrupted; 141 the reader of the output has gone."""

_FIX = """\
Cleans the files, or those that the folders hold, in place. A file is replaced as a whole or not
at all; one with nothing to clean is not written."""

_FIX_EPILOG = f"""\
Of a folder the files whose format is known are cleaned, but for those that .gitignore names and
for folders such as .git and node_modules.

{_SETTINGS}

exit status: 0 done; 1 with '--exit-non-zero-on-fix' a file was changed, with '--diff' one would be;
2 the options, the settings or an input are wrong, the other files were cleaned; 130 interrupted."""

_EVAL = """\
Runs the filters on labelled cases and tells what share came out right, with 95 % intervals, by
form, language and rule, the worst first, and which cases failed."""

_EVAL_EPILOG = """\
The floors are those of the table [NAME.SPLIT]: the name of the cases' file without its suffix,
and the split, or 'all'. Settings are found as for cleaning.

exit status: 0 done; 1 a figure is below its floor; 2 the options, the settings or the cases are
wrong."""


_LEARN = """\
Learns what the pages of each site have in common: menus, footers, boxes, lists of other pages.
CORPUS is a file of JSON objects, one a line (.jsonl, .ndjson, also .gz), a folder of text, Markdown
or HTML files with one folder a site, or counts that an earlier run wrote. The profile is a text:
delete the lines that you want to keep in texts, and give it to 'cleanpress --profile PROFILE'."""

_LEARN_EPILOG = """\
To learn in parts, write counts for each part with --counts, then name the counts as CORPUS.

exit status: 0 done; 2 the options or the corpus are wrong."""


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


def _filter_parser() -> argparse.ArgumentParser:
    parser = _parser("cleanpress", _USAGE, _DESCRIPTION, _EPILOG)
    options.add_files(parser, "text to clean; '-' is standard input")
    options.add_reading(parser)
    options.add_pipeline(parser)
    options.add_reports(parser)
    options.add_records(parser, writing=True)
    options.add_jobs(parser, "1; more for records only")
    parser.add_argument("-o", "--output-file", metavar="FILE", help="write the result to FILE, whole or not at all")
    parser.add_argument("--version", action=_Answer, nargs=0, const=f"cleanpress {__version__}\n", help="version")
    return parser


def _check_parser() -> argparse.ArgumentParser:
    parser = _parser("cleanpress check", "cleanpress check [OPTIONS] [FILE ...]", _CHECK, _CHECK_EPILOG)
    options.add_files(parser, "file or folder to check; '-', or none, is standard input")
    options.add_reading(parser)
    options.add_pipeline(parser)
    options.add_reports(parser)
    options.add_records(parser, writing=False)
    options.add_findings(parser)
    options.add_baseline(parser)
    options.add_cache(parser)
    options.add_jobs(parser, "one for each core if there are many files")
    return parser


def _fix_parser() -> argparse.ArgumentParser:
    parser = _parser("cleanpress fix", "cleanpress fix [OPTIONS] FILE ...", _FIX, _FIX_EPILOG)
    options.add_files(parser, "file or folder to clean in place")
    options.add_writing(parser)
    options.add_records(parser, writing=True)
    options.add_reading(parser)
    options.add_pipeline(parser)
    options.add_reports(parser)
    options.add_findings(parser)
    options.add_cache(parser)
    options.add_jobs(parser, "one for each core if there are many files; 1 for records")
    return parser


def _run_parser() -> argparse.ArgumentParser:
    from cleanpress.cli.running import DESCRIPTION, EPILOG, add_options

    parser = _parser("cleanpress run", "cleanpress run [OPTIONS] INPUT ... -o OUT", DESCRIPTION, EPILOG)
    add_options(parser)
    options.add_pipeline(parser)
    return parser


def _rules_parser() -> argparse.ArgumentParser:
    parser = _parser("cleanpress rules", "cleanpress rules [ID]", "Lists the rules, or explains one.", "")
    parser.add_argument("id", metavar="ID", nargs="?", help="a rule, or a filter or family to list the rules of")
    return parser


def _learn_parser() -> argparse.ArgumentParser:
    parser = _parser("cleanpress learn", "cleanpress learn [OPTIONS] CORPUS ... -o PROFILE", _LEARN, _LEARN_EPILOG)
    option = parser.add_argument
    option("corpora", metavar="CORPUS", nargs="+", help="what to learn from")
    option("-o", "--output", metavar="FILE", help="write the profile to FILE")
    option("--counts", metavar="FILE", help="write what was counted to FILE, to be merged with that of other parts")
    option("--field", metavar="NAME", default="text", help="the key of a JSON object that holds the text (text)")
    option("--site-field", metavar="NAME", help="the key that holds the site or an address of it (site, else url)")
    return parser


def _completion_parser() -> argparse.ArgumentParser:
    what = "Prints the completion for a shell, to be saved where the shell looks for it."
    parser = _parser("cleanpress completion", "cleanpress completion SHELL", what, "")
    parser.add_argument("shell", metavar="SHELL", choices=("bash", "fish", "zsh"), help="bash, fish or zsh")
    return parser


def _eval_parser() -> argparse.ArgumentParser:
    parser = _parser("cleanpress eval", "cleanpress eval [OPTIONS] CASES", _EVAL, _EVAL_EPILOG)
    option = parser.add_argument
    option("cases", metavar="CASES", help="labelled cases: JSON objects, one a line")
    option("--split", metavar="NAME", help="score only the cases of this split")
    option("--json", metavar="FILE", help="write all figures and failing cases to FILE; '-' for standard output")
    option("--failures", metavar="N", type=options.count, default=10, help="failing cases to show (10)")
    option("--floors", metavar="FILE", help="compare with the floors in FILE; exit status 1 below one")
    options.add_pipeline(parser)
    return parser


PARSERS: dict[str, Callable[[], argparse.ArgumentParser]] = {
    "": _filter_parser,
    "check": _check_parser,
    "fix": _fix_parser,
    "run": _run_parser,
    "rules": _rules_parser,
    "eval": _eval_parser,
    "learn": _learn_parser,
    "completion": _completion_parser,
}
"""What makes the parser of each command; the empty one is ``cleanpress [FILE ...]``."""


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
