"""Decisions as sums: each signal adds its weight in log odds, and the strongest ones tell the reason."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

__all__ = ["REMOVE", "SUSPECT", "Tally"]

REMOVE, SUSPECT = 0.9, 0.5
"""Confidence from which a span is removed by default, and from which it is worth a line in the report."""

_SHOWN = 3
_ODDS = math.log(9)  # a sum of this much means a confidence of 0.9


@dataclass(slots=True)
class Tally:
    """The sum of signals for one span.

    >>> tally = Tally("a phrase")
    >>> tally.add(2.0, "it names pills")
    >>> tally.add(1.5, "the sentence reads on without it")
    >>> tally.reason, tally.confidence > REMOVE
    ('a phrase: it names pills (+2.0), the sentence reads on without it (+1.5)', True)
    """

    what: str
    total: float = 0.0
    signals: list[tuple[float, str]] = field(default_factory=list)

    def add(self, weight: float, words: str) -> None:
        """Count one signal; weights above zero speak for removal."""
        self.total += weight
        self.signals.append((weight, words))

    @property
    def confidence(self) -> float:
        """The confidence, 0..1, that the sum means."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.total))))

    @property
    def reason(self) -> str:
        """What it is, and the signals that speak most for removal; for a doubtful one also what speaks most against."""
        summed: dict[str, float] = {}
        for weight, words in self.signals:  # several signals may say the same
            summed[words] = summed.get(words, 0.0) + weight
        ordered = sorted(((weight, words) for words, weight in summed.items()), key=lambda signal: -signal[0])
        told = [signal for signal in ordered if signal[0] > 0][:_SHOWN]
        if self.total < _ODDS and ordered and ordered[-1][0] < 0:
            told = [*told[: _SHOWN - 1], ordered[-1]]
        words = ", ".join(f"{words} ({weight:+.1f})" for weight, words in told)
        return f"{self.what}: {words}" if words else self.what
