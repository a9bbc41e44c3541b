"""Inputs of the command line: files and standard input, read strictly, cleaned with what their comments ask for."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from cleanpress.cli import console
from cleanpress.document import LONG, Document, Format
from cleanpress.errors import ConfigError, DataError, FileError
from cleanpress.files.formats import format_of
from cleanpress.files.source import SourceFile, encode_text, read_short, read_source, source_of
from cleanpress.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cleanpress.cli.arguments import Arguments
    from cleanpress.cli.findings import Finding
    from cleanpress.cli.settings import Settings

__all__ = [
    "Cleaned",
    "Source",
    "clean_source",
    "cleaned",
    "digest_of",
    "document_of",
    "input_format",
    "may_be_long",
    "read_ahead",
    "read_input",
    "say_notices",
    "standard_input",
]

BOM = "\ufeff"
_FORMATS = get_args(Format)


class Source(NamedTuple):
    """One input: the name it goes by, the format it is read in, its bytes and text."""

    name: str
    format: Format
    file: SourceFile

    @property
    def shown(self) -> str:
        """The name as it may be printed."""
        return console.shown_name(self.name)

    @property
    def lead(self) -> int:
        """Code points before the text proper: 1 for a byte order mark, else 0."""
        return bool(self.file.bom)

    @property
    def text(self) -> str:
        """The text, a byte order mark included: what offsets in reports count in."""
        return BOM * self.lead + self.file.text


class Cleaned(NamedTuple):
    """One input and what cleaning it gave; the result's offsets count from behind the byte order mark."""

    source: Source
    result: Result

    @property
    def data(self) -> bytes:
        """The bytes to write: those read, if nothing changed. Raises FileError when its encoding lacks a character."""
        return encode_text(self.source.file, self.result.text) if self.result.changed else self.source.file.data

    def findings(self) -> Iterator[Finding]:
        """What is told of it, in the order of the text."""
        if not (self.result.edits or self.result.flags):
            return iter(())
        from cleanpress.cli.findings import findings_of

        return findings_of(self)


def may_be_long(name: str) -> bool:
    """Whether an input, ``-`` being standard input, may be too long to be cleaned as a whole."""
    try:
        return name == "-" or os.stat(name).st_size > LONG
    except (OSError, ValueError):
        return False  # what is wrong with it is said when it is read


def read_input(name: str, args: Arguments, piped: bytes | None = None) -> Source:
    """Read one input, ``-`` being standard input, as the arguments say; ``piped`` is what that holds, if known.

    Raises FileError naming it, the place and the remedy.
    """
    if name == "-":
        name = args.stdin_filename or "<stdin>"
        format_ = input_format(name, args)
        file = source_of(standard_input() if piped is None else piped, name, encoding=args.encoding)
    else:
        format_ = input_format(name, args)
        file = read_source(name, encoding=args.encoding)
    return _accepted(name, format_, file, args)


def read_ahead(name: str, args: Arguments) -> Source | None:
    """Read a file as :func:`read_input` does; None if it may be too long to be cleaned as a whole."""
    format_ = input_format(name, args)
    file = read_short(name, LONG, encoding=args.encoding)
    return None if file is None else _accepted(name, format_, file, args)


def _accepted(name: str, format_: Format, file: SourceFile, args: Arguments) -> Source:
    if args.utf8_only and file.encoding != "utf-8":
        raise FileError(name, "undecodable", f"is in {file.encoding.upper()}, not in UTF-8")
    return Source(name, format_, file)


def input_format(name: str, args: Arguments) -> Format:
    """The format of an input by the arguments, else by its name. Raises FileError when it holds records."""
    if args.format in _FORMATS:
        return args.format  # type: ignore[return-value]
    found = format_of(name)
    if found == "jsonl" or found == "csv":
        raise FileError(name, "format", "holds records; say which field is the text, for instance --field text")
    return found


def standard_input(size: int = -1) -> bytes:
    """What is left of standard input, or so many bytes of it. Raises DataError when it cannot be read."""
    if sys.stdin is None:
        raise DataError("standard input is closed; name a file")
    try:
        return sys.stdin.buffer.read(size)
    except OSError as error:
        raise DataError(f"<stdin>: cannot be read ({error.strerror}); check where it comes from") from error


def document_of(source: Source) -> Document:
    """The document that an input is."""
    return Document(source.file.text, source.format, id=source.name)


def clean_source(source: Source, settings: Settings) -> Cleaned:
    """What :func:`cleaned` gives; and what is to be noticed is said. Raises FilterError when a filter fails."""
    item = cleaned(source, settings)
    say_notices(item)
    return item


def say_notices(item: Cleaned) -> None:
    """Say what is to be noticed of an input and of what cleaning it gave."""
    for notice in filter(None, (item.source.file.notice, item.result.notice)):
        console.say(f"cleanpress: notice: {item.source.shown}: {console.escaped(notice)}")


def cleaned(source: Source, settings: Settings) -> Cleaned:
    """Clean one input without what its name and its comments leave out. Raises FilterError when a filter fails."""
    document = document_of(source)
    if settings.selection.is_left_out(source.name):
        return Cleaned(source, Result(document, document.source))
    ids = settings.per_file_ignores.ids(source.name)
    if settings.config.inline_ignores and "cleanpress:" in source.file.text:
        return Cleaned(source, _heeding_comments(source, document, settings, ids))
    return Cleaned(source, settings.pipeline_without(ids).run(document))


def digest_of(data: bytes) -> bytes:
    """The 16 bytes by which the bytes of a file are known."""
    digest: bytes = _sha256()(data, usedforsecurity=False).digest()
    return digest[:16]


@lru_cache(maxsize=1)  # to ask for a module that is there takes some microseconds each time
def _sha256() -> Callable[..., Any]:
    from hashlib import sha256  # processors know it: half the time of what is fast without

    return sha256


def _heeding_comments(source: Source, document: Document, settings: Settings, ids: tuple[str, ...]) -> Result:
    from cleanpress.cli.directives import find_directives, heeding

    directives = find_directives(document)
    known = {name for name in directives.ids if _is_known(name, source)}
    if directives.whole_file:
        return Result(document, document.source)
    pipeline = settings.pipeline_without((*ids, *(name for name in directives.file_ids if name in known)))
    return heeding(pipeline).run_whole(document) if directives.regions else pipeline.run(document)


def _is_known(name: str, source: Source) -> bool:
    """Whether an id in a comment is one; if not, that is said: a comment must not seem to work."""
    from cleanpress.filters import BUILTIN
    from cleanpress.filters.base import check_ids

    try:
        check_ids([name], [make() for make in BUILTIN.values()])
    except ConfigError as error:
        console.say(f"cleanpress: warning: {source.shown}: 'cleanpress: ignore': {console.escaped(str(error))}")
        return False
    return True
