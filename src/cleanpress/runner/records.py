"""JSONL and CSV: what the part's bytes hold, or a compressed file, as :mod:`cleanpress.files` cleans records."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Literal, cast

from cleanpress.files.packed import Unpacked, packer
from cleanpress.files.records import RecordCleaner, RecordNote
from cleanpress.files.streams import Reader, clean_records
from cleanpress.runner.job import Job, Part
from cleanpress.runner.storage import open_bytes
from cleanpress.runner.tally import Tally

__all__ = ["clean_part"]


def clean_part(job: Job, part: Part, target: str, tally: Tally) -> bool:
    """Clean the records of a part into the file ``target``; whether anything differs from the input."""
    cleaner = RecordCleaner(
        job.pipeline,
        (job.field,),
        cast(Literal["jsonl", "csv"], part.kind),
        report_field=job.report_field,
        url_field=job.url_field,
        language_field=job.language_field,
        content=job.content,
        path=part.path,
        on_result=lambda _, __, result: tally.count(result),
    )

    def note(said: RecordNote) -> None:
        if said.broken:
            tally.skip(f"{part.path}: record {said.number}{'' if part.whole else f' of {part.name}'} {said.message}")

    with open_bytes(part.path) as stream, Path(target).open("wb") as out:
        reader = _reader(stream, part)
        write, finish = _writer(out, part)
        summary = clean_records(reader, write, cleaner, on_note=note, at_start=part.start == 0, ask_fields=False)
        finish()
    tally.total["bytes"] += part.stop - part.start
    return bool(summary.changed) or cleaner.adds_columns


def _reader(stream: BinaryIO, part: Part) -> Reader:
    if part.packing:
        return io.BufferedReader(Unpacked(_Range(stream, 0, part.size), part.path, part.packing), 1 << 18)
    return _Range(stream, part.start, part.stop)


def _writer(out: BinaryIO, part: Part) -> tuple[Callable[[bytes], object], Callable[[], object]]:
    if not part.packing:
        return out.write, lambda: None
    pack = packer(part.path, part.packing)
    return (lambda data: out.write(pack.compress(data))), (lambda: out.write(pack.flush()))


class _Range:
    r"""The lines of a stream that begin in a range of bytes, the last one to its end.

    >>> _Range(io.BytesIO(b"one\ntwo\n"), 1, 8).read1(99)
    b'two\n'
    """

    def __init__(self, stream: BinaryIO, start: int, stop: int) -> None:
        self._stream = stream
        self._left = stop - start
        self._ended = True
        if start:
            stream.seek(start - 1)
            self._left += 1
            self._ended = False  # the line that begins before is another part's, unless it ends here
            while self._left > 0 and not self._ended:
                self._take(stream.readline(1 << 20))
            if self._left <= 0:
                self._ended = True

    def _take(self, data: bytes) -> bytes:
        self._left -= len(data)
        self._ended = not data or data.endswith(b"\n")
        return data

    def read1(self, size: int, /) -> bytes:
        """The next bytes, at most this many; none at the end."""
        if self._left > 0:
            return self._take(self._stream.read(min(size, self._left)))
        return b"" if self._ended else self._take(self._stream.readline(size))
