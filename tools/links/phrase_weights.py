"""Learn what speaks for and against keyword phrases: ``python tools/links/phrase_weights.py CORPORA``.

Writes ``data/spam/_weights.toml``: a logistic regression over the named signals of
:mod:`cleanpress.filters.links.phrases.signals`. It learns from phrases of ``keyword_phrases.toml`` (the half that may
be looked at) in random gaps of articles, against the phrases that articles hold by themselves, sentences of the press
that speak of such goods in passing (``passing.toml``), and phrases in the place of other words. The words that a gap
parts are looked up in tables that the article's source has not gone into. Deterministic; needs the dependency group
``train``.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tomllib
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pairs import PairCounts
from planted import phrases_of, plant
from samples import fold_of, read
from sklearn.linear_model import LogisticRegression

from cleanpress.data import DATA
from cleanpress.filters.links.context import TOKEN
from cleanpress.filters.links.evidence import WordTable
from cleanpress.filters.links.model import pair_table
from cleanpress.filters.links.phrases import signals, surroundings
from cleanpress.filters.links.phrases.findings import runs_of
from cleanpress.filters.links.phrases.keywords import judged_part
from cleanpress.filters.links.phrases.tables import vocabulary
from cleanpress.scripts import spaceless

FOLDS, C = 5, 0.1
KINDS = {"gap": 1.0, "gap abroad": 0.5, "swap": 0.05, "swap abroad": 0.035, "natural": 2.0, "passing": 8.0,
         "placed": 20.0}  # fmt: skip
"""How much an example of each kind counts."""
PLACED = ("gap", "gap abroad", "placed")
PASSING = 0.06
"""The share of sentences in passing that the other folds' weights may cut a phrase from; this sets the point."""
NATURAL = 1
"""How many of the phrases that articles hold by themselves they may cut: a text of bare words holds one."""
CAUTION = {"abuse": -1.2, "abuse near": -2.0, "company": -0.8, "elsewhere": -1.2, "topic": -1.6}
"""What signals that the text is about the goods weigh at most: too few texts that phrases are put into are."""
SURE = {"strength 4": 1.1, "strength 5": 0.4, "words 5": 0.0}
"""What long phrases weigh at least: the longer, the less any author writes them; too few long ones are learned from."""
ABROAD = 0.12
"""The share of phrases in a language that is not the text's."""
ALONE = 0.5
"""The share of phrases that are put into a single sentence."""
LENGTHS = (160, 300, 500)  # code points of the stretches of articles
LONGEST = 12_000  # code points of an article that is searched for its own phrases
_WORD = re.compile(TOKEN)
_SENTENCE = re.compile(r"\n+|(?<=[.!?।]) +|(?<=[。！？])")
FIXTURES = Path(__file__).parents[2] / "fixtures"
Floats = NDArray[np.float64]


class Example(NamedTuple):
    """The signals of one phrase, what it is, and the fold that it is held out with."""

    signals: tuple[str, ...]
    kind: str
    fold: int


def observed(text: str, start: int, end: int, table: WordTable) -> tuple[str, ...] | None:
    """The signals of the phrase that is most of a stretch; None if the filter sees none, or none that it may cut."""
    surroundings.pair_table = signals.pair_table = lambda: table  # the table that has not seen the text
    try:
        for run, company, elsewhere in runs_of(text):
            if run.start < end and run.end > start:
                part = judged_part(text, run)
                if part is None or min(part.end, end) - max(part.start, start) < 0.6 * (end - start):
                    return None
                around = surroundings.Surroundings(text, part.start, part.end)
                return tuple(signals.signals(vocabulary(), text, part, around, company, elsewhere))
        return None
    finally:
        surroundings.pair_table = signals.pair_table = pair_table


def swapped(text: str, phrase: str, table: WordTable, rng: random.Random) -> tuple[str, int] | None:
    """The text with the phrase in the place of one to three other words that no function word begins or ends."""
    tokens = list(_WORD.finditer(text))
    for _ in range(25 if len(tokens) > 12 else 0):
        at, count = rng.randrange(0, len(tokens) - 5), rng.choice((1, 2, 2, 3, 3))
        words = [token.group() for token in tokens[at : at + count]]
        start, end = tokens[at].start(), tokens[at + count - 1].end()
        if not all(word[0].isalpha() and not spaceless(word[0]) for word in words) or "\n" in text[start:end]:
            continue
        if any(len(word) < 4 or table.common(word.lower()) for word in (words[0], words[-1])):
            continue
        opens = not text[:start].rstrip(" ") or text[:start].rstrip(" ")[-1] in '.!?\n"“”»'
        first = words[0][0].isupper() and opens
        if text[start + first : end] != text[start + first : end].lower():
            continue
        if text[end : end + 1] in (*" .,;?!\n", "") and (start == 0 or text[start - 1] in " \n"):
            return text[:start] + (phrase[0].upper() + phrase[1:] if first else phrase) + text[end:], start
    return None


def from_articles(corpora: Path, limit: int) -> Iterator[Example]:
    """Phrases in gaps and in the place of words, and those of the articles themselves."""
    counts = PairCounts(FOLDS)
    paths = sorted((corpora / "articles").glob("*.jsonl.gz"))
    for path in paths:
        for document in read(path):
            counts.add(fold_of(str(document["source"]), FOLDS), str(document["lang"]), str(document["text"]))
    counts.close()
    pick, classes = phrases_of("dev"), pair_table().classes
    for path in paths:
        documents, rng = list(read(path)), random.Random(zlib.crc32(path.name.encode()))
        rng.shuffle(documents)
        for document in documents[:limit]:
            fold = fold_of(str(document["source"]), FOLDS)
            table = counts.without(fold, classes)
            for _ in range(3):
                abroad = rng.random() < ABROAD
                phrase = pick(rng.choice(("en", "id", "ru")) if abroad else str(document["lang"]), rng)
                text = stretch(str(document["text"]), rng)
                if phrase is not None:
                    ways = {"gap": plant(text, phrase[0], rng), "swap": swapped(text, phrase[0], table, rng)}
                    for kind, placed in ways.items():
                        found = placed and observed(*placed, placed[1] + len(phrase[0]), table)
                        if found:
                            yield Example(found, f"{kind} abroad" if abroad else kind, fold)


