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
from figures import tables, wilson
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
URL_WEIGHT, NATURAL_WEIGHT = 0.25, 4.0
DOUBT_WEIGHT = 0.3
"""How much an insertion counts that a doubt speaks for: those places must not decide about the others."""
POINTS = {"strict": 0.00005, "balanced": 0.0003, "aggressive": 0.0075}
"""Operating points: the share of all natural mentions (URLs included) that may score above."""
CLEAR = 0.8
"""How far above those scores each point lies, in log odds: mentions that nobody has seen reach a little higher."""
MARGIN, LEAST_PRICE, BLIND_PRICE = 1.0, 0.5, 3.0
"""In log odds: how far above the highest natural mention with a doubt its price lies, the lowest price, and that of a
doubt about no mention at all."""

Floats = NDArray[np.float64]


def matrix(samples: Sequence[Sample]) -> csr_matrix:
    """One row a sample, one column a hashed feature."""
    columns: list[int] = []
    ends = [0]
    for sample in samples:
        columns.extend(sorted({zlib.crc32(f.encode()) & ((1 << BITS) - 1) for f in sample.features}))
        ends.append(len(columns))
    ones = np.ones(len(columns), dtype=np.float32)
    return csr_matrix((ones, np.array(columns, np.int32), np.array(ends, np.int64)), shape=(len(samples), 1 << BITS))


def sample_weights(samples: Sequence[Sample]) -> Floats:
    """Each language's positives weigh as much as its negatives: else a language without mentions is all spam."""
    labels = np.array([s.label for s in samples])
    langs = np.array([s.lang for s in samples])
    weights = np.array(
        [
            1.0
            if s.label
            else URL_WEIGHT
            if s.kind.startswith("natural-url")
            else KIND_WEIGHTS.get(s.kind, NATURAL_WEIGHT)
            for s in samples
        ]
    )
    for lang in sorted(set(langs)):
        here = langs == lang
        positives = here & (labels == 1)
        if positives.any():
            weights[positives] = np.clip(weights[here & (labels == 0)].sum() / positives.sum(), 0.02, 1.0)
    weights[np.array([bool(s.label and s.doubts) for s in samples])] *= DOUBT_WEIGHT
    return weights


def is_usable(sample: Sample) -> bool:
    """What to learn from: all mentions, those with a hard reason to keep included, and removable insertions."""
    return not (sample.label and sample.keep)


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
    bias_column = zlib.crc32(b"bias=1") & ((1 << BITS) - 1)
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
    """The samples without repeated natural mentions: at most three of a host in a source, each sentence once.

    Page furniture must decide neither weights nor thresholds.
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
                continue
        kept.append(sample)
    return kept


def thresholds(samples: Sequence[Sample], scores: Floats) -> dict[str, float]:
    """The score at each operating point, on natural mentions; those with a hard reason to keep never score."""
    natural = [i for i, sample in enumerate(samples) if sample.kind.startswith("natural")]
    judged = np.sort([scores[i] for i in natural if not samples[i].keep and not samples[i].doubts])[::-1]
    points = {}
    for name, share in POINTS.items():
        rank = min(int(share * len(natural)), len(judged) - 1)
        # Half way to the next mention: neither of the two decides where the point lies.
        points[name] = CLEAR + (float(judged[rank - 1] + judged[rank]) / 2 if rank else float(judged[0]))
    return points


def prices(samples: Sequence[Sample], scores: Floats, point: float) -> dict[str, float]:
    """What each doubt costs: as much as keeps every natural mention that has it below the point."""
    highest: dict[str, float] = {}
    for sample, score in zip(samples, scores, strict=True):
        for doubt in sample.doubts:
            if sample.kind.startswith("natural") and not sample.keep:
                highest[doubt] = max(highest.get(doubt, -np.inf), float(score))
    return {
        name: max(LEAST_PRICE, highest[f"doubt={name}"] + MARGIN - point) if f"doubt={name}" in highest else BLIND_PRICE
        for name in DOUBTS
    }


def nested(samples: Sequence[Sample], scores: Floats) -> str:
    """What the balanced point and the prices of the other folds do to each fold: no figure of it was set on itself."""
    folds = [fold_of(sample.source, FOLDS) for sample in samples]
    hits, total = {True: 0, False: 0}, {True: 0, False: 0}
    for fold in range(FOLDS):
        others = [i for i, other in enumerate(folds) if other != fold]
        seen, seen_scores = [samples[i] for i in others], scores[others]
        point = thresholds(seen, seen_scores)["balanced"]
        costs = prices(seen, seen_scores, point)
        for sample, score, here in zip(samples, scores, folds, strict=True):
            natural = sample.kind.startswith("natural")
            if here == fold and (sample.label or natural):
                total[natural] += 1
                hits[natural] += not sample.keep and score - dearest(sample, costs) > point
    wrong, right = (f"{hits[kind]} of {total[kind]}{_interval(hits[kind], total[kind])}" for kind in (True, False))
    return f"points and prices of the other folds: {wrong} mentions wrongly removed; {right} insertions removed"


def _interval(hits: int, total: int) -> str:
    low, high = wilson(hits, total)
    return f", {hits / max(1, total):.4f} ({low:.4f}-{high:.4f}),"


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
                record = {key: getattr(sample, key) for key in (*sample.__slots__, "doubts") if key != "features"}
                out.write(json.dumps(record | {"score": round(float(score), 3)}, ensure_ascii=False) + "\n")
    free = [i for i, s in enumerate(samples) if not s.keep]
    free_labels = np.array([samples[i].label for i in free])
    slope = slope_of(scores[free], free_labels, sample_weights([samples[i] for i in free]))
    used = [i for i, s in enumerate(samples) if is_usable(s)]
    labels = np.array([samples[i].label for i in used])
    coefficients, bias = fit(rows[used], labels, sample_weights([samples[i] for i in used]))
    points = thresholds(samples, scores)
    costs = prices(samples, scores, points["balanced"])
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
