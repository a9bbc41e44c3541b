"""Compressed records, read and written piece by piece: gzip, and zstd with the extra ``cleanpress[zstd]``."""

from __future__ import annotations

import importlib
import io
import zlib
from typing import Any, Literal, Protocol

from cleanpress.errors import FileError

__all__ = ["Packer", "Unpacked", "packer"]

_PIECE = {"gzip": 1 << 14, "zstd": 1 << 10}
"""Compressed bytes unpacked at a time. A piece grows to 17 MB of gzip or 33 MB of zstd at worst."""
_BOMB_SIZE = 1 << 30
_BOMB_RATIO = 500
"""A file that has become a GiB and more than 500 times its size is refused: prose shrinks to a tenth, lists to less."""
_GZIP = 31  # zlib's number for the format of gzip


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


class _Stream(Protocol):
    def read1(self, size: int, /) -> bytes: ...


class Packer(Protocol):
    """What compresses a stream."""

    def compress(self, data: bytes, /) -> bytes:
        """Take bytes in; the compressed bytes that are ready."""
        ...

    def flush(self) -> bytes:
        """The last compressed bytes."""
        ...


class Unpacked(io.RawIOBase):
    r"""The bytes that a compressed stream holds, in all its members one after the other, in constant memory.

    Raises FileError naming the file when it is cut, damaged, of another kind, followed by something else, or a bomb
    (above 1 GiB and 500 times its size).

    >>> import gzip
    >>> packed = io.BytesIO(gzip.compress(b"a\n") + gzip.compress(b"b\n"))
    >>> Unpacked(packed, "news.jsonl.gz", "gzip").readall()
    b'a\nb\n'
    """

    def __init__(self, stream: _Stream, path: str, kind: Literal["gzip", "zstd"]) -> None:
        self._stream = stream
        self._path = path
        self._kind = kind
        self._error = zlib.error if kind == "gzip" else _zstd(path).ZstdError
        self._member: _Unpacker | None = None
        self._input = b""
        self._ready = b""
        self._members = self._taken = self._given = 0
        self._fresh = True  # nothing of the present member has been unpacked

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed wants any buffer
        """Fill the buffer, as raw streams do; 0 at the end."""
        while not self._ready:
            if not self._more():
                return 0
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _more(self) -> bool:
        """Unpack one piece; whether there was one."""
        piece = self._input or self._stream.read1(_PIECE[self._kind])
        self._taken += len(piece) - len(self._input)
        self._input = b""
        if not piece:
            if self._member is not None or not self._members:
                raise self._damaged("is cut off" if self._taken else "is empty")
            return False
        if self._member is None:
            if self._members:
                piece = piece.lstrip(b"\0") if self._kind == "gzip" else piece  # tapes and blocks pad with NULs
            if not piece:
                return True
            self._member = self._new_member()
        try:
            self._ready = self._member.decompress(piece)
        except self._error as error:
            if self._given or self._members:
                what = "is followed by something else" if self._fresh else "is damaged"
            else:
                what = f"is no {self._kind} data"
            raise self._damaged(f"{what} ({error})") from error
        self._fresh = False
        self._given += len(self._ready)
        if self._given > _BOMB_SIZE and self._given > _BOMB_RATIO * self._taken:
            raise self._damaged(f"grows to more than {_BOMB_RATIO} times its size")
        if self._member.eof:
            self._input = self._member.unused_data
            self._member = None
            self._members += 1
        return True

    def _new_member(self) -> _Unpacker:
        self._fresh = True
        if self._kind == "gzip":
            return zlib.decompressobj(_GZIP)
        unpacker: _Unpacker = _zstd(self._path).ZstdDecompressor().decompressobj()
        return unpacker

    def _damaged(self, what: str) -> FileError:
        return FileError(self._path, "damaged", f"{what} at compressed byte {self._taken}; get the file anew")


def packer(path: str, kind: Literal["gzip", "zstd"]) -> Packer:
    """What compresses for a file of this kind, always to the same bytes. Raises FileError without zstandard."""
    if kind == "gzip":
        return zlib.compressobj(6, zlib.DEFLATED, _GZIP)
    made: Packer = _zstd(path).ZstdCompressor(write_checksum=True).compressobj()
    return made


def _zstd(path: str) -> Any:
    try:
        return importlib.import_module("zstandard")
    except ImportError as error:
        problem = "zstd is read with the extra: pip install 'cleanpress[zstd]'"
        raise FileError(path, "unreadable", problem) from error
