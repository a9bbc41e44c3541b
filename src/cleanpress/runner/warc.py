"""WARC and WET: records whose text or page changes are written anew, all others are copied byte for byte."""

from __future__ import annotations

import base64
import codecs
import gzip
import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecordType

from cleanpress.document import Document, Format
from cleanpress.errors import FileError, FilterError
from cleanpress.runner.job import Job, Part
from cleanpress.runner.storage import open_bytes
from cleanpress.runner.tally import Tally

__all__ = ["clean_part"]

_FORMATS: dict[str, Format] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_DIGESTS = {"warc-block-digest", "warc-payload-digest"}
_ENCODINGS = {"content-encoding", "transfer-encoding"}
_BEGINNINGS = {"": b"WARC/", "gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
_META = re.compile(rb"""<meta[^<>]{0,200}charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)


class _Text(NamedTuple):
    """What a record holds for people: the headers before it, its document, and how it is encoded."""

    head: Any
    document: Document
    encoding: str


class _UnreadableError(Exception):
    """A record that is copied because its text cannot be read; the message says why."""


def clean_part(job: Job, part: Part, target: str, tally: Tally) -> bool:
    """Clean the records of an archive into the file ``target``; whether anything differs from the input."""
    pack = _packer(part)
    changed = False
    with open_bytes(part.path) as stream, open_bytes(part.path) as raw, Path(target).open("wb") as out:
        position: int | None = 0  # all before it is written; None: up to the record that comes
        for number, record in enumerate(_records(stream, part.path), 1):
            start = record.stream_pos
            _check_start(raw, start, part)
            if position is None:  # the record before was replaced
                position = start
            headers = record.headers.items_bytes()
            try:
                new = _cleaned(job, record, tally)
            except _UnreadableError as error:
                tally.skip(f"{part.path}: record {number} {error}; passed through as it is")
                new = None
            if new is not None:
                _copy(raw, out, position, start)
                out.write(pack(_written(record.headers.status_line_bytes, headers, *new)))
                changed, position = True, None
        if position is not None:
            _copy(raw, out, position, None)
    tally.total["bytes"] += part.size
    return changed


def _records(stream: BinaryIO, path: str) -> Iterator[Any]:
    try:
        yield from ArchiveIterator(stream, parse_http=False)
    except OSError as error:
        raise FileError(path, "damaged", f"cannot be read to its end ({error}); get the file anew") from error


def _check_start(raw: BinaryIO, start: int, part: Part) -> None:
    """Raise FileError where no record begins: then it shares a compressed member, and cannot be copied by itself."""
    raw.seek(start)
    if not raw.read(5).startswith(_BEGINNINGS[part.packing]):
        problem = "holds several records in one compressed member; compress each record by itself"
        raise FileError(part.path, "records", problem)


def _packer(part: Part) -> Callable[[bytes], bytes]:
    """What makes a compressed member of a record."""
    if part.packing == "gzip":
        return lambda data: gzip.compress(data, 6, mtime=0)
    if part.packing == "zstd":
        import zstandard

        return zstandard.ZstdCompressor(write_checksum=True).compress  # type: ignore[no-any-return,unused-ignore]
    return lambda data: data


def _cleaned(job: Job, record: Any, tally: Tally) -> tuple[bytes, bytes] | None:
    """The new content and payload of a record; None when it stays as it is."""
    found = _page(record) if record.record_type == WarcRecordType.response else _plain(record)
    if found is None:
        return None
    try:
        result = job.pipeline.run(found.document)
    except FilterError as error:
        raise _UnreadableError(f"cannot be cleaned: {error}") from error
    tally.count(result)
    if not result.changed:
        return None
    payload = result.text.encode(found.encoding, "xmlcharrefreplace" if found.document.format == "html" else "strict")
    return _http(found.head, len(payload)) + payload if found.head is not None else payload, payload


def _plain(record: Any) -> _Text | None:
    """The text of a conversion record, as WET files hold them, or of a resource."""
    kind = (record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    if record.record_type not in (WarcRecordType.conversion, WarcRecordType.resource) or kind not in _FORMATS:
        return None
    data = _content(record)
    return _Text(None, _document(record, _decoded(data, "utf-8"), _FORMATS[kind]), "utf-8")


def _page(record: Any) -> _Text | None:
    """The page of a response, unpacked."""
    if not (record.headers.get("Content-Type") or "").lower().startswith("application/http"):
        return None
    try:
        record.parse_http(auto_decode="all")
        kind = (record.http_content_type or "").lower()
        if kind not in _FORMATS:
            return None
        data = bytes(record.reader.read())
    except (OSError, ValueError) as error:
        raise _UnreadableError(f"has a response that cannot be read ({error})") from error
    meta = _META.search(data, 0, 2048)
    named = record.http_charset or (meta[1].decode() if meta else "utf-8")
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else named
    return _Text(record.http_headers, _document(record, _decoded(data, encoding), _FORMATS[kind]), encoding)


def _content(record: Any) -> bytes:
    data = bytes(record.reader.read())
    if len(data) != record.content_length:
        raise _UnreadableError(f"is cut off after {len(data)} of {record.content_length} bytes")
    return data


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise _UnreadableError(f"is not {encoding} ({error})") from error


def _document(record: Any, text: str, format_: Format) -> Document:
    language = (record.headers.get("WARC-Identified-Content-Language") or "").partition(",")[0].strip()
    return Document(text, format_, language or None, record.headers.get("WARC-Target-URI"), record.record_id)


def _http(headers: Any, length: int) -> bytes:
    """The headers of a response whose body is no longer packed."""
    kept = [(name, value) for name, value in headers.items_bytes() if name.decode("latin-1").lower() not in _ENCODINGS]
    lines = [(name, b"%d" % length if name.lower() == b"content-length" else value) for name, value in kept]
    return b"\r\n".join([headers.status_line_bytes, *(b"%b: %b" % line for line in lines), b"", b""])


def _written(version: bytes, headers: Any, content: bytes, payload: bytes) -> bytes:
    """A record as bytes: its length and digests are those of the new content."""
    lines = []
    for name, value in headers:
        lower = name.decode("latin-1").lower()
        if lower == "content-length":
            value = b"%d" % len(content)
        elif lower in _DIGESTS:
            value = _digest(content if lower == "warc-block-digest" else payload)
        lines.append(b"%b: %b\r\n" % (name, value))
    return b"%b\r\n%b\r\n%b\r\n\r\n" % (version, b"".join(lines), content)


def _digest(data: bytes) -> bytes:
    return b"sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest())


def _copy(raw: BinaryIO, out: BinaryIO, start: int, stop: int | None) -> None:
    """Copy bytes ``start`` to ``stop``, or to the end."""
    raw.seek(start)
    left = stop - start if stop is not None else None
    while left is None or left > 0:
        data = raw.read(1 << 20 if left is None else min(left, 1 << 20))
        if not data:
            return
        out.write(data)
        left = None if left is None else left - len(data)
