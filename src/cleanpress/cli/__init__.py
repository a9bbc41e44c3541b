"""The command line: ``cleanpress [FILE ...]`` filters text, ``rules`` explains the rules, ``eval`` scores.

Everything but the parser is imported when it is needed, so that ``cleanpress --version`` costs
little more than the interpreter.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from cleanpress.cli import console
from cleanpress.errors import CleanpressError

__all__ = ["main"]

DONE, FOUND, TROUBLE, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141
"""Exit statuses: success; ``check`` found something, or ``eval`` a figure below its floor; wrong use or input; Ctrl-C
(128 + SIGINT); reader gone (128 + SIGPIPE)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line with ``argv`` (default: the process's arguments); return the exit status.

    0 after success; 1 when ``check`` found something to clean, or ``eval`` a figure below its floor; 2 when
    the arguments, the settings or the input are wrong (one line on standard error says what and how to
    mend it, and nothing is written); 130 after an interrupt; 141 when the reader of the output has gone.

    >>> main(["--no-such-option"])
    2
    """
    try:
        return _run(sys.argv[1:] if argv is None else argv)
    except BrokenPipeError:
        console.silence(sys.stdout, sys.stderr)
        return BROKEN_PIPE
    except KeyboardInterrupt:
        console.silence(sys.stdout, sys.stderr)
        return INTERRUPTED
    except CleanpressError as error:
        console.say_error(str(error))
    except OSError as error:
        where = f"{console.shown_name(str(error.filename))}: " if error.filename else ""
        console.say_error(f"{where}{error.strerror or error}; check the file and the folders above it")
    return TROUBLE


def _run(argv: Sequence[str]) -> int:
    """Do what the arguments ask for."""
    from cleanpress.cli import arguments

    try:
        if argv[:1] == ["rules"]:
            name = arguments.parse_rules(argv[1:])
            from cleanpress.cli.rules import listing

            console.write_out([listing(name).encode()])
            return DONE
        if argv[:1] == ["eval"]:
            scoring = arguments.parse_eval(argv[1:])
            from cleanpress.cli.evaluation import score

            return DONE if score(scoring) else FOUND
        checking = argv[:1] == ["check"]
        args = arguments.parse(argv[1:] if checking else argv)
    except arguments.AnswerError as answer:
        console.write_out([str(answer).encode()])
        return DONE
    if not args.files and sys.stdin is not None and sys.stdin.isatty():
        console.say(arguments.SHORT_HELP)
        return TROUBLE
    from cleanpress.cli.cleaning import check, run

    if checking:
        return FOUND if check(args) else DONE
    run(args)
    return DONE
