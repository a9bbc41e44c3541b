"""Whether filters see what the compiled scanner saw, or look for themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest

from cleanpress.filters import sight

compiled = pytest.mark.skipif(sight.Scanner is None, reason="installed where there was no C compiler")


@contextmanager
def looked() -> Iterator[None]:
    """Every text is scanned, the first ones of a process, too."""
    with patch.object(sight, "_seen", 10**15):
        yield


@contextmanager
def not_looked() -> Iterator[None]:
    """No text is scanned: as in the first texts of a process, and where there was no compiler."""
    with patch.object(sight, "_seen", -(10**15)):
        yield
