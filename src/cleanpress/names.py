"""Help with misspelt names."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["nearest"]


def nearest(name: str, known: Iterable[str]) -> str:
    """A remedy for an unknown name: the nearest known one, or where to look.

    >>> nearest("linsk", ["links", "artifacts"])
    "did you mean 'links'?"
    """
    import difflib

    known = sorted(known)
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if close:
        return f"did you mean {close[0]!r}?"
    if len(known) <= 12:
        return "known: " + ", ".join(known)
    return "the command 'cleanpress rules' lists all"
