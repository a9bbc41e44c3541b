"""Processes that look at many files ahead of the run, each at a share of them.

Whatever they do not say of a file, the run finds itself, in its order, as if no scout had been there. So a scout that
ends early costs time and nothing else.
"""

from __future__ import annotations

import gc
import marshal
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

__all__ = ["cores", "scouted"]

_MOST = 16  # scouts that are sent unless somebody asks for more
_CHUNK = 32  # files that a scout looks at before it tells
_SIZE = 8  # bytes before what is told of a chunk that say how long it is


def cores() -> int:
    """How many processes may work at once for good; 1 where there is no fork, or other threads hold locks."""
    threading = sys.modules.get("threading")
    if not hasattr(os, "fork") or (threading is not None and threading.active_count() > 1):
        return 1
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(found, _MOST)


def scouted(names: Sequence[str], look: Callable[[Sequence[str]], Iterable[Any]], scouts: int) -> Iterator[Any]:
    """What ``look`` says of names, in order, asked in so many other processes; None where none of them came to it.

    What it says is of the plain types that :mod:`marshal` knows.

    >>> list(scouted(["a", "b"], lambda names: [(name, len(name)) for name in names], 2))
    [('a', 1), ('b', 1)]
    """
    chunks = [names[start : start + _CHUNK] for start in range(0, len(names), _CHUNK)]
    sent: list[_Scout] = []
    try:
        for number in range(min(scouts, len(chunks))):
            sent.append(_Scout(chunks[number::scouts], look, [scout.pipe for scout in sent]))
        for number, chunk in enumerate(chunks):
            yield from sent[number % scouts].said() or [None] * len(chunk)
    finally:
        for scout in sent:
            scout.recall()


class _Scout:
    """A process that looks at some chunks of names, and the pipe on which it tells."""

    def __init__(
        self, chunks: Sequence[Sequence[str]], look: Callable[[Sequence[str]], Iterable[Any]], others: Sequence[int]
    ) -> None:
        self.pipe, end = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            try:
                gc.freeze()  # what the run holds is not looked through, which would copy it
                _silence()
                for pipe in (*others, self.pipe):  # so that it ends when the run does
                    os.close(pipe)
                for chunk in chunks:
                    told = marshal.dumps(list(look(chunk)))
                    _write(end, len(told).to_bytes(_SIZE) + told)
            finally:
                os._exit(0)
        os.close(end)
        self._file = open(self.pipe, "rb")  # noqa: SIM115 - read while the run goes on, closed by recall

    def said(self) -> list[Any]:
        """What it says of the next chunk; nothing if it did not come to its end."""
        size = int.from_bytes(self._file.read(_SIZE))
        told = self._file.read(size)
        return marshal.loads(told) if told and len(told) == size else []  # noqa: S302 - own

    def recall(self) -> None:
        """End it, wherever it is: it changes nothing."""
        self._file.close()
        os.kill(self._pid, 9)
        os.waitpid(self._pid, 0)


def _write(end: int, data: bytes) -> None:
    while data:
        data = data[os.write(end, data) :]


def _silence() -> None:
    """What is to be said, the run says itself."""
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the process ends
    for stream in (1, 2):
        os.dup2(sys.stdout.fileno(), stream)
