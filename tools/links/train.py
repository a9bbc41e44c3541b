"""Train the injected-link scorer: ``python tools/links/train.py CORPORA``.

Reads a folder of corpora (``articles/``, ``mentions/`` and ``hosts/``, as docs/accuracy.md
describes), and writes ``model.bin`` and ``model.toml`` beside the package's data. Deterministic
for a seed. Needs the dependency group ``train`` (numpy, scipy, scikit-learn).

Texts are divided into folds by source, host lists by name: every figure is measured on sources and
hosts that the measured model has not seen. The shipped model is then fitted on all folds.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from classes import word_classes
from figures import BETWEEN_WORDS, tables, wilson
from numpy.typing import NDArray
from pairs import PairCounts
from samples import Sample, collect, fold_of, read
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from cleanpress.filters.links.doubts import DOUBTS
from cleanpress.filters.links.model import ClassTable

DATA = Path(__file__).parents[2] / "src" / "cleanpress" / "data" / "links"
BITS = 18
FOLDS = 5
C = 0.3
KIND_WEIGHTS = {"lowered": 0.3}
URL_WEIGHT, NATURAL_WEIGHT, REPEAT_WEIGHT = 0.25, 4.0, 0.1
DOUBT_WEIGHT = 0.3
"""How much an insertion counts that a doubt speaks for: those places must not decide about the others."""
OF_STYLE = frozenset(
    {"elsewhere", "figures", "head", "item", "led", "linked", "placed", "subject", "tagged", "tail", "turn"}
)
"""Doubts that stand for no place of their own: insertions that have no other count fully."""
STRONG, STRONG_PRICE = frozenset({"called", "cited", "crime"}), 4.0
"""Doubts that speak for a host nearly as well as a reason to keep it: their lowest price, in log odds. Insertions about
which there is one of them are not learned from."""
WEIGHTLESS = STRONG | {"elsewhere", "linked"}
"""Doubts that have a price and no weight: they would explain mentions away that the words around explain, too."""
REPEAT = "repeat-"
_MENTIONS = ("natural", f"{REPEAT}natural")
POINTS = {"strict": 0.00005, "balanced": 0.0003}
"""Operating points: the share of all natural mentions (URLs included) that may score above in places without doubts."""
CLEAR = 2.0
"""How far above those scores each point lies, in log odds: mentions that nobody has seen reach a little higher."""
AGGRESSIVE = 0.0065
"""The share of all natural mentions that the third point removes."""
MARGIN, LEAST_PRICE = 1.0, 0.5
"""In log odds: how far above natural mentions a doubt's price keeps its places, and the lowest price."""
RARE, RARE_PRICE = 0.01, 3.0
"""A doubt about less than this share of the insertions between words has this margin and lowest price: to be careful
there costs next to nothing."""

Floats = NDArray[np.float64]


def matrix(samples: Sequence[Sample]) -> csr_matrix:
    """One row a sample, one column a hashed feature."""
    columns: list[int] = []
    ends = [0]
    weightless = {_column(f"doubt={name}") for name in WEIGHTLESS}
    for sample in samples:
        columns.extend(sorted({_column(feature) for feature in sample.features} - weightless))
        ends.append(len(columns))
    ones = np.ones(len(columns), dtype=np.float32)
    return csr_matrix((ones, np.array(columns, np.int32), np.array(ends, np.int64)), shape=(len(samples), 1 << BITS))


def _column(feature: str) -> int:
    return zlib.crc32(feature.encode()) & ((1 << BITS) - 1)


def sample_weights(samples: Sequence[Sample]) -> Floats:
    """Each language's positives weigh as much as its negatives: else a language without mentions is all spam."""
    labels = np.array([s.label for s in samples])
    langs = np.array([s.lang for s in samples])
    weights = np.array([_weight(s) for s in samples])
    for lang in sorted(set(langs)):
        here = langs == lang
        positives = here & (labels == 1)
        if positives.any():
            weights[positives] = np.clip(weights[here & (labels == 0)].sum() / positives.sum(), 0.02, 1.0)
    places = {f"doubt={name}" for name in DOUBTS.keys() - OF_STYLE}
    weights[np.array([bool(s.label and not places.isdisjoint(s.doubts)) for s in samples])] *= DOUBT_WEIGHT
    return weights


def _weight(sample: Sample) -> float:
    if sample.label:
        return 1.0
    kind = sample.kind.removeprefix(REPEAT)
    weight = URL_WEIGHT if kind.startswith("natural-url") else KIND_WEIGHTS.get(kind, NATURAL_WEIGHT)
    return weight * REPEAT_WEIGHT if kind != sample.kind else weight


_STRONG = tuple(f"doubt={name}" for name in sorted(STRONG))


def is_usable(sample: Sample) -> bool:
    """What to learn from: all mentions, those with a hard reason to keep included, and removable insertions."""
    return not (sample.label and (sample.keep or any(map(sample.doubts.__contains__, _STRONG))))


