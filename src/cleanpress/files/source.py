"""Reading files: bytes in, text by strict decoding, and back to bytes in the same encoding."""

from __future__ import annotations

import codecs
import os
import re
import stat
from functools import partial
from typing import NamedTuple

from cleanpress.errors import FileError

__all__ = [
    "SourceFile",
    "encode_text",
    "open_regular",
    "plain_name",
    "read_short",
    "read_source",
    "regular_file",
    "source_of",
    "text_codec",
    "unreadable",
]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the one of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEADS = frozenset(mark[:1] for mark, _ in _BOMS)
_NEEDS_MARK = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}
# Codecs in which a byte of ASCII need not mean itself: attackers hide markup in them.
_REFUSED = frozenset(("utf-7", "unicode-escape", "raw-unicode-escape", "idna", "punycode", "undefined", "hz"))
_MAGIC = {
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a zip archive",
    b"\x1f\x8b": "gzip data",
    b"\x28\xb5\x2f\xfd": "zstd data",
    b"BZh": "bzip2 data",
    b"\xfd7zXZ\x00": "xz data",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x89PNG": "an image",
    b"GIF8": "an image",
    b"\xff\xd8\xff": "an image",
    b"\x7fELF": "a program",
    b"PAR1": "Parquet data",
    b"SQLite format 3\x00": "a database",
}
_MAGICS = tuple(_MAGIC)
_BINARY = getattr(os, "O_BINARY", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_POINTER = b"version https://git-lfs.github.com/spec/"
_NUL_SHARE = 0.1
"""Share of NUL bytes from which a file is no text: stray ones are dirt, binary formats are full of them."""
_PIECE = 1 << 20
"""Bytes that are read at a time of a file of unknown size."""
_HEAD = 1024
"""Bytes in which a page has to declare its encoding, by the HTML standard."""
_DECLARED = rb"""(?i)(?:charset|encoding)\s{0,8}=\s{0,8}["']?([A-Za-z0-9_.:-]{2,40})"""


class SourceFile(NamedTuple):
    r"""A file as it was read: the bytes, the text, and what is needed to write it back alike.

    ``text`` is what stands behind the byte order mark ``bom`` (``b""`` if there is none), line ends as in the
    file. ``encoding`` is a codec of Python that writes no mark of its own, such as ``utf-8`` or ``utf-16-le``.
    ``status`` is what the system said of the file before it was read, None for bytes that came from no file. ``notice``
    is one sentence when the file says something else of its encoding than what it was read as, else empty.

    >>> source_of(b"\xef\xbb\xbfHarga naik.\r\n", "a.txt").text
    'Harga naik.\r\n'
    """

    path: str
    data: bytes
    text: str
    encoding: str
    bom: bytes = b""
    status: os.stat_result | None = None
    notice: str = ""


def read_source(path: str | os.PathLike[str], *, encoding: str | None = None) -> SourceFile:
    """Read a file and decode it strictly: by its byte order mark, else as ``encoding``, else as UTF-8.

    Raises FileError, which names the file, the byte and the remedy, when the file is missing, cannot be read, is no
    regular file (nothing else is opened, so no pipe is waited for), holds what is no text, or does not decode.
    """
    name = os.fspath(path)
    data, status = _read(name)
    return source_of(data, name, encoding=encoding, status=status)


def read_short(path: str, longest: int, *, encoding: str | None = None) -> SourceFile | None:
    """The same for a file of at most so many bytes; None for a longer one, which is not read."""
    data, status = _read(path, longest)
    if status.st_size > longest:
        return None
    return source_of(data, path, encoding=encoding, status=status)


def _read(name: str, longest: int | None = None) -> tuple[bytes, os.stat_result]:
    """The bytes of a regular file, none if there are more than ``longest``, and its status."""
    try:
        descriptor, status = _opened(name, os.O_RDONLY | _BINARY)
        try:
            size = status.st_size
            if longest is not None and size > longest:
                return b"", status
            data = os.read(descriptor, size + 1)
            if len(data) != size:  # it grows or shrinks, is longer than one call reads, or tells no size
                data += b"".join(iter(partial(os.read, descriptor, _PIECE), b""))
        finally:
            os.close(descriptor)
    except OSError as error:
        raise unreadable(name, error) from error
    return data, status


def source_of(
    data: bytes, path: str, *, encoding: str | None = None, status: os.stat_result | None = None
) -> SourceFile:
    r"""What :func:`read_source` makes of these bytes; for standard input and for files read elsewhere.

    Raises FileError when they are no text, or do not decode.

    >>> source_of(b"\xff\xfeH\x00i\x00", "a.txt").encoding
    'utf-16-le'
    """
    bom, name = b"", ""
    if data[:1] in _LEADS:
        bom, name = next((mark for mark in _BOMS if data.startswith(mark[0])), (bom, name))
    if not bom:
        name = "utf-8" if encoding is None else text_codec(path, encoding)
        _refuse_other_than_text(data, path, name)
    if not bom and name in _NEEDS_MARK:
        raise FileError(
            path, "undecodable", f"has no byte order mark; say --encoding {_NEEDS_MARK[name]} or {name}-be instead"
        )
    body = data[len(bom) :] if bom else data
    try:
        text = body.decode(name)
    except UnicodeDecodeError as error:
        raise _undecodable(data, path, name, len(bom) + error.start) from error
    except ValueError as error:  # some codecs of East Asia raise it bare
        raise FileError(path, "undecodable", f"not {name} ({error}); name its encoding with --encoding") from error
    if not name.startswith("utf-") and text.encode(name, "replace") != body:
        raise FileError(path, "undecodable", f"{name} would not write it back byte for byte; convert it to UTF-8 first")
    return SourceFile(path, data, text, name, bom, status, _notice(data, name))


def encode_text(source: SourceFile, text: str) -> bytes:
    r"""The bytes of a new text for a file: in its encoding and with its byte order mark.

    The bytes are decoded again and compared. Raises FileError when the encoding of the file lacks a character.

    >>> encode_text(source_of(b"\xff\xfea\x00", "a.txt"), "b")
    b'\xff\xfeb\x00'
    """
    if text == source.text:
        return source.data
    try:
        body = text.encode(source.encoding)
    except UnicodeEncodeError as error:
        char = f"U+{ord(text[error.start]):04X}"
        raise FileError(
            source.path,
            "unencodable",
            f"the cleaned text holds {char}, which {source.encoding} cannot write; convert it to UTF-8 first",
        ) from error
    if body.decode(source.encoding) != text:
        raise FileError(
            source.path, "unencodable", f"{source.encoding} would not read back what it writes; convert it to UTF-8"
        )
    return source.bom + body


def regular_file(path: str, status: os.stat_result, remedy: str = "pipe its text through standard input") -> None:
    """Raise FileError unless the status is that of a regular file; the message says what it is."""
    mode = status.st_mode
    if stat.S_ISREG(mode):
        return
    if stat.S_ISDIR(mode):
        raise FileError(path, "irregular", "is a folder; name the files in it")
    kinds = {
        stat.S_IFIFO: "a named pipe",
        stat.S_IFSOCK: "a socket",
        stat.S_IFCHR: "a device",
        stat.S_IFBLK: "a device",
    }
    kind = kinds.get(stat.S_IFMT(mode), "no regular file")
    raise FileError(path, "irregular", f"is {kind}; {remedy}")


def unreadable(path: str, error: OSError) -> FileError:
    """The FileError for what the system said when a file was opened or read."""
    if isinstance(error, FileNotFoundError):
        if os.path.islink(path):
            return FileError(path, "missing", "is a symbolic link to nothing; mend or remove the link")
        return FileError(path, "missing", "no such file; check the name")
    return FileError(path, "unreadable", f"cannot be read ({error.strerror or error}); check the file and its rights")


def plain_name(path: str) -> str:
    """A file name as text, read as UTF-8 whatever the locale; what is not UTF-8 stays a lone surrogate."""
    return os.fsencode(path).decode("utf-8", "surrogateescape")


def open_regular(path: str, flags: int) -> int:
    """An opener for ``open`` that opens regular files only. Raises FileError for others, OSError as ``os.open``."""
    return _opened(path, flags)[0]


def _opened(path: str, flags: int) -> tuple[int, os.stat_result]:
    """A descriptor for a regular file, and its status."""
    # The kind is asked first, since opening a device may do something, and again of what was opened.
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):
        regular_file(path, status)
    descriptor = os.open(path, flags | _NO_WAIT)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            regular_file(path, status)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor, status


