"""``python -m cleanpress`` and the program ``cleanpress``: the command line in a process of its own."""

from __future__ import annotations

import gc
import sys

from cleanpress.cli import main

__all__ = ["run"]

_GARBAGE = 100_000
"""Objects before cycles are looked for: what a start loads stays, and to look through it takes as long as a file."""


def run() -> int:
    """Run the command line and end soon: what is left at the end goes with the process. The exit status."""
    gc.set_threshold(_GARBAGE)
    try:
        return main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    sys.exit(run())
