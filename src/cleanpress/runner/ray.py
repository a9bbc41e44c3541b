"""The engine of a cluster: the same parts as tasks of Ray, which starts those of a lost node again elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cleanpress.errors import CleanpressError
from cleanpress.runner.job import Job
from cleanpress.runner.work import Done, Work

__all__ = ["run_ray"]


def run_ray(job: Job, tasks: Sequence[Any], workers: int, work: Work) -> Iterator[Done]:
    """What became of each task, as they finish, on the Ray cluster this process is in, or else on one of its own.

    At most ``workers`` tasks are handed out at a time (0: two for each core of the cluster). A task writes its own
    output and publishes it whole, so a part that runs twice, or whose node dies, is neither lost nor there twice.
    Inputs and outputs must be where every node can reach them, and cleanpress must be installed on every node.
    """
    try:
        import ray
    except ImportError as error:
        raise CleanpressError("the engine 'ray' needs Ray; pip install 'cleanpress[ray]'") from error
    if not ray.is_initialized():
        ray.init(log_to_driver=False, logging_level="warning")
    limit = workers or 2 * max(int(ray.cluster_resources().get("CPU", 1)), 1)
    shared = ray.put(job)
    remote: Any = ray.remote(num_cpus=1, max_retries=-1)(work)  # -1: as often as nodes die; errors are results
    running: list[Any] = []
    for task in tasks:
        running.append(remote.remote(shared, task))
        if len(running) >= limit:
            finished, running = ray.wait(running)
            yield from ray.get(finished)
    while running:
        finished, running = ray.wait(running)
        yield from ray.get(finished)
