"""Counts of words and of neighbouring words, kept by fold so that no text judges itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from cleanpress.filters.links.context import TOKEN
from cleanpress.filters.links.model import FIT_LEVELS, Bloom
from cleanpress.scripts import spaceless

MINIMUM = dict(FIT_LEVELS)


def words(line: str) -> Iterator[str]:
    """The tokens of a line as the features write them; writing without spaces goes by character."""
    for token in TOKEN.findall(line.casefold()):
        if spaceless(token[0]):
            yield from token
        else:
            yield "<num>" if token[0].isdigit() else token


class PairCounts:
    """Counts over all folds, and how to leave one out."""

    def __init__(self, folds: int) -> None:
        self.words = [Counter[str]() for _ in range(folds)]
        self.pairs = [Counter[str]() for _ in range(folds)]
        self.all_words = Counter[str]()
        self.all_pairs = Counter[str]()

    def add(self, fold: int, texts: Iterable[str]) -> None:
        """Count texts of one fold."""
        for text in texts:
            for line in text.split("\n"):
                tokens = list(words(line))
                self.words[fold].update(tokens)
                self.pairs[fold].update(map(" ".join, pairwise(tokens)))

    def close(self) -> None:
        """Sum up the folds; pairs seen once in all are dropped, they carry nothing."""
        for counts in self.words:
            self.all_words.update(counts)
        for counts in self.pairs:
            self.all_pairs.update(counts)
        kept = {pair for pair, count in self.all_pairs.items() if count > 1}
        self.all_pairs = Counter({pair: self.all_pairs[pair] for pair in kept})
        self.pairs = [Counter({p: c for p, c in counts.items() if p in kept}) for counts in self.pairs]

    def fit(self, fold: int, left: str, right: str) -> str:
        """What :meth:`PairTable.fit` would say if this fold had not been read."""
        left_count = self.all_words[left] - self.words[fold][left]
        right_count = self.all_words[right] - self.words[fold][right]
        if min(left_count, right_count) < MINIMUM["words"]:
            return "unknown"
        pair = f"{left} {right}"
        count = self.all_pairs[pair] - self.pairs[fold][pair]
        if count >= MINIMUM["often"]:
            return "often"
        if count >= MINIMUM["pairs"]:
            return "some"
        return "never+" if min(left_count, right_count) >= MINIMUM["common"] else "never"

    def tables(self) -> dict[str, bytes]:
        """The shipped sets as bit tables."""
        sources = {"words": self.all_words, "common": self.all_words, "pairs": self.all_pairs, "often": self.all_pairs}
        return {
            name: Bloom.build(sorted(key for key, count in sources[name].items() if count >= minimum))
            for name, minimum in FIT_LEVELS
        }
