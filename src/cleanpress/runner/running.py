"""A run from inputs to summary, whatever the engine."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from cleanpress.data import rules_version
from cleanpress.errors import CleanpressError, ConfigError
from cleanpress.runner import storage
from cleanpress.runner.job import Job, Part, plan
from cleanpress.runner.tally import Tally
from cleanpress.runner.work import Done, Work, do_part

__all__ = ["Progress", "Summary", "run"]

Engine = Callable[[Job, Sequence[Any], int, Work], Iterator[Done]]
Progress = Callable[["Summary"], object]
"""Called when a part is finished, with the summary so far."""


@dataclass
class Summary:
    """What a run came to. ``parts`` were planned, ``finished`` are done, ``earlier`` of them by a run before.

    ``bytes`` were read by this run, in ``seconds``; the tally is that of all finished parts.
    """

    parts: int
    bytes: int = 0
    finished: int = 0
    earlier: int = 0
    seconds: float = 0.0
    tally: Tally = field(default_factory=Tally)
    errors: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    """Where each part went, in the order of the inputs."""

    def to_dict(self) -> dict[str, Any]:
        """The summary as plain JSON types."""
        return {
            "rules_version": rules_version(),
            "parts": self.parts,
            "finished": self.finished,
            "earlier": self.earlier,
            "seconds": round(self.seconds, 3),
            **self.tally.to_dict(),
            "errors": self.errors,
            "outputs": self.outputs,
        }


def run(
    job: Job,
    inputs: Iterable[str],
    *,
    engine: Literal["local", "ray"] = "local",
    workers: int | None = None,
    learn: str | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Clean the inputs into ``job.out``: files, folders, glob patterns, addresses that fsspec knows.

    Parts that an earlier run finished with the same input, settings and rules are not done again. Of each input comes
    a file of the same kind and name, or several, ``NAME.00000-of-00003.jsonl``, which joined in order are what one
    file would be. ``_cleanpress/summary.json`` in the output folder holds the summary. ``workers`` is the number of
    processes, by default one for each core; for Ray it is the number of parts at a time, by default what fits.
    ``learn`` makes it two passes: the first learns a profile of the sites from all inputs and writes it to this file,
    the second cleans with it.

    Raises CleanpressError when the plan cannot be made, or the engine fails as a whole; errors of single files are
    in the summary, with everything else done.

    >>> run(Job("cleaned"), ["pages/*.jsonl.gz"]).tally.total["edits"]  # doctest: +SKIP
    12
    """
    started = time.monotonic()
    parts = plan(job, inputs)
    summary = Summary(len(parts))
    storage.clear_scratch(job.out)
    at_a_time = workers or (os.cpu_count() or 1 if engine == "local" else 0)
    if learn is not None:
        job = _learned(job, parts, _engine(engine), at_a_time, learn)
    for done in _engine(engine)(job, parts, at_a_time, do_part):
        summary.tally.add(done.tally)
        summary.finished += not done.error
        summary.earlier += done.earlier
        summary.bytes += 0 if done.earlier else done.tally.total["bytes"]
        summary.seconds = time.monotonic() - started
        if done.error:
            summary.errors.append(done.error)
        if progress is not None:
            progress(summary)
    summary.outputs = [part.target(job) for part in parts]
    summary.errors.sort()
    text = json.dumps(summary.to_dict(), ensure_ascii=False, indent=1) + "\n"
    storage.write_bytes(f"{job.out.rstrip('/')}/{storage.WORK}/summary.json", text.encode("utf-8", "replace"), job.out)
    storage.clear_scratch(job.out)
    return summary


def _learned(job: Job, parts: list[Part], engine: Engine, workers: int, path: str) -> Job:
    """The job with the profile that its inputs make: counted for each part, merged, written to ``path``."""
    from cleanpress.runner import learning

    def do(tasks: Sequence[Any], work: Work) -> None:
        errors = [done.error for done in engine(job, tasks, workers, work) if done.error]
        if errors:
            raise CleanpressError("; ".join(sorted(errors)))  # a profile of some of the inputs would be another one

    do(parts, learning.learn_part)
    templates = learning.merged(job, parts, do)
    templates.save(path)
    return replace(job, pipeline=learning.with_profile(job.pipeline, templates))


def _engine(name: str) -> Engine:
    if name == "local":
        from cleanpress.runner.local import run_local

        return run_local
    if name == "ray":
        from cleanpress.runner.ray import run_ray

        return run_ray
    raise ConfigError(f"unknown engine {name!r}; known: local, ray")
