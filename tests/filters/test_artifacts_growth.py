"""Ten times as many phrases cost a clean text nothing: lines are looked up, not searched."""

from __future__ import annotations

import random
from pathlib import Path
from time import process_time

from cleanpress.filters.artifacts.gate import Gate
from cleanpress.filters.artifacts.heads import derive, prefixes
from cleanpress.lexicon import PhraseRule, PhraseTable

TEXTS = [path.read_text("utf-8") for path in sorted((Path(__file__).parents[2] / "fixtures" / "clean").glob("*.txt"))]
WORDS = [f"{a}{b}{c}" for a in ("ka", "me", "to", "su", "ri") for b in ("ban", "lor", "vit", "den") for c in "oae"]


def gate(phrases: int) -> Gate:
    """The gate for so many phrases that no text has, half of them for whole lines, half for ends of texts."""
    pick = random.Random(1)
    made = sorted({" ".join(pick.choices(WORDS, k=5)) for _ in range(phrases)})
    rules = [
        PhraseRule("x/line", "a test", tuple(made[::2])),
        PhraseRule("x/end", "a test", tuple(made[1::2]), where="suffix"),
    ]
    table = PhraseTable(rules)
    return Gate(derive(table), lambda: prefixes(table))


def seconds(gate: Gate) -> float:
    """How long the gate takes for all texts, five times over."""
    start = process_time()
    for text in TEXTS * 5:
        gate.suspects(text)
    return process_time() - start


def test_ten_times_as_many_phrases_slow_nothing_by_more_than_a_tenth() -> None:
    few, many = gate(1_000), gate(10_000)
    assert [many.suspects(text) is None for text in TEXTS] == [few.suspects(text) is None for text in TEXTS]
    ratios = []
    for _ in range(5):  # the best of rounds in which both take turns; a busy machine may spoil some
        rounds = [(seconds(few), seconds(many)) for _ in range(15)]
        ratios.append(min(b for _, b in rounds) / min(a for a, _ in rounds))
        if ratios[-1] <= 1.1:
            return
    raise AssertionError(ratios)
