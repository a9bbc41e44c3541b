"""Which format a file is in, by the end of its name."""

from __future__ import annotations

import os
from typing import Literal, TypeAlias

from cleanpress.errors import FileError

__all__ = ["FileFormat", "compression_of", "format_of"]

FileFormat: TypeAlias = Literal["text", "html", "markdown", "jsonl", "csv"]
"""What a file may be: a document of one of the three formats of :class:`~cleanpress.Document`, or records."""

_FORMATS: dict[str, FileFormat] = {
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
}
_UNREAD = {
    ".json": "one JSON document; write one record a line (.jsonl) to have it cleaned",
    ".parquet": "Parquet, which is not read; write its records as JSONL",
    ".bz2": "bzip2 data, which is not read; use gzip or zstd",
    ".xz": "xz data, which is not read; use gzip or zstd",
    ".zip": "an archive; take the files out of it",
    ".tar": "an archive; take the files out of it",
    ".tgz": "an archive; take the files out of it",
    ".7z": "an archive; take the files out of it",
    ".pdf": "a PDF document; take its text out of it",
}
_COMPRESSIONS: dict[str, Literal["gzip", "zstd"]] = {".gz": "gzip", ".zst": "zstd", ".zstd": "zstd"}


def format_of(path: str | os.PathLike[str]) -> FileFormat:
    """The format of a file by the end of its name; ``text`` if it tells nothing.

    Records may be compressed (``news.jsonl.gz``). Raises FileError when the name tells of what cannot be read
    faithfully.

    >>> format_of("news.JSONL.gz"), format_of("README")
    ('jsonl', 'text')
    """
    name = os.fspath(path)
    lower = name.lower()
    end = lower[dot:] if (dot := lower.rfind(".")) >= 0 else ""
    if end in _UNREAD:
        raise FileError(name, "format", f"is {_UNREAD[end]}")
    packed = compression_of(name) if end in _COMPRESSIONS else None
    if packed:
        lower = lower[: lower.rindex(".")]
    elif end not in _FORMATS:
        return "text"
    elif lower[-len(end) - 1 : -len(end)].isalnum():
        return _FORMATS[end]  # as nearly all names
    found = _FORMATS.get(os.path.splitext(lower)[1], "text")
    if packed and found not in ("jsonl", "csv"):
        raise FileError(name, "format", "is compressed, which is read of records only (.jsonl, .csv); unpack it first")
    return found


def compression_of(path: str | os.PathLike[str]) -> Literal["gzip", "zstd"] | None:
    """How a file is compressed, by the end of its name.

    >>> compression_of("news.csv.zst")
    'zstd'
    """
    return _COMPRESSIONS.get(os.path.splitext(os.fspath(path).lower())[1])
