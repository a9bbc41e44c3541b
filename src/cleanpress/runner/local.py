"""The engine of one machine: parts in several processes, finished in any order."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any

from cleanpress.errors import CleanpressError
from cleanpress.runner.job import Job
from cleanpress.runner.work import Done, Work

__all__ = ["run_local"]


def run_local(job: Job, tasks: Sequence[Any], workers: int, work: Work) -> Iterator[Done]:
    """What became of each task, as they finish; the pipeline is made once a process.

    Raises CleanpressError when a process dies: what is finished stays, and the next run goes on from there.
    """
    if workers == 1 or len(tasks) < 2:
        yield from map(partial(work, job), tasks)
        return
    waiting = iter(tasks)
    # Never by fork: fsspec and Arrow have threads by now, and their locks would stay locked in the child.
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    with ProcessPoolExecutor(min(workers, len(tasks)), context, initializer=_begin, initargs=(job, work)) as pool:
        running: set[Future[Done]] = set()
        try:
            for task in waiting:
                running.add(pool.submit(_do, task))
                if len(running) >= 2 * workers:
                    finished, running = wait(running, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in finished)
            while running:
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in finished)
        except BrokenProcessPool as error:
            problem = "a process died in the middle of the work, perhaps for lack of memory"
            raise CleanpressError(f"{problem}; run again with fewer --workers, finished parts are kept") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_do_one: Callable[[Any], Done]


def _begin(job: Job, work: Work) -> None:
    """Set a worker up; an interrupt is for the first process to handle."""
    global _do_one
    _do_one = partial(work, job)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _do(task: Any) -> Done:
    return _do_one(task)