def text_codec(path: str, encoding: str) -> str:
    """Python's name of an encoding, of one that writes no byte order mark if there is one.

    Raises FileError, in the name of the file, when it is unknown, no encoding of text, or one that hides markup.

    >>> text_codec("a.txt", "UTF8"), text_codec("a.txt", "utf-8-sig"), text_codec("a.txt", "latin-1")
    ('utf-8', 'utf-8', 'iso8859-1')
    """
    try:
        info = codecs.lookup(encoding)
        "".encode(encoding)
    except (LookupError, UnicodeError, ValueError) as error:
        raise FileError(path, "undecodable", f"unknown encoding {encoding!r}; name one that Python knows") from error
    if info.name in _REFUSED:
        raise FileError(
            path, "undecodable", f"{info.name} is never read: it can hide markup; convert it to UTF-8 first"
        )
    return "utf-8" if info.name == "utf-8-sig" else info.name


def _refuse_other_than_text(data: bytes, path: str, name: str) -> None:
    """Raise FileError for what is no text, or text in UTF-16 that nobody named."""
    kind = next(kind for magic, kind in _MAGIC.items() if data.startswith(magic)) if data.startswith(_MAGICS) else ""
    if data[257:262] == b"ustar":
        kind = "a tar archive"
    if kind:
        raise FileError(path, "binary", f"is {kind}, no text; left as it is")
    if data.startswith(_POINTER):
        raise FileError(path, "pointer", "is a pointer of git-lfs, not the file itself; run 'git lfs pull'")
    if (
        b"<" in data  # a search for one byte takes no time
        and b"<<<<<<<" in data
        and _has_line(data, b"<<<<<<< ")
        and _has_line(data, b"=======")
        and _has_line(data, b">>>>>>> ")
    ):
        raise FileError(path, "conflict", "holds a merge conflict; resolve it first")
    if name.startswith(("utf-16", "utf-32")):
        return
    nuls = data.count(0) if 0 in data else 0  # a count takes thirty times as long
    if nuls and nuls >= _NUL_SHARE * len(data):
        for start, wide in ((1, "utf-16-le"), (0, "utf-16-be")):
            if len(data) % 2 == 0 and data[start::2].count(0) == nuls:
                raise FileError(
                    path, "undecodable", f"looks like UTF-16 without a byte order mark; say --encoding {wide}"
                )
        raise FileError(path, "binary", f"{nuls} of {len(data)} bytes are NUL, no text; left as it is")


