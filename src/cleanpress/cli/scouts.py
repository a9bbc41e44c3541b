"""Processes that look at many files ahead of the run: they tell in which there is nothing to tell.

Whatever else is in a file, or wrong with it, the run finds and says itself, in its order, as if no scout had been
there. So a scout that ends early costs time and nothing else.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["scouted"]

_MOST = 16  # scouts
_CHUNK = 32  # files that a scout looks at before it tells
_SAID = 16  # bytes that are told of a file, behind one that says whether there is nothing to tell


def scouted(
    names: Sequence[str], look: Callable[[Sequence[str]], Iterable[bytes]], scouts: int | None = None
) -> Iterator[bytes]:
    """What ``look`` says of names, in order, asked in other processes: 16 bytes, or none if the run has to look.

    ``scouts`` is how many processes, by default one for each core; without a second core, or where there is no fork,
    the run has to look at all.

    >>> list(scouted(["a", "b"], lambda names: [name.encode() * 16 if name > "a" else b"" for name in names], 2))
    [b'', b'bbbbbbbbbbbbbbbb']
    """
    scouts = _scouts() if scouts is None else scouts
    if not scouts:
        yield from (b"" for _ in names)
        return
    chunks = [names[start : start + _CHUNK] for start in range(0, len(names), _CHUNK)]
    sent: list[_Scout] = []
    try:
        for number in range(scouts):
            sent.append(_Scout(chunks[number::scouts], look, [scout.pipe for scout in sent]))
        for number, chunk in enumerate(chunks):
            yield from sent[number % scouts].said(len(chunk))
    finally:
        for scout in sent:
            scout.recall()


def _scouts() -> int:
    threading = sys.modules.get("threading")
    if not hasattr(os, "fork") or (threading is not None and threading.active_count() > 1):
        return 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST) if cores > 1 else 0


class _Scout:
    """A process that looks at some chunks of names, and the pipe on which it tells."""

    def __init__(
        self, chunks: Sequence[Sequence[str]], look: Callable[[Sequence[str]], Iterable[bytes]], others: Sequence[int]
    ) -> None:
        self.pipe, end = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            try:
                _silence()
                for pipe in (*others, self.pipe):  # so that it ends when the run does
                    os.close(pipe)
                for chunk in chunks:
                    _write(end, b"".join(map(_record, look(chunk))))
            finally:
                os._exit(0)
        os.close(end)
        self._file = open(self.pipe, "rb")  # noqa: SIM115 - read while the run goes on, closed by recall

    def said(self, files: int) -> Iterator[bytes]:
        """What it says of the next files; nothing of those that it did not come to."""
        told = self._file.read(files * (_SAID + 1)).ljust(files * (_SAID + 1), b"\0")
        for start in range(0, len(told), _SAID + 1):
            yield told[start + 1 : start + 1 + _SAID] if told[start] else b""

    def recall(self) -> None:
        """End it, wherever it is: it changes nothing."""
        self._file.close()
        os.kill(self._pid, 9)
        os.waitpid(self._pid, 0)


def _record(said: bytes) -> bytes:
    return (b"\1" + said if said else b"").ljust(_SAID + 1, b"\0")


def _write(end: int, data: bytes) -> None:
    while data:
        data = data[os.write(end, data) :]


def _silence() -> None:
    """What is to be said, the run says itself."""
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the process ends
    for stream in (1, 2):
        os.dup2(sys.stdout.fileno(), stream)
