"""``check`` and ``fix`` on long plain texts: what is found in a window is told, and written, before the next is read.

What was found in a file that is cleaned waits in a temporary file until the cleaned one has its name.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from hashlib import blake2b
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from cleanpress.cli import console
from cleanpress.cli.findings import Finding, Origin, findings_of
from cleanpress.cli.inputs import BOM, Cleaned, Source
from cleanpress.document import Document
from cleanpress.edits import Change
from cleanpress.errors import FileError
from cleanpress.files.jobs import signals_unwind
from cleanpress.files.source import SourceFile
from cleanpress.files.writing import Staged, stage
from cleanpress.result import Result
from cleanpress.windows import Piece, pieces, told

if TYPE_CHECKING:
    from cleanpress.cli.long_inputs import LongText
    from cleanpress.cli.settings import Settings

__all__ = ["LongFile"]

_NEAR = 256
"""Code points beside a window that are kept for what is told of its edges."""
_CHUNK = 1 << 18  # bytes
_DIGEST = 16  # bytes, as the cache has them


class LongFile:
    """A long text on its way through ``check`` or ``fix``."""

    def __init__(self, source: LongText, settings: Settings) -> None:
        self._source = source
        self._settings = settings
        self._found: Iterable[Finding] | None = None  # once it is cleaned in place
        self.changed = False
        self.says_nothing = True
        """Whether there was nothing to tell, once all findings have come."""
        self.digest = b""
        """By which the bytes of the file are known, once all of them were read."""

    def findings(self) -> Iterator[Finding]:
        """What is told of it, in the order of the text.

        Raises FileError when the file is not any more what it was, FilterError when a filter fails.
        """
        if self._found is not None:
            yield from self._found
            return
        with self._source.file:
            for found, _ in self._cleaned():
                yield from found

    def fix(self, backup: str | None) -> None:
        """Clean the file in place: as a whole, or not at all; findings can be had behind that.

        Raises FileError and FilterError as :meth:`findings`, and FileError as ``replace_file``.
        """
        waiting: BinaryIO = TemporaryFile()  # noqa: SIM115 - read when the findings are asked for
        self._found = _loaded(waiting)
        try:
            self._replace(waiting, backup)
        except BaseException:
            waiting.close()
            raise

    def _replace(self, waiting: BinaryIO, backup: str | None) -> None:
        source, written = self._source, blake2b(digest_size=_DIGEST)
        passed = len(source.bom)  # bytes before the first change
        staged: Staged | None = None
        with source.file, signals_unwind(), ExitStack() as stack:
            for found, piece in self._cleaned():
                if found:
                    pickle.dump(found, waiting)
                data = piece.text.encode()
                if staged is None:
                    if not (piece.changes or (piece.whole is not None and piece.whole.changed)):
                        passed += len(data)
                        continue
                    staged = stack.enter_context(stage(source.name, backup=backup))
                    for before in _beginning(source.file, passed):
                        written.update(before)
                        staged.file.write(before)
                written.update(data)
                staged.file.write(data)
            if staged is not None:
                self._publish(staged, written.digest())
                self.changed = True

    def _publish(self, staged: Staged, written: bytes) -> None:
        """Let the cleaned file take the name of the one that was read, if that is still the same."""
        name, status = self._source.name, os.fstat(self._source.file.fileno())
        self._source.file.close()  # some systems replace no file that is open

        def unchanged(file: BinaryIO, now: os.stat_result) -> bool:
            return os.path.samestat(now, status) and _digest_of(file) == self.digest

        try:
            if staged.status is None:
                raise FileError(name, "changed", "was removed by another program meanwhile; run again")
            staged.publish(unchanged)
        except FileError as error:
            # Another run may just have written the very same bytes: then everything is as it should be.
            if error.trouble != "changed" or not _holds(name, written):
                raise

    def _cleaned(self) -> Iterator[tuple[list[Finding], Piece]]:
        """What was found in each part of the text, and what became of it."""
        source, name = self._source, self._source.name
        read, lead = blake2b(source.bom, digest_size=_DIGEST), len(source.bom.decode())
        seen: dict[str, int] = {}
        kept: list[str] = []
        around = _Around(BOM * lead)
        pipeline = self._settings.pipeline_without(self._settings.per_file_ignores.ids(name))
        at, notice = lead, ""
        for piece in pieces(pipeline.run_whole, Document("", id=name), around.read(source.chunks(read.update))):
            stop = at + len(piece.text) - sum(len(new) - (end - start) for start, end, new in piece.changes)
            found: list[Finding] = []
            if piece.whole is not None:
                notice = piece.whole.notice
                whole = Source(name, "text", SourceFile(name, b"", piece.whole.document.source, "utf-8", source.bom))
                found = list(findings_of(Cleaned(whole, piece.whole)))
            elif piece.applied:
                found = _found(name, piece, *around.part(at, stop), lead, seen)
            yield found, piece
            at = stop
            around.drop(at)
            kept.append(piece.kept)
            self.says_nothing = self.says_nothing and not (found or piece.kept)
        self.digest = read.digest()
        if notice := notice or told(kept):
            self.says_nothing = False
            console.say(f"cleanpress: notice: {console.shown_name(name)}: {console.escaped(notice)}")


def _found(name: str, piece: Piece, text: str, origin: Origin, lead: int, seen: dict[str, int]) -> list[Finding]:
    """The findings in a part of the text; the offsets of the piece count from behind the byte order mark."""
    shift = lead - origin.chars
    changes = [Change(start + shift, end + shift, new) for start, end, new in piece.changes]
    spans = sorted((span[0] + shift, span[1] + shift, *span[2:]) for span in piece.applied)
    part = Source(name, "text", SourceFile(name, b"", text, "utf-8"))
    return list(findings_of(Cleaned(part, Result(Document(text), text, changes, spans)), origin, seen))


class _Around:
    """The part of the text that was read and is still asked for; what stands before it is only counted."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._origin = Origin()

    def read(self, chunks: Iterable[str]) -> Iterator[str]:
        """Pass chunks on, and keep what they hold."""
        for chunk in chunks:
            self._text += chunk
            yield chunk

    def part(self, start: int, stop: int) -> tuple[str, Origin]:
        """The text from the beginning of what is kept to somewhat behind an offset; and what stands before it."""
        return self._text[: stop + _NEAR - self._origin.chars], self._origin

    def drop(self, at: int) -> None:
        """Forget what stands before an offset, but for the line it is in, as far as that is near."""
        place = at - self._origin.chars
        begin = max(self._text.rfind("\n", 0, place) + 1, place - _NEAR, 0)
        if begin and self._text[begin - 1 : begin + 1] == "\r\n":
            begin -= 1
        self._origin = self._origin.behind(self._text[:begin])
        self._text = self._text[begin:]


def _beginning(file: BinaryIO, size: int) -> Iterator[bytes]:
    """The first bytes of a file, which then stands where it stood."""
    place = file.tell()
    file.seek(0)
    while size and (data := file.read(min(size, _CHUNK))):
        size -= len(data)
        yield data
    file.seek(place)


def _holds(name: str, digest: bytes) -> bool:
    try:
        with open(name, "rb") as file:
            return _digest_of(file) == digest
    except OSError:
        return False


def _digest_of(file: BinaryIO) -> bytes:
    """The digest of what is left of a file."""
    found = blake2b(digest_size=_DIGEST)
    while data := file.read(_CHUNK):
        found.update(data)
    return found.digest()


def _loaded(waiting: BinaryIO) -> Iterator[Finding]:
    """The findings that wait in a file."""
    with waiting:
        waiting.seek(0)
        while True:
            try:
                found: list[Finding] = pickle.load(waiting)  # noqa: S301 - what this process wrote, in a file without a name
            except EOFError:
                return
            yield from found
