"""Decisions by a few named signals: what speaks for and against a removal, and how much."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Signal", "confidence", "explain", "total"]

_SHIFT = {"strict": -1.0, "balanced": 0.0, "aggressive": 1.0}


class Signal(NamedTuple):
    """One thing seen: its weight in log odds, positive for removal, and what it is in words."""

    weight: float
    words: str


def total(signals: Sequence[Signal]) -> float:
    """The sum of the weights, in log odds."""
    return sum(signal.weight for signal in signals)


def confidence(signals: Sequence[Signal], point: str) -> float:
    """The confidence, 0..1, that signals mean at an operating point (``strict``, ``balanced``, ``aggressive``).

    Weights of log 9 (2.2) together mean 0.9 at ``balanced``; ``strict`` asks for one more.

    >>> round(confidence([Signal(2.2, "a spam phrase")], "balanced"), 2)
    0.9
    """
    odds = total(signals) + _SHIFT[point]
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def explain(what: str, signals: Sequence[Signal]) -> str:
    """One sentence: what it is, and every signal with its weight, strongest first.

    >>> explain("a Markdown anchor", [Signal(-0.5, "its words belong"), Signal(2.5, "it says 'free spins'")])
    "a Markdown anchor: it says 'free spins' (+2.5), its words belong (-0.5)"
    """
    ordered = sorted((s for s in signals if s.words and s.weight), key=lambda signal: -abs(signal.weight))
    return f"{what}: " + ", ".join(f"{signal.words} ({signal.weight:+.1f})" for signal in ordered)
