"""Cleaning documents in several processes, in order and without holding the corpus in memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias

from cleanpress.document import Document
from cleanpress.errors import FilterError
from cleanpress.result import Result

if TYPE_CHECKING:
    from cleanpress.pipeline import Pipeline

__all__ = ["pipe_processes"]

_BATCH = 64
"""Documents a task: one a task costs six times the CPU of large batches, which delay the first result."""


def pipe_processes(
    pipeline: Pipeline,
    documents: Iterable[Document | str],
    *,
    workers: int,
    on_error: Literal["raise", "keep"],
) -> Iterator[Result]:
    """Clean documents in ``workers`` processes; results come in order, at most two batches a worker ahead.

    >>> from cleanpress import Pipeline
    >>> [r.text for r in pipe_processes(Pipeline.default(), ["a  b"] * 2, workers=2, on_error="raise")]
    ['a b', 'a b']
    """
    source = iter(documents)
    work = partial(_clean_batch, pipeline, on_error)
    with ProcessPoolExecutor(workers) as pool:
        ahead: deque[Future[_Done]] = deque()
        try:
            while True:
                while len(ahead) < 2 * workers and (batch := list(islice(source, _BATCH))):
                    ahead.append(pool.submit(work, batch))
                if not ahead:
                    return
                results, error = ahead.popleft().result()
                yield from results
                if error is not None:
                    raise error
        finally:
            for future in ahead:
                future.cancel()


_Done: TypeAlias = tuple[list[Result], FilterError | None]


def _clean_batch(pipeline: Pipeline, on_error: Literal["raise", "keep"], batch: list[Document | str]) -> _Done:
    """The results of a batch up to the first failure, and that failure: it is raised when its turn comes."""
    results: list[Result] = []
    try:
        for result in pipeline.pipe(batch, on_error=on_error):
            results.append(result)  # one by one: what came before a failure is not lost
    except FilterError as error:
        return results, error
    return results, None
