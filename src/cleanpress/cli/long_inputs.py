"""Long plain texts on their way from a file or a pipe to the output, a window at a time.

They are read twice: once to see that all of it is text in UTF-8, before anything is written, and once to be cleaned.
What comes through a pipe waits in a temporary file meanwhile. Whatever needs the text as a whole, such as another
encoding or comments that leave lines alone, is read as a whole, and so is what turns out to be no text.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from cleanpress.cli import console
from cleanpress.cli.inputs import Source, clean_source, input_format, read_input, standard_input
from cleanpress.document import LONG, Document
from cleanpress.errors import FileError
from cleanpress.files.source import open_regular, source_of, text_codec, unreadable
from cleanpress.windows import pieces, told

if TYPE_CHECKING:
    from cleanpress.cli.arguments import Arguments
    from cleanpress.cli.settings import Settings

__all__ = ["LongText", "cleaned_bytes", "read_any"]

_CHUNK = 1 << 18  # bytes
_CONFLICT, _DIRECTIVE = b"\n<<<<<<< ", b"cleanpress:"
_NUL_SHARE = 0.1


class LongText(NamedTuple):
    """A text that was seen to be UTF-8: its name, the open file, and the byte order mark at its beginning."""

    name: str
    file: BinaryIO
    bom: bytes

    def chunks(self, read: Callable[[bytes], object] = len) -> Iterator[str]:
        """The text behind the mark; ``read`` is given its bytes.

        Raises FileError when it is not any more what it was.
        """
        self.file.seek(len(self.bom))
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while data := self.file.read(_CHUNK):
                read(data)
                yield decoder.decode(data)
            yield decoder.decode(b"", final=True)
        except ValueError as error:
            problem = "was changed while it was read; what is told of it is cut, run again"
            raise FileError(self.name, "changed", problem) from error


def read_any(name: str, args: Arguments, settings: Settings) -> Source | LongText:
    """One input, ``-`` being standard input: opened, if it is long and may be cleaned in windows, else read.

    Raises FileError as :func:`read_input` does.
    """
    if name == "-":
        data = standard_input(LONG + 1)
        if len(data) <= LONG:
            return read_input(name, args, data)
        spool = _spooled(data)
        text = _checked(args.stdin_filename or "<stdin>", spool, args, settings)
        return text or read_input(name, args, _all_of(spool))
    try:
        file: BinaryIO = open(name, "rb", opener=open_regular)  # noqa: SIM115 - open as long as the text is
    except OSError as error:
        raise unreadable(name, error) from error
    if file.seek(0, 2) > LONG and (text := _checked(name, file, args, settings)):
        return text
    file.close()
    return read_input(name, args)


def cleaned_bytes(source: Source | LongText, settings: Settings) -> Iterator[bytes]:
    """What to write for an input; raises FilterError when a filter fails."""
    if isinstance(source, Source):
        return iter((clean_source(source, settings).data,))
    return _cleaned(source, settings)


def _cleaned(source: LongText, settings: Settings) -> Iterator[bytes]:
    yield source.bom
    pipeline = settings.pipeline_without(settings.per_file_ignores.ids(source.name))
    kept = []
    notice = ""
    with source.file:
        for piece in pieces(pipeline.run_whole, Document("", id=source.name), source.chunks()):
            kept.append(piece.kept)
            notice = piece.whole.notice if piece.whole else ""
            yield piece.text.encode()
    if notice := notice or told(kept):
        console.say(f"cleanpress: notice: {console.shown_name(source.name)}: {console.escaped(notice)}")


def _spooled(data: bytes) -> BinaryIO:
    """A temporary file with what has been read of standard input and the rest of it."""
    from tempfile import TemporaryFile

    file: BinaryIO = TemporaryFile()  # noqa: SIM115 - open as long as the text is
    while data:
        file.write(data)
        data = standard_input(_CHUNK)
    return file


def _all_of(file: BinaryIO) -> bytes:
    with file:
        file.seek(0)
        return file.read()


def _checked(name: str, file: BinaryIO, args: Arguments, settings: Settings) -> LongText | None:
    """The text in a file, if nothing about it asks for more than windows of plain UTF-8."""
    if input_format(name, args) != "text" or settings.selection.is_left_out(name):
        return None
    if args.encoding is not None and text_codec(name, args.encoding) != "utf-8":
        return None
    file.seek(0)
    head = file.read(_CHUNK)
    try:
        decoder = codecs.getincrementaldecoder("utf-8")()
        decoder.decode(head)
        first = source_of(head[: len(head) - len(decoder.getstate()[0])], name, encoding=args.encoding)
        if first.encoding != "utf-8" or first.notice or not _is_plain(file, head, decoder, settings):
            return None
    except (FileError, UnicodeDecodeError):
        return None  # what is wrong is said when all of it is read
    return LongText(name, file, first.bom)


def _is_plain(file: BinaryIO, data: bytes, decoder: codecs.IncrementalDecoder, settings: Settings) -> bool:
    """Whether the rest of a file is like its beginning; raises UnicodeDecodeError if it is no UTF-8."""
    nuls = size = 0
    seen = data
    while True:
        if _CONFLICT in seen or (settings.config.inline_ignores and _DIRECTIVE in seen):
            return False
        nuls += data.count(0)
        size += len(data)
        if not data:
            decoder.decode(b"", final=True)
            return nuls < _NUL_SHARE * size
        tail = seen[-16:]
        data = file.read(_CHUNK)
        decoder.decode(data)
        seen = tail + data