def fit(rows: csr_matrix, labels: NDArray[np.int64], weights: Floats) -> tuple[Floats, float]:
    """Weights and bias of the logistic regression."""
    regression = LogisticRegression(C=C, max_iter=80, tol=1e-3)
    regression.fit(rows, labels, sample_weight=weights)
    return regression.coef_[0], float(regression.intercept_[0])


def cross_validated(samples: Sequence[Sample], rows: csr_matrix) -> Floats:
    """The score of every sample by a model that saw neither its source nor its host."""
    labels = np.array([s.label for s in samples])
    folds = np.array([fold_of(s.source, FOLDS) for s in samples])
    hosts = np.array([s.host for s in samples])
    scores = np.zeros(len(samples))
    usable = np.array([is_usable(s) for s in samples])
    for fold in range(FOLDS):
        test = folds == fold
        if not test.any() or test.all():
            continue
        seen = np.isin(hosts, np.unique(hosts[test & (labels == 0)])) & (labels == 0)
        train = np.flatnonzero(~test & ~seen & usable)
        weights = sample_weights([samples[i] for i in train])
        coefficients, bias = fit(rows[train], labels[train], weights)
        scores[test] = rows[test] @ coefficients + bias
    return scores


def slope_of(scores: Floats, labels: NDArray[np.int64], weights: Floats) -> float:
    """How many log odds one unit of held-out score is worth."""
    calibration = LogisticRegression(C=1e6)
    calibration.fit(scores.reshape(-1, 1), labels, sample_weight=weights)
    return float(calibration.coef_[0][0])


