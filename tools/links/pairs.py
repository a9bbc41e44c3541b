"""Counts of words and of neighbouring words, kept by fold so that no text judges itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from cleanpress.filters.links.context import TOKEN
from cleanpress.filters.links.model import FIT_LEVELS, Bloom, ClassTable
from cleanpress.patterns import compiled
from cleanpress.scripts import spaceless

MINIMUM = dict(FIT_LEVELS)


def words(line: str) -> Iterator[str]:
    """The tokens of a line as the features write them; writing without spaces goes by character."""
    for token in compiled(TOKEN).findall(line.casefold()):
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
        self.language_words: dict[str, Counter[str]] = defaultdict(Counter)
        self.language_pairs: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, fold: int, language: str, text: str) -> None:
        """Count a text of one fold."""
        tokens_here: Counter[str] = Counter()
        pairs_here: Counter[str] = Counter()
        for line in text.split("\n"):
            tokens = list(words(line))
            tokens_here.update(tokens)
            pairs_here.update(map(" ".join, pairwise(tokens)))
        for counts, here in (
            (self.words[fold], tokens_here),
            (self.pairs[fold], pairs_here),
            (self.language_words[language], tokens_here),
            (self.language_pairs[language], pairs_here),
        ):
            counts.update(here)

    def close(self) -> None:
        """Sum up the folds; pairs seen once in all are dropped, they carry nothing."""
        for counts in self.words:
            self.all_words.update(counts)
        for counts in self.pairs:
            self.all_pairs.update(counts)
        kept = {pair for pair, count in self.all_pairs.items() if count > 1}
        self.all_pairs = Counter({pair: self.all_pairs[pair] for pair in kept})
        self.pairs = [Counter({p: c for p, c in counts.items() if p in kept}) for counts in self.pairs]

    def without(self, fold: int, classes: ClassTable) -> Unseen:
        """The counts as if this fold had not been read."""
        return Unseen(self, fold, classes)

    def tables(self) -> dict[str, bytes]:
        """The shipped sets as bit tables."""
        sources = {"words": self.all_words, "common": self.all_words, "pairs": self.all_pairs, "often": self.all_pairs}
        return {
            name: Bloom.build(sorted(key for key, count in sources[name].items() if count >= minimum))
            for name, minimum in FIT_LEVELS
        }


class Unseen:
    """A word table, see :class:`PairTable`, that one fold has not gone into."""

    def __init__(self, counts: PairCounts, fold: int, classes: ClassTable) -> None:
        self.classes = classes
        self._all_words, self._words = counts.all_words, counts.words[fold]
        self._all_pairs, self._pairs = counts.all_pairs, counts.pairs[fold]

    def _count(self, word: str) -> int:
        return self._all_words[word] - self._words[word]

    def knows(self, word: str) -> bool:
        """Whether the other folds know the word."""
        return self._count(word) >= MINIMUM["words"]

    def common(self, word: str) -> bool:
        """Whether the word is common in the other folds."""
        return self._count(word) >= MINIMUM["common"]

    def fit(self, left: str, right: str) -> str:
        """What :meth:`PairTable.fit` would say."""
        if not (self.knows(left) and self.knows(right)):
            return "unknown"
        pair = f"{left} {right}"
        count = self._all_pairs[pair] - self._pairs[pair]
        if count >= MINIMUM["often"]:
            return "often"
        if count >= MINIMUM["pairs"]:
            return "some"
        return "never+" if self.common(left) and self.common(right) else "never"
