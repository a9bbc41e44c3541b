"""Process CPU time, always interleaved: A B C, A B C, so that a busy machine is busy for all alike."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import NamedTuple

from corpora import Corpus
from subjects import Subject

__all__ = ["Used", "calls", "child", "commands", "each", "interleaved", "throughput"]

_WARM_UP = 20  # documents that run untimed, so that tables are read and patterns compiled


def interleaved(
    jobs: Mapping[str, Callable[[list[str]], object]],
    make: Callable[[], list[str]],
    repetitions: int,
    before: Callable[[], list[str]] | None = None,
) -> dict[str, list[float]]:
    """CPU seconds of each job, one figure per repetition; each gets what ``make`` makes anew, untimed.

    A job of a few milliseconds begins with the caches and branches as others left them, and pays for that in a
    share that depends on how much text there is; what ``before`` makes runs untimed right before each timing.
    """
    for job in jobs.values():
        job(make()[:_WARM_UP])
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(repetitions):
        for name, job in jobs.items():
            made, other = make(), before() if before else []
            gc.collect()
            job(other)
            start = process_time()
            job(made)
            seconds[name].append(process_time() - start)
    return seconds


def throughput(subjects: Sequence[Subject], corpus: Corpus, repetitions: int) -> dict[str, list[float]]:
    """CPU seconds each subject takes for the whole corpus, one figure per repetition.

    Every figure is taken on new strings; decoding them is not timed.
    """
    return interleaved({subject.name: each(subject.call) for subject in subjects}, corpus.texts, repetitions)


def each(call: Callable[[str], object]) -> Callable[[list[str]], None]:
    """A job that calls something on every text."""

    def run(texts: list[str]) -> None:
        for text in texts:
            call(text)

    return run


def calls(subjects: Sequence[Subject], text: str, number: int, repetitions: int) -> dict[str, list[float]]:
    """CPU microseconds of one call on a short text, the mean of ``number`` calls per repetition."""
    corpus = Corpus("one text", (text.encode(),) * number)
    seconds = throughput(subjects, corpus, repetitions)
    return {name: [1e6 * figure / number for figure in figures] for name, figures in seconds.items()}


def commands(text: str, repetitions: int) -> dict[str, list[float]]:
    """CPU milliseconds, user and system, of fresh processes: a bare interpreter, and others above it.

    They run in a folder of their own, where no settings file is found, and on compiled modules: the
    first, untimed round fills a cache of its own, whatever the environment says about bytecode.
    """
    with TemporaryDirectory() as folder:
        names = [f"{number}.txt" for number in range(500)]
        for name in names:
            Path(folder, name).write_text(text, encoding="utf-8")
        cleanpress = ("-m", "cleanpress")
        lines: Mapping[str, tuple[str, ...]] = {
            "bare interpreter": ("-c", "pass"),
            "cleanpress --version": (*cleanpress, "--version"),
            "cleanpress, one clean file": (*cleanpress, names[0]),
            "cleanpress, 500 clean files": (*cleanpress, *names),
            "import ftfy": ("-c", "import ftfy"),
        }
        taken: dict[str, list[float]] = {name: [] for name in lines}
        for repetition in range(repetitions + 1):
            for name, line in lines.items():
                figure = child(line, folder).milliseconds
                if repetition:
                    taken[name].append(figure)
    bare = taken["bare interpreter"]
    return {
        name: figures if figures is bare else [own - base for own, base in zip(figures, bare, strict=True)]
        for name, figures in taken.items()
    }


class Used(NamedTuple):
    """What a process and those it started took: CPU, user and system, and the peak memory of the largest."""

    milliseconds: float
    megabytes: float


# The peak of a process begins with that of the one it was forked from: a small one stands between.
_LAUNCHER = """
import json, os, sys
null = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
child = os.posix_spawn(sys.executable, [sys.executable, *sys.argv[1:]], os.environ, file_actions=null)
_, status, used = os.wait4(child, 0)
print(json.dumps([status, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


def child(line: Sequence[str], folder: str) -> Used:
    """Run the interpreter with these arguments in a folder, its output thrown away.

    Raises RuntimeError when it fails.
    """
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}
    done = subprocess.run(
        [sys.executable, "-S", "-c", _LAUNCHER, *line],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
        timeout=3600,
    )
    status, seconds, kilobytes = json.loads(done.stdout)
    if status:
        raise RuntimeError(f"{' '.join(line)} ended with {os.waitstatus_to_exitcode(status)}")
    return Used(1000 * seconds, kilobytes * (1024 if sys.platform != "darwin" else 1) / 1e6)
