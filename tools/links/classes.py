"""Word classes: words that stand in the same places of their language, learned from neighbours alone.

They carry what the scorer learns about one word over to others like it. A word of several
languages gets its class from the one where it is most frequent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.cluster import MiniBatchKMeans
from sklearn.utils.extmath import randomized_svd

WORDS, CONTEXTS = 20_000, 1_500  # most frequent words of a language: classed, and looked at as neighbours
MINIMUM_WORD, MINIMUM_PAIR, MINIMUM_SEEN = 5, 3, 4
MINIMUM_LANGUAGE = 400  # words; languages with fewer get no classes
SEED = 1


def word_classes(
    words: Mapping[str, Counter[str]], pairs: Mapping[str, Counter[str]]
) -> tuple[dict[str, int], list[int]]:
    """The fine class of each word, from 1, and the coarse class of each fine one.

    ``words`` and ``pairs`` (two words parted by a space) are counts by language.
    """
    best: dict[str, tuple[int, int]] = {}
    coarse_of = [0]
    coarse_base = 1
    for language in sorted(words):
        fine, coarse = _of_language(words[language], pairs[language])
        if not coarse:
            continue
        base = len(coarse_of)
        for word, label in fine.items():
            count = words[language][word]
            if count > best.get(word, (0, 0))[0]:
                best[word] = (count, base + label)
        coarse_of += [coarse_base + label for label in coarse]
        coarse_base += max(coarse) + 1
    return {word: label for word, (_, label) in best.items()}, coarse_of


def _of_language(words: Counter[str], pairs: Counter[str]) -> tuple[dict[str, int], list[int]]:
    listed = sorted((w for w, count in words.items() if count >= MINIMUM_WORD), key=lambda w: (-words[w], w))[:WORDS]
    if len(listed) < MINIMUM_LANGUAGE:
        return {}, []
    rows = {word: index for index, word in enumerate(listed)}
    matrix = _neighbours(pairs, rows, {word: index for index, word in enumerate(listed[:CONTEXTS])})
    seen = np.asarray(matrix.sum(axis=1)).ravel() >= MINIMUM_SEEN
    vectors = _embedded(matrix)[seen]
    many = int(seen.sum())
    fine = MiniBatchKMeans(
        min(120, max(12, many // 40)), random_state=SEED, batch_size=4096, n_init=2, max_iter=40
    ).fit(vectors)
    coarse = MiniBatchKMeans(min(30, max(6, many // 150)), random_state=SEED, batch_size=4096, n_init=3).fit(
        fine.cluster_centers_
    )
    labels = iter(fine.labels_.tolist())
    return {word: next(labels) for word, there in zip(listed, seen, strict=True) if there}, coarse.labels_.tolist()


def _neighbours(pairs: Counter[str], rows: Mapping[str, int], contexts: Mapping[str, int]) -> csr_matrix:
    """How often each word has each frequent word before it, and behind it."""
    at: list[int] = []
    columns: list[int] = []
    counts: list[int] = []
    for pair, count in pairs.items():
        if count < MINIMUM_PAIR:
            continue
        left, _, right = pair.partition(" ")
        for word, other, shift in ((left, right, len(contexts)), (right, left, 0)):
            if word in rows and other in contexts:
                at.append(rows[word])
                columns.append(contexts[other] + shift)
                counts.append(count)
    return csr_matrix((counts, (at, columns)), shape=(len(rows), 2 * len(contexts)), dtype=float)


def _embedded(matrix: csr_matrix) -> np.ndarray:
    """Positive pointwise mutual information, cut to its main directions, each word at length one."""
    total = matrix.sum()
    by_row = np.asarray(matrix.sum(axis=1)).ravel()
    by_column = np.asarray(matrix.sum(axis=0)).ravel() ** 0.75
    by_column *= total / by_column.sum()
    cells = matrix.tocoo()
    information = np.maximum(np.log(cells.data * total / (by_row[cells.row] * by_column[cells.col])), 0)
    weighted = csr_matrix((information, (cells.row, cells.col)), shape=matrix.shape)
    left, strength, _ = randomized_svd(weighted, min(50, max(8, matrix.shape[0] // 50)), n_iter=3, random_state=SEED)
    vectors = left * np.sqrt(strength)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.maximum(lengths, 1e-9)
