"""The arguments of the command line: those of a hook are read at once, others by a parser for each command."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cleanpress.errors import CleanpressError

if TYPE_CHECKING:
    import argparse

__all__ = [
    "COMMANDS",
    "AnswerError",
    "Arguments",
    "EvalArguments",
    "LearnArguments",
    "PipelineArguments",
    "parse",
    "parse_completion",
    "parse_eval",
    "parse_learn",
    "parse_rules",
    "parser_of",
]

COMMANDS = ("", "check", "fix", "run", "rules", "eval", "learn", "completion")
"""The names of the commands; the empty one is ``cleanpress [FILE ...]``."""

_AT_ONCE = {
    "--exit-non-zero-on-fix": ("exit_non_zero_on_fix", True),
    "--force-exclude": ("force_exclude", True),
    "--jobs=1": ("jobs", 1),
    "--no-cache": ("cache_dir", ""),
    "--utf8-only": ("utf8_only", True),
}
"""What a hook says. It is understood without :mod:`argparse`, which takes a tenth of a start."""


class AnswerError(Exception):
    """Not a failure: the text that ``--help`` or ``--version`` asked for ends the parsing."""


class PipelineArguments:
    """What the command line said about the pipeline; None where it said nothing."""

    select: list[str] | None
    ignore: list[str] | None
    min_confidence: float | None
    profile: str | None
    config: str | None


class Arguments(PipelineArguments):
    """What the command line said about cleaning; None where it said nothing.

    The last ones exist where their command has them, and have these values where it has not.
    """

    command: str
    files: list[str]
    format: str | None
    stdin_filename: str | None
    encoding: str | None
    utf8_only: bool
    exclude: list[str] | None
    force_exclude: bool | None
    respect_gitignore: bool | None
    per_file_ignores: dict[str, list[str]] | None
    inline_ignores: bool | None
    show_settings: bool
    diff: bool
    report: bool
    report_json: str | None
    output_format: str | None = None
    output_file: str | None = None
    statistics: bool = False
    baseline: str | None = None
    write_baseline: str | None = None
    backup: str | None = None
    field: list[str] | None = None
    jobs: int | None = None
    keep_original: str | None = None
    report_field: str | None = None
    exit_non_zero_on_fix: bool = False
    cache_dir: str | None = None


class EvalArguments(PipelineArguments):
    """What the command line said about scoring; None where it said nothing."""

    cases: str
    split: str | None
    json: str | None
    failures: int
    floors: str | None


class LearnArguments:
    """What the command line said about learning; None where it said nothing."""

    corpora: list[str]
    output: str | None
    counts: str | None
    field: str
    site_field: str | None


def parse(command: str, argv: Sequence[str]) -> Arguments:
    """Read the arguments of ``cleanpress`` (an empty command), ``cleanpress check`` or ``cleanpress fix``.

    Raises CleanpressError when they are wrong, AnswerError when they ask for help or the version.

    >>> parse("", ["a.txt", "--ignore", "links,whitespace/line-end", "-"]).files
    ['a.txt', '-']
    """
    args = _of_a_hook(command, argv)
    if args is not None:
        return args
    parser = parser_of(command)
    # By hand, since argparse forgets a leading "--" when files and options are mixed.
    end = argv.index("--") if "--" in argv else len(argv)
    args = parser.parse_intermixed_args([_plain(parser, word) for word in argv[:end]], Arguments())
    args.files += argv[end + 1 :]
    args.command = command
    return args


def _of_a_hook(command: str, argv: Sequence[str]) -> Arguments | None:
    """The arguments of a hook: options without values, then files behind "--"; None if there is anything else."""
    end = argv.index("--") if "--" in argv else 0
    said = dict(_AT_ONCE[word] for word in argv[:end] if word in _AT_ONCE)
    if not end or len(said) != end or command not in (("fix",) if "exit_non_zero_on_fix" in said else ("check", "fix")):
        return None
    args = Arguments()
    for name, kind in (PipelineArguments.__annotations__ | Arguments.__annotations__).items():
        if not hasattr(args, name):
            setattr(args, name, False if kind == "bool" else None)
    vars(args).update(said, files=[*argv[end + 1 :]], command=command)
    return args


def _plain(parser: argparse.ArgumentParser, word: str) -> str:
    """A file that is named like an option, as hooks hand it over, by a name that is none."""
    known = word.partition("=")[0] in parser._option_string_actions
    return f"./{word}" if len(word) > 1 and word[0] == "-" and not known and os.path.lexists(word) else word


def parse_rules(argv: Sequence[str]) -> str | None:
    """Read the arguments of ``cleanpress rules [ID]``.

    Raises CleanpressError when they are wrong, AnswerError when they ask for help.

    >>> parse_rules(["links"])
    'links'
    """
    name: str | None = parser_of("rules").parse_args(argv).id
    return name


def parse_completion(argv: Sequence[str]) -> str:
    """Read the arguments of ``cleanpress completion SHELL``; raises what :func:`parse_rules` raises.

    >>> parse_completion(["zsh"])
    'zsh'
    """
    shell: str = parser_of("completion").parse_args(argv).shell
    return shell


def parse_eval(argv: Sequence[str]) -> EvalArguments:
    """Read the arguments of ``cleanpress eval CASES``; raises what :func:`parse_rules` raises.

    >>> parse_eval(["cases.jsonl", "--split", "dev"]).split
    'dev'
    """
    return parser_of("eval").parse_args(argv, EvalArguments())


def parse_learn(argv: Sequence[str]) -> LearnArguments:
    """Read the arguments of ``cleanpress learn CORPUS ...``; raises what :func:`parse_rules` raises.

    >>> parse_learn(["pages.jsonl", "-o", "profile.txt"]).field
    'text'
    """
    args = parser_of("learn").parse_args(argv, LearnArguments())
    if args.output is None and args.counts is None:
        raise CleanpressError("nothing to write; name a profile with -o; see 'cleanpress learn --help'")
    if args.counts is not None and not args.counts.endswith(".counts"):
        raise CleanpressError(f"--counts: {args.counts!r} must end in '.counts', so that it is known for what it is")
    return args


def parser_of(command: str) -> argparse.ArgumentParser:
    """The parser of a command, the empty one being ``cleanpress [FILE ...]``.

    >>> parser_of("fix").prog
    'cleanpress fix'
    """
    from cleanpress.cli.parsers import PARSERS

    return PARSERS[command]()
