"""Files of records: cleaned into another file or in place, in one process or in several."""

from __future__ import annotations

import io
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, NoReturn, cast

from cleanpress.errors import FileError
from cleanpress.files.formats import compression_of
from cleanpress.files.packed import Unpacked, packer
from cleanpress.files.records import Cleaned, RecordCleaner, RecordNote, Summary
from cleanpress.files.source import open_regular, unreadable
from cleanpress.files.streams import Block, Reader, Runner, clean_records
from cleanpress.files.writing import stage

if TYPE_CHECKING:
    from concurrent.futures import Future
    from types import FrameType

__all__ = [
    "clean_record_file",
    "in_processes",
    "print_record_file",
    "print_record_stream",
    "read_records",
    "signals_unwind",
]

_AHEAD = 4
"""Blocks handed out for each worker: enough that none waits, few enough that memory stays small."""


def clean_record_file(
    source: str,
    target: str | None,
    cleaner: RecordCleaner,
    *,
    jobs: int = 1,
    backup: str | None = None,
    on_note: Callable[[RecordNote], object] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Summary:
    """Clean a file of records into ``target``, or in place when that is None or the same file.

    The target appears whole or not at all, with the rules of ``replace_file``; in place, a file without changes is not
    written. Names that end in ``.gz`` or ``.zst`` are read and written compressed. ``jobs`` processes clean, each
    reading its own ranges of the file; the output is the same for any number. ``progress`` is told after each block how
    many bytes of the file, of how many, were read.

    Raises FileError when the file cannot be read to its end, changes meanwhile, or cannot be written; nothing appears
    under the name of the target then.

    >>> import pathlib, tempfile
    >>> from cleanpress import Pipeline
    >>> cleaner = RecordCleaner(Pipeline.default(), ("text",))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "news.jsonl")
    ...     path.write_bytes(b'{"text": "Harga  naik."}')
    ...     clean_record_file(str(path), None, cleaner).changed
    ...     path.read_bytes()
    24
    1
    b'{"text": "Harga naik."}'
    """
    in_place = target is None or (os.path.exists(target) and os.path.samefile(source, target))
    goal = source if target is None or in_place else target
    with _opened(source) as file, signals_unwind(), stage(goal, backup=backup) as staged:
        before = os.fstat(file.fileno())
        write, finish = _writer(goal, staged.file)
        summary = _clean_file(file, write, cleaner, jobs=jobs, on_note=on_note, progress=progress)
        finish()
        file.close()  # some systems replace no file that is open
        if not in_place:
            staged.publish()
        elif summary.changed or cleaner.adds_columns:
            staged.publish(lambda _, status: _state(status) == _state(before))
    return summary


def print_record_file(
    source: str,
    write: Callable[[bytes], object],
    cleaner: RecordCleaner,
    *,
    jobs: int = 1,
    on_note: Callable[[RecordNote], object] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Summary:
    """Clean a file of records into a stream, which gets them as they come, not compressed.

    The arguments are those of :func:`clean_record_file`. Raises FileError when the file cannot be read to its end; what
    came before is written by then.

    >>> import pathlib, tempfile
    >>> from cleanpress import Pipeline
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "news.jsonl")
    ...     path.write_bytes(b'{"text": "Harga  naik."}')
    ...     cleaned = []
    ...     print_record_file(str(path), cleaned.append, RecordCleaner(Pipeline.default(), ("text",))).edits
    24
    1
    >>> b"".join(cleaned)
    b'{"text": "Harga naik."}'
    """
    with _opened(source) as file:
        return _clean_file(file, write, cleaner, jobs=jobs, on_note=on_note, progress=progress)


def print_record_stream(
    stream: Reader,
    write: Callable[[bytes], object],
    cleaner: RecordCleaner,
    *,
    jobs: int = 1,
    on_note: Callable[[RecordNote], object] | None = None,
    tick: Callable[[], object] | None = None,
) -> Summary:
    """Clean a stream of records, compressed if the name for messages says so, into another one, as ``clean_records``.

    Raises FileError when the stream ends too early or holds no records; what came before is written by then.

    >>> import io
    >>> from cleanpress import Pipeline
    >>> out = io.BytesIO()
    >>> stream = io.BytesIO(b'{"text": "Harga  naik."}')
    >>> print_record_stream(stream, out.write, RecordCleaner(Pipeline.default(), ("text",))).changed
    1
    """
    run = in_processes(_checked(jobs), None) if jobs > 1 else None
    return clean_records(_unpacked(stream, cleaner.path), write, cleaner, on_note=on_note, run=run, tick=tick)


def read_records(path: str, stream: Reader | None = None) -> bytes:
    """All bytes of a file of records, or of a stream, unpacked as the name says.

    Raises FileError when it cannot be read to its end.
    """
    if stream is None:
        with _opened(path) as file:
            return read_records(path, cast("Reader", file))
    unpacked = _unpacked(stream, path)
    pieces = iter(lambda: unpacked.read1(1 << 20), b"")
    return b"".join(pieces)


def _checked(jobs: int) -> int:
    if jobs < 1:
        raise ValueError(f"jobs must be 1 or more, got {jobs}")
    return jobs


def _opened(path: str) -> BinaryIO:
    try:
        return open(path, "rb", opener=open_regular)
    except OSError as error:
        raise unreadable(path, error) from error


def _clean_file(
    file: BinaryIO,
    write: Callable[[bytes], object],
    cleaner: RecordCleaner,
    *,
    jobs: int,
    on_note: Callable[[RecordNote], object] | None,
    progress: Callable[[int, int], object] | None,
) -> Summary:
    path = file.name
    before = os.fstat(file.fileno())
    run = in_processes(jobs, None if compression_of(path) else file) if _checked(jobs) > 1 else None
    tick = None if progress is None else lambda: progress(file.tell(), before.st_size)
    summary = clean_records(_unpacked(cast("Reader", file), path), write, cleaner, on_note=on_note, run=run, tick=tick)
    if _state(os.fstat(file.fileno())) != _state(before):
        raise FileError(path, "changed", "was changed by another program meanwhile; run again")
    return summary


def _state(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _unpacked(file: Reader, path: str) -> Reader:
    kind = compression_of(path)
    return file if kind is None else io.BufferedReader(Unpacked(file, path, kind), 1 << 18)


def _writer(path: str, file: BinaryIO) -> tuple[Callable[[bytes], object], Callable[[], object]]:
    """What takes the bytes for a file, and what takes the last ones."""
    kind = compression_of(path)
    if kind is None:
        return file.write, lambda: None
    pack = packer(path, kind)
    return (lambda data: file.write(pack.compress(data))), (lambda: file.write(pack.flush()))


def in_processes(jobs: int, file: BinaryIO | None) -> Runner:
    """Clean blocks in several processes, which read their ranges of ``file`` themselves, or are sent the bytes."""

    def run(cleaner: RecordCleaner, blocks: Iterable[Block]) -> Iterator[tuple[Block, Cleaned | None]]:
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        state = None if file is None else _state(os.fstat(file.fileno()))
        start = (cleaner, None if file is None else file.name, state)
        ahead: deque[tuple[Block, Future[Cleaned] | None]] = deque()
        with ProcessPoolExecutor(jobs, initializer=_begin, initargs=start) as pool:
            try:
                for block in blocks:
                    task = None
                    if not block.too_long:
                        task = pool.submit(_clean, block.offset, len(block.data), b"" if file else block.data)
                    ahead.append((block, task))
                    if len(ahead) > _AHEAD * jobs:
                        yield _done(ahead)
                while ahead:
                    yield _done(ahead)
            except BrokenProcessPool as error:
                problem = "a process ended in the middle of the work, perhaps for lack of memory; try fewer --jobs"
                raise FileError(cleaner.path, "records", problem) from error
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    return run


def _done(ahead: deque[tuple[Block, Future[Cleaned] | None]]) -> tuple[Block, Cleaned | None]:
    block, task = ahead.popleft()
    return block, None if task is None else task.result()


_worker: tuple[RecordCleaner, int]


def _begin(cleaner: RecordCleaner, path: str | None, state: tuple[int, ...] | None) -> None:
    """Set a worker up: signals are the business of the first process, and it must not outlive that."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_follow, daemon=True).start()
    descriptor = -1
    if path is not None:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        if _state(os.fstat(descriptor)) != state:
            raise FileError(path, "changed", "was changed by another program meanwhile; run again")
    _worker = cleaner, descriptor


def _follow() -> NoReturn:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _clean(offset: int, size: int, data: bytes) -> Cleaned:
    cleaner, descriptor = _worker
    if not data:
        os.lseek(descriptor, offset, os.SEEK_SET)
        data = os.read(descriptor, size)
        if len(data) < size:
            raise FileError(cleaner.path, "changed", "was changed by another program meanwhile; run again")
    return cleaner.block(data)


@contextmanager
def signals_unwind() -> Iterator[None]:
    """Let the first SIGINT, SIGTERM or SIGHUP end the block as an exception, so that it cleans up; later ones wait."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    expected = (signal.SIG_DFL, signal.default_int_handler)
    before = {number: signal.getsignal(number) for number in numbers}
    mine = [number for number in numbers if before[number] in expected]

    def end(number: int, _: FrameType | None) -> NoReturn:
        for other in mine:
            signal.signal(other, signal.SIG_IGN)
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        raise SystemExit(128 + number)

    try:
        for number in mine:
            signal.signal(number, end)
        yield
    finally:
        for number in mine:
            signal.signal(number, before[number])
