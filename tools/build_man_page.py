"""Write the manual page from the parsers themselves: ``python tools/build_man_page.py``.

Writes ``docs/cleanpress.1``. Run it when an option is added or reworded; a test compares the page with the parsers.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from cleanpress import __version__
from cleanpress.cli.arguments import COMMANDS, parser_of

TARGET = Path(__file__).parents[1] / "docs" / "cleanpress.1"


def roff(text: str) -> str:
    r"""Text as roff takes it: hyphens that can be searched for, and no line that begins like a request.

    >>> roff(".a -b")
    '\\&.a \\-b'
    """
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


def paragraphs(text: str | None) -> Iterator[str]:
    """The paragraphs of a text, each on one line."""
    for part in (text or "").split("\n\n"):
        if part.strip():
            yield ".PP"
            yield roff(" ".join(part.split()))


def options(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The arguments and options of a command, by group."""
    for group in parser._action_groups:
        actions = group._group_actions
        if not actions:
            continue
        yield f".SS {roff((group.title or '').capitalize())}"
        for action in actions:
            yield ".TP"
            value = "" if action.nargs == 0 else f" \\fI{roff(str(action.metavar))}\\fR"
            names = ", ".join(f"\\fB{roff(name)}\\fR" for name in action.option_strings)
            yield names + value if names else value.strip()
            yield roff(action.help or "")


def page() -> str:
    """The manual page."""
    lines = [
        f'.TH CLEANPRESS 1 "" "cleanpress {__version__}" "User Commands"',
        ".SH NAME",
        "cleanpress \\- give back what the author wrote",
        ".SH SYNOPSIS",
    ]
    for command in COMMANDS:
        usage = (parser_of(command).usage or "").splitlines()[0]
        lines += [".br", roff(usage)]
    for command in COMMANDS:
        parser = parser_of(command)
        lines.append(".SH DESCRIPTION" if not command else f".SH CLEANPRESS {command.upper()}")
        lines += paragraphs(parser.description)
        lines += options(parser)
        lines += paragraphs(parser.epilog)
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the page; return the exit status."""
    TARGET.write_text(page(), encoding="utf-8")
    print(f"{TARGET}: {len(COMMANDS)} commands")
    return 0


if __name__ == "__main__":
    sys.exit(main())