def _has_line(data: bytes, start: bytes) -> bool:
    return data.startswith(start) or b"\n" + start in data


def _undecodable(data: bytes, path: str, name: str, position: int) -> FileError:
    """Where decoding failed, and which encoding to try."""
    wide = name.startswith(("utf-16", "utf-32"))
    line = "" if wide else f"line {data.count(10, 0, position) + 1}, "
    byte = f" (0x{data[position]:02x})" if position < len(data) else ""
    declared = _declared(data)
    remedy = "say --encoding NAME if it is in another encoding, or convert it to UTF-8 first"
    if declared not in ("", name):
        remedy = f"it declares {declared}: say --encoding {declared}, or convert it to UTF-8 first"
    shown = name.upper() if name.startswith("utf-") else name
    return FileError(path, "undecodable", f"{line}byte offset {position}: not {shown}{byte}; {remedy}")


def _declared(data: bytes) -> str:
    """The encoding that a page or an XML file says it has, as a codec of Python; empty if none that may be used."""
    match = re.search(_DECLARED, data[:_HEAD])
    if match is None:
        return ""
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return ""
    return "" if name in _REFUSED else name


def _notice(data: bytes, name: str) -> str:
    declared = _declared(data) if name == "utf-8" and data[:64].lstrip(codecs.BOM_UTF8 + b" \t\r\n")[:1] == b"<" else ""
    if declared in ("", "utf-8") or data.isascii():
        return ""
    return f"declares {declared}, but is valid UTF-8 and was read as that"
