"""Files at scale: many inputs in parts, each cleaned by one worker and published whole, on one machine or a cluster.

A run is a plan (:mod:`~cleanpress.runner.job`), a function that does one part (:mod:`~cleanpress.runner.work`), and an
engine that calls it for each. What a part gives depends on nothing but its input, the settings and the rules, so the
engine, the number of workers and interruptions change no byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleanpress.runner.job import Job, Part, plan
    from cleanpress.runner.running import Summary, run

__all__ = ["Job", "Part", "Summary", "plan", "run"]

_HOME = {"Job": "job", "Part": "job", "Summary": "running", "plan": "job", "run": "running"}


def __getattr__(name: str) -> Any:
    """Load a name when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module 'cleanpress.runner' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"cleanpress.runner.{_HOME[name]}"), name)
