"""How the cost of work grows with its size, measured so that a busy machine spoils no test.

Both sizes take turns, and the quickest run of each counts: other work on the machine makes runs slower, never
quicker, so that more rounds can excuse noise but no work that grows too fast.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time

ROUNDS = 6


def seconds(work: Callable[[], object]) -> float:
    """The CPU time that work takes once, while no garbage is collected, which may take longer."""
    gc.disable()
    try:
        start = process_time()
        work()
        return process_time() - start
    finally:
        gc.enable()


def assert_growth(
    cost: Callable[[int], float], small: int, large: int, *, most: float, least: float = 0.002, rounds: int = ROUNDS
) -> None:
    """Assert that the large size costs at most ``most`` times what the small one does.

    ``cost`` runs the work once at a size and gives the seconds it took; a small one that takes less than ``least``
    counts as that much.
    """
    few = many = float("inf")
    for _ in range(rounds):
        few = min(few, cost(small), cost(small))
        many = min(many, cost(large))
        if many <= most * max(few, least):
            return
    raise AssertionError(f"{few:.4f} s for {small:,}, {many:.4f} s for {large:,}: {many / few:.1f} times, not {most}")
