"""The command line: ``cleanpress [FILE ...]`` filters text, ``check`` tells, ``fix`` cleans files in place.

``rules`` explains the rules, ``eval`` scores, ``completion`` prints what shells complete with.

Everything but the parser is imported when it is needed, so that ``cleanpress --version`` costs
little more than the interpreter.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cleanpress.cli import console
from cleanpress.errors import CleanpressError, FileError

if TYPE_CHECKING:
    from cleanpress.cli.arguments import Arguments

__all__ = ["main"]

DONE, FOUND, TROUBLE, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141
"""Exit statuses: success; something found or changed where that is asked for; wrong use or input; Ctrl-C
(128 + SIGINT); reader gone (128 + SIGPIPE)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line with ``argv`` (default: the process's arguments); return the exit status.

    0 after success; 1 when ``check`` found something to clean, ``--diff`` a difference, ``fix
    --exit-non-zero-on-fix`` changed a file, or ``eval`` has a figure below its floor; 2 when the arguments,
    the settings or the input are wrong (one line on standard error says what and how to mend it); 130 after an
    interrupt; 141 when the reader of the output has gone.

    >>> main(["--no-such-option"])
    2
    """
    argv = sys.argv[1:] if argv is None else argv
    try:
        return _run(argv)
    except BrokenPipeError:
        console.silence(sys.stdout, sys.stderr)
        return BROKEN_PIPE
    except KeyboardInterrupt:
        console.silence(sys.stdout, sys.stderr)
        return INTERRUPTED
    except FileError as error:
        console.say_file_error(_with_command(error, argv))
    except CleanpressError as error:
        console.say_error(str(error))
    except OSError as error:
        where = f"{console.shown_name(str(error.filename))}: " if error.filename else ""
        console.say_error(f"{where}{error.strerror or error}; check the file and the folders above it")
    return TROUBLE


def _with_command(error: FileError, argv: Sequence[str]) -> FileError:
    """The error for a file that is missing, with the command that its name is like, if it stands where one does."""
    if error.trouble != "missing" or [error.path] != list(argv[:1]):
        return error
    from difflib import get_close_matches

    from cleanpress.cli.arguments import COMMANDS

    near = get_close_matches(error.path, filter(None, COMMANDS), n=1, cutoff=0.75)
    return FileError(error.path, "missing", f"{error.problem}; or the command: {near[0]}") if near else error


def _run(argv: Sequence[str]) -> int:
    """Do what the arguments ask for."""
    from cleanpress.cli import arguments

    command = argv[0] if argv and argv[0] in arguments.COMMANDS else ""
    rest = argv[1:] if command else argv
    try:
        if command in ("", "check", "fix"):
            return _clean(arguments.parse(command, rest))
        if command == "run":
            from cleanpress.cli.running import run

            return run(rest)
        if command == "eval":
            scoring = arguments.parse_eval(rest)
            from cleanpress.cli.evaluation import score

            return DONE if score(scoring) else FOUND
        if command == "learn":
            learning = arguments.parse_learn(rest)
            from cleanpress.cli.learning import learn

            learn(learning)
            return DONE
        if command == "rules":
            name = arguments.parse_rules(rest)
            from cleanpress.cli.rules import listing

            text = listing(name)
        else:
            shell = arguments.parse_completion(rest)
            from cleanpress.cli.completion import script

            text = script(shell)
    except arguments.AnswerError as answer:
        text = str(answer)
    console.write_out([text.encode()])
    return DONE


def _clean(args: Arguments) -> int:
    """The commands that clean."""
    waiting = args.command == "fix" or (sys.stdin is not None and sys.stdin.isatty())
    if waiting and not args.files and not args.show_settings:
        from cleanpress.cli.parsers import SHORT_HELP

        console.say(SHORT_HELP)
        return TROUBLE
    if not args.command:
        from cleanpress.cli.commands import filter_text

        return filter_text(args)
    from cleanpress.cli import checking

    return checking.check(args) if args.command == "check" else checking.fix(args)