def stretch(text: str, rng: random.Random) -> str:
    """A sentence of a text, or some lines of it, the last of them cut."""
    sentences = [sentence for sentence in _SENTENCE.split(text) if LENGTHS[0] // 4 < len(sentence) < LENGTHS[1]]
    if sentences and rng.random() < ALONE:
        return rng.choice(sentences)
    start = text.rfind("\n", 0, rng.randrange(0, max(1, len(text) - 400))) + 1
    return text[start : start + rng.choice(LENGTHS)]


def by_themselves(corpora: Path) -> Iterator[Example]:
    """The phrases that texts hold by themselves."""
    for path in sorted(corpora.glob("articles/*.jsonl.gz")) + sorted(corpora.glob("mentions/*.jsonl.gz")):
        for document in read(path):
            yield from _examples(str(document["text"])[:LONGEST], "natural")


def written() -> Iterator[Example]:
    """Phrases placed by hand, and sentences that speak of such goods in passing."""
    table = tomllib.loads(Path(__file__).with_name("passing.toml").read_text(encoding="utf-8"))
    rows = [(sentence, None) for sentence in table["learned"].strip().split("\n")]
    cases = tomllib.loads((FIXTURES / "cases" / "links" / "words-phrase.toml").read_text(encoding="utf-8"))["case"]
    for text in (str(case["text"]) for case in cases):
        start, end = text.find("⟦"), text.find("⟧") - 1
        rows.append((text.replace("⟦", "").replace("⟧", ""), (start, end) if start >= 0 else None))
    for line in (FIXTURES / "eval" / "injected.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["split"] == "dev" and (case["label"] == "keep" or case["form"] == "keyword"):
            rows.append((case["text"], tuple(case["spans"][0]) if case["spans"] else None))
    for text, span in rows:
        if span is None:
            yield from _examples(text, "passing")
            continue
        found = observed(text, *span, pair_table())
        if found:
            yield Example(found, "placed", zlib.crc32(text.encode()) % FOLDS)


def _examples(text: str, kind: str) -> Iterator[Example]:
    for run, _, _ in runs_of(text):
        found = observed(text, run.start, run.end, pair_table())
        if found:
            yield Example(found, kind, zlib.crc32(text.encode("utf-8", "surrogatepass")) % FOLDS)


def matrix(examples: Sequence[Example], names: Sequence[str]) -> Floats:
    """One row an example, one column a signal."""
    places = {name: place for place, name in enumerate(names)}
    rows = np.zeros((len(examples), len(names)))
    for row, example in enumerate(examples):
        rows[row, [places[name] for name in example.signals if name in places]] = 1
    return rows


def fit(rows: Floats, examples: Sequence[Example]) -> tuple[Floats, float]:
    """Weights and bias of the logistic regression."""
    labels = np.array([example.kind in PLACED for example in examples])
    counts = np.array([KINDS[example.kind] for example in examples])
    regression = LogisticRegression(C=C, max_iter=500).fit(rows, labels, sample_weight=counts)
    return regression.coef_[0], float(regression.intercept_[0])


def point(rows: Floats, examples: Sequence[Example]) -> float:
    """The sum from which a phrase goes: by weights of the other folds one natural one does, and few in passing."""
    folds, scores = np.array([example.fold for example in examples]), np.zeros(len(examples))
    for fold in range(FOLDS):
        others = np.flatnonzero(folds != fold)
        weights, bias = fit(rows[others], [examples[i] for i in others])
        scores[folds == fold] = rows[folds == fold] @ weights + bias
    kinds = np.array(["weak" if signals.WEAK in example.signals else example.kind for example in examples])
    in_passing = np.sort(scores[kinds == "passing"])[::-1]
    natural = np.sort([*scores[kinds == "natural"], *[-9.0] * (NATURAL + 1)])[::-1]
    least = max(float(in_passing[int(PASSING * len(in_passing))]), float(natural[NATURAL]))
    for kind in KINDS:
        here = scores[kinds == kind]
        print(f"{kind}: {int((here > least).sum())} of {len(here)} go by weights of the other folds")
    return least


def main() -> None:
    """Learn, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--limit", type=int, default=70, help="articles of each language that phrases are put into")
    parser.add_argument("--out", type=Path, default=DATA / "spam" / "_weights.toml")
    given = parser.parse_args()
    examples = [*from_articles(given.corpora, given.limit), *by_themselves(given.corpora), *written()]
    seen = Counter(name for example in examples for name in example.signals)
    names = sorted(name for name, count in seen.items() if count > 4)
    rows = matrix(examples, names)
    least = point(rows, examples)
    weights, bias = fit(rows, examples)
    found = {"bias": bias - least + np.log(9)} | dict(zip(names, weights, strict=True))
    for name, value in found.items():
        value = max(value, SURE.get(name, value))
        found[name] = min(value, CAUTION.get(name, CAUTION.get(name.rstrip(" 123"), value)))
    lines = [
        "# What signals of keyword phrases weigh, in log odds; written by tools/links/phrase_weights.py, do not edit."
    ]
    lines += [f'"{name}" = {value:.2f}' for name, value in found.items() if abs(value) >= 0.05 or name == "bias"]
    given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