def write(folder: Path, tables: dict[str, bytes], coefficients: Floats, bias: float, slope: float,
          points: dict[str, float], costs: dict[str, float], meta: dict[str, object]) -> None:  # fmt: skip
    """Quantise and write the model."""
    bias_column = _column("bias=1")
    full = coefficients.copy()
    full[bias_column] += bias
    scale = float(np.abs(full).max()) / 127
    weights = np.round(full / scale).astype(np.int8).tobytes()
    parts = {"weights": weights, **tables}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.bin").write_bytes(b"".join(parts.values()))
    lines = [
        "# The injected-link scorer, written by tools/links/train.py; do not edit.",
        f"bits = {BITS}",
        f"scale = {scale!r}",
        f"slope = {slope:.6f}",
        "[parts] # name and size in bytes of the sections of model.bin, in order",
        *(f"{name} = {len(part)}" for name, part in parts.items()),
        "[points] # the score that means a confidence of 0.9",
        *(f"{name} = {value:.4f}" for name, value in points.items()),
        "[prices] # what each doubt adds to that score",
        *(f"{name} = {value:.4f}" for name, value in costs.items()),
        "[training]",
        *(f"{name} = {json.dumps(value)}" for name, value in meta.items()),
    ]
    (folder / "model.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def distinct(samples: Iterable[Sample]) -> list[Sample]:
    """The samples, each sentence with a mention once; from the fourth of a host in a source on they are repeats.

    Page furniture must decide neither weights nor thresholds: repeats count little in the one, not at all in the other.
    """
    seen: Counter[tuple[str, str, bool]] = Counter()
    sentences: set[tuple[str, bool]] = set()
    kept = []
    for sample in samples:
        if not sample.label:
            lowered = sample.kind == "lowered"
            if (sample.excerpt, lowered) in sentences:
                continue
            sentences.add((sample.excerpt, lowered))
            seen[sample.source, sample.host, lowered] += 1
            if seen[sample.source, sample.host, lowered] > 3:
                sample.kind = REPEAT + sample.kind
        kept.append(sample)
    return kept


def thresholds(samples: Sequence[Sample], scores: Floats) -> tuple[dict[str, float], dict[str, float]]:
    """The score at each operating point, and the prices of doubts, on natural mentions without a hard reason to keep.

    Places without doubts set the strict and the balanced point; whatever passes when doubts are paid sets the loosest.
    """
    total = sum(sample.kind.startswith("natural") for sample in samples)
    natural = [i for i, s in enumerate(samples) if s.kind.startswith("natural") and not s.keep]
    judged = sorted((float(scores[i]) for i in natural if not samples[i].doubts), reverse=True)
    points = {name: CLEAR + _at(judged, int(share * total)) for name, share in POINTS.items()}
    costs = prices(samples, scores, points["balanced"])
    paid = sorted((float(scores[i]) - dearest(samples[i], costs) for i in natural), reverse=True)
    return points | {"aggressive": _at(paid, int(AGGRESSIVE * total))}, costs


def _at(falling: Sequence[float], rank: int) -> float:
    """Half way between the score of a rank and the next: neither of the two decides where a point lies."""
    rank = min(rank, len(falling) - 1)
    return (falling[rank - 1] + falling[rank]) / 2 if rank else falling[0]


def prices(samples: Sequence[Sample], scores: Floats, point: float) -> dict[str, float]:
    """What each doubt costs: every natural mention with doubts stays below the point through one of them.

    Mentions are taken from the highest score downwards; of the doubts about each, the one whose price can rise at the
    cost of the fewest insertions between words pays. Repeats, of which others speak too, only have to stay below.
    """
    between = [i for i, s in enumerate(samples) if s.kind in BETWEEN_WORDS and not s.keep]
    reached = {name: np.sort([scores[i] for i in between if f"doubt={name}" in samples[i].doubts]) for name in DOUBTS}
    rare = {name for name, those in reached.items() if len(those) < RARE * len(between)}
    costs = {name: STRONG_PRICE if name in STRONG else RARE_PRICE if name in rare else LEAST_PRICE for name in DOUBTS}

    def lost(name: str, price: float) -> int:
        """How many insertions a higher price keeps in the text."""
        now, then = np.searchsorted(reached[name], (point + costs[name], point + price))
        return int(then - now)

    held = [i for i, s in enumerate(samples) if s.kind.startswith(_MENTIONS) and not s.keep and s.doubts]
    for index in sorted(held, key=lambda i: (-scores[i], i)):
        score = float(scores[index]) - (MARGIN if samples[index].kind.startswith(REPEAT) else 0)
        names = [doubt.partition("=")[2] for doubt in samples[index].doubts]
        asked = {name: score + (RARE_PRICE if name in rare else MARGIN) - point for name in names}
        if not any(costs[name] >= price for name, price in asked.items()):
            _, name = min((lost(name, price), name) for name, price in asked.items())
            costs[name] = asked[name]
    return costs


def nested(samples: Sequence[Sample], scores: Floats) -> str:
    """What the balanced point and the prices of the other folds do to each fold: no figure of it was set on itself."""
    folds = np.array([fold_of(sample.source, FOLDS) for sample in samples])
    removed = np.zeros(len(samples), bool)
    for fold in range(FOLDS):
        others = np.flatnonzero(folds != fold)
        points, costs = thresholds([samples[i] for i in others], scores[others])
        for i in np.flatnonzero(folds == fold):
            removed[i] = not samples[i].keep and scores[i] - dearest(samples[i], costs) > points["balanced"]
    groups = {
        "mentions wrongly removed": [s.kind.startswith("natural") for s in samples],
        "insertions between words": [s.kind in BETWEEN_WORDS for s in samples],
        "of ordinary words": [s.kind in BETWEEN_WORDS and s.host_class == "neutral" for s in samples],
        "all insertions": [bool(s.label) for s in samples],
    }
    told = (f"{name} {_interval(int(removed[here].sum()), sum(here))}" for name, here in groups.items())
    return f"points and prices of the other folds: {'; '.join(told)}"


def _interval(hits: int, total: int) -> str:
    low, high = wilson(hits, total)
    return f"{hits} of {total}, {hits / max(1, total):.4f} ({low:.4f}-{high:.4f})"


def dearest(sample: Sample, costs: dict[str, float]) -> float:
    """What the dearest doubt about a sample costs."""
    return max((costs[doubt.partition("=")[2]] for doubt in sample.doubts), default=0.0)


def main(argv: Sequence[str] | None = None) -> int:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--out", type=Path, default=DATA)
    parser.add_argument("--limit", type=int, default=4000, help="documents a language")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dump", type=Path, help="write the held-out scores as JSONL, for reading errors")
    options = parser.parse_args(argv)
    counts = PairCounts(FOLDS)
    for path in sorted((options.corpora / "articles").glob("*.jsonl.gz")):
        for document in read(path):
            counts.add(fold_of(str(document["source"]), FOLDS), str(document["lang"]), str(document["text"]))
    counts.close()
    class_tables = ClassTable.build(*word_classes(counts.language_words, counts.language_pairs))
    classes = ClassTable(*class_tables)
    samples = distinct(collect(options.corpora, counts, classes, FOLDS, options.limit, options.seed))
    rows = matrix(samples)
    scores = cross_validated(samples, rows)
    if options.dump:
        with options.dump.open("w", encoding="utf-8") as out:
            for sample, score in zip(samples, scores, strict=True):
                record = {key: getattr(sample, key) for key in sample.__slots__ if key != "features"}
                out.write(json.dumps(record | {"score": round(float(score), 6)}, ensure_ascii=False) + "\n")
    free = [i for i, s in enumerate(samples) if not s.keep]
    free_labels = np.array([samples[i].label for i in free])
    slope = slope_of(scores[free], free_labels, sample_weights([samples[i] for i in free]))
    used = [i for i, s in enumerate(samples) if is_usable(s)]
    labels = np.array([samples[i].label for i in used])
    coefficients, bias = fit(rows[used], labels, sample_weights([samples[i] for i in used]))
    points, costs = thresholds(samples, scores)
    meta = {"seed": options.seed, "samples": len(used), "insertions": int(labels.sum())}
    parts = counts.tables() | dict(zip(("classes", "coarse"), class_tables, strict=True))
    write(options.out, parts, coefficients, bias, slope, points, costs, meta)
    for line in tables(
        samples, [float(score) - dearest(s, costs) for s, score in zip(samples, scores, strict=True)], points
    ):
        sys.stdout.write(line + "\n")
    sys.stdout.write(nested(samples, scores) + "\n")
    sys.stdout.write(f"{len(samples)} samples, {len(free)} without a reason to keep; points {points}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
