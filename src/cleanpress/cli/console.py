"""What the command line writes, and how: bytes to standard output, one safe line to standard error.

File names and text come from strangers. Shown ones are escaped, so that no terminal sequence, line
break or bidirectional override gets through, and never stand where a log reader takes them for a command.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cleanpress.errors import CleanpressError, FileError

if TYPE_CHECKING:
    from typing import BinaryIO, TextIO

__all__ = [
    "escaped",
    "output",
    "path_name",
    "plain_name",
    "quoted",
    "say",
    "say_error",
    "say_file_error",
    "shown_name",
    "silence",
    "write_out",
]

_WIDTH = 60
"""Characters of a quoted excerpt, escapes counted as written."""

# Printable by category, invisible all the same: joiners, fillers, selectors, blanks.
_UNSEEN = frozenset(
    map(chr, (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164, 0xFFA0))
).union(map(chr, range(0xFE00, 0xFE10)), map(chr, range(0xE0100, 0xE01F0)))


def escaped(text: str) -> str:
    r"""The text on one line, with everything that cannot be seen written as a Python escape.

    A doubled number sign is broken up too: some build logs take ``##[`` for a command anywhere in a line.

    >>> print(escaped("a\x1b[31m\nb"))
    a\x1b[31m\nb
    """
    if not text.isprintable() or not _UNSEEN.isdisjoint(text):
        text = "".join(map(_visible, text))
    return text.replace("##", "#\\x23")


def _visible(char: str) -> str:
    if char.isprintable() and char not in _UNSEEN:
        return char
    return char.encode("unicode_escape").decode("ascii")


def quoted(text: str) -> str:
    r"""An excerpt in double quotes, escaped, cut to 60 characters; three dots behind it tell of a cut.

    >>> print(quoted('say "a\tb"'))
    "say \"a\tb\""
    """
    parts, width = [], 0
    for char in text[: _WIDTH + 1]:
        part = f"\\{char}" if char in '"\\' else _visible(char)
        width += len(part)
        if width > _WIDTH:
            break
        parts.append(part)
    return f'"{"".join(parts)}"'.replace("##", "#\\x23") + ("..." if len(parts) < len(text) else "")


def shown_name(path: str) -> str:
    """A file name for people: escaped, and never like a command to a build log, an option, or a formula.

    >>> shown_name("::error::x")
    './::error::x'
    """
    name = escaped(plain_name(path))
    return f"./{name}" if name[:1] in ("", *" :-=+@") else name


def plain_name(path: str) -> str:
    """A file name as text, read as UTF-8 whatever the locale; what is not UTF-8 stays a lone surrogate."""
    return os.fsencode(path).decode("utf-8", "surrogateescape")


def path_name(path: str) -> str:
    """A file name for programs that look for the file: as text, without needless steps such as ``./``.

    >>> path_name("./docs//a.md")
    'docs/a.md'
    """
    return plain_name(os.path.normpath(path)) if path else path


def output() -> BinaryIO:
    """Standard output for bytes. Raises CleanpressError when it is closed, or a stand-in without bytes."""
    stream: BinaryIO | None = getattr(sys.stdout, "buffer", None)
    if stream is None:
        raise CleanpressError("standard output is closed; send it to a file or a pipe")
    return stream


def write_out(chunks: Iterable[bytes]) -> None:
    """Write bytes to standard output, and see that they arrive.

    Raises CleanpressError when standard output is closed or full, BrokenPipeError when its reader has gone.
    """
    stream = output()
    try:
        for chunk in chunks:
            rest = memoryview(chunk)
            while rest:  # with PYTHONUNBUFFERED the stream may take only a part at a time
                rest = rest[stream.write(rest) :]
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence(sys.stdout)
        raise CleanpressError(f"standard output: {error.strerror}; the output is cut, write it elsewhere") from error


def say(*lines: str) -> None:
    """Write lines, already made safe, to standard error; if that is closed there is nobody to tell."""
    if sys.stderr is not None and lines:
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        sys.stderr.flush()


def say_error(message: str) -> None:
    """The one line that says what went wrong and what to do."""
    try:
        say(f"cleanpress: error: {escaped(message)}")
    except OSError:
        silence(sys.stderr)  # the exit status has to speak for itself


def say_file_error(error: FileError) -> None:
    """The same for what is wrong with a file: its name is shown as a name."""
    say_error(f"{shown_name(error.path)}: {error.problem}")


def silence(*streams: TextIO | None) -> None:
    """Send what is still buffered for these streams nowhere: nobody reads them any more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
