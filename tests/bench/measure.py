"""Process CPU time, always interleaved: A B C, A B C, so that a busy machine is busy for all alike."""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from corpora import Corpus
from subjects import Subject

__all__ = ["calls", "commands", "throughput"]

_WARM_UP = 20  # documents that run untimed, so that tables are read and patterns compiled


def throughput(subjects: Sequence[Subject], corpus: Corpus, repetitions: int) -> dict[str, list[float]]:
    """CPU seconds each subject takes for the whole corpus, one figure per repetition.

    Every figure is taken on new strings; decoding them is not timed.
    """
    for subject in subjects:
        for document in corpus.documents[:_WARM_UP]:
            subject.call(document.decode())
    seconds: dict[str, list[float]] = {subject.name: [] for subject in subjects}
    for _ in range(repetitions):
        for subject in subjects:
            texts = corpus.texts()
            gc.collect()
            seconds[subject.name].append(_timed(subject, texts))
    return seconds


def calls(subjects: Sequence[Subject], text: str, number: int, repetitions: int) -> dict[str, list[float]]:
    """CPU microseconds of one call on a short text, the mean of ``number`` calls per repetition."""
    corpus = Corpus("one text", (text.encode(),) * number)
    seconds = throughput(subjects, corpus, repetitions)
    return {name: [1e6 * figure / number for figure in figures] for name, figures in seconds.items()}


def _timed(subject: Subject, texts: Sequence[str]) -> float:
    call = subject.call
    start = process_time()
    for text in texts:
        call(text)
    return process_time() - start


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
                figure = _child(line, folder)
                if repetition:
                    taken[name].append(figure)
    bare = taken["bare interpreter"]
    return {
        name: figures if figures is bare else [own - base for own, base in zip(figures, bare, strict=True)]
        for name, figures in taken.items()
    }


def _child(line: Sequence[str], folder: str) -> float:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}
    command = [sys.executable, *line]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True, timeout=600)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
