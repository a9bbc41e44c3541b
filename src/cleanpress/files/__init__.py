"""Files: bytes in and bytes out, formats by name, safe writing, records of JSONL and CSV.

Nothing is imported here: take what you need from ``source``, ``writing``, ``formats`` and ``records``.
"""

from __future__ import annotations

__all__ = ["MAX_RECORD"]

MAX_RECORD = 1 << 25
"""Bytes of the longest record that is read; longer ones pass through and are reported, so that memory has a bound."""
