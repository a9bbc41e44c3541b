"""Learn how probable each pair of characters is: ``python tools/mojibake/build_pairs.py CORPORA [WORDS]``.

Writes ``src/cleanpress/data/mojibake/pairs.tsv``. CORPORA is a folder with ``articles/<language>.jsonl.gz``
(one JSON object with a ``text`` a line); WORDS, if given, is a folder with the ``small_<language>.msgpack.gz`` lists
of the package wordfreq, which stand in for languages with little or no running text (reading them
needs the package msgpack). Same input, same output: nothing is drawn at random. Only counts of pairs are kept.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from ftfy.badness import is_bad

TARGET = Path(__file__).parents[2] / "src" / "cleanpress" / "data" / "mojibake" / "pairs.tsv"

CORPUS_CHARS = 2_000_000
"""Code points read of each language at most."""
WORD_CHARS = 300_000
"""What the word list of a language counts for, in code points."""
SYMBOLS = 110
"""Symbols of a language at most; Ethiopic, a syllabary, gets 200."""
STEP = 0.25
"""Nats of one step of the table; the largest cost it can hold is 89 steps."""

SCRIPTS = {
    "Cyrillic": "be bg mk ru sr uk", "Greek": "el", "Arabic": "ar fa ur", "Hebrew": "he", "Devanagari": "hi",
    "Bengali": "bn", "Tamil": "ta", "Thai": "th", "Armenian": "hy", "Ethiopic": "amh tir",
    "Han": "zh", "Japanese": "ja", "Hangul": "ko",
}  # fmt: skip
"""Languages that are not written in Latin letters."""
RENAMED = {"nb": "no", "swa": "sw"}
LEFT_OUT = {"sa", "pcm", "ms"}
"""Too little text, or pairs that English and Indonesian have already."""
SINGLE = {"zh": 4500, "ja": 2500, "ko": 1500}
"""Languages of so many characters that only single ones are counted: the most frequent ones."""


def main(argv: list[str]) -> int:
    """Read, count, write."""
    if len(argv) not in (1, 2):
        print(__doc__)
        return 2
    articles = Path(argv[0]) / "articles"
    words = Path(argv[1]) if len(argv) == 2 else None
    running = {path.name.split(".")[0]: path for path in sorted(articles.glob("*.jsonl.gz"))}
    lists = {path.name[6:].split(".")[0]: path for path in sorted(words.glob("small_*.msgpack.gz"))} if words else {}
    languages = sorted({RENAMED.get(code, code) for code in [*running, *lists]} - LEFT_OUT)
    rows = []
    for language in languages:
        names = [language, *(old for old, new in RENAMED.items() if new == language)]
        counts: Counter[str] = Counter()
        for name in names:
            if name in running:
                counts.update(pairs(folded(read_articles(running[name])), language))
        for name in names:
            if name in lists and counts.total() < WORD_CHARS * 3:
                counts.update(word_pairs(lists[name], language))
        rows.append(row(language, counts))
    header = "# Costs of character pairs by language, learned by tools/mojibake/build_pairs.py; do not edit.\n"
    TARGET.write_text(header + "".join(rows), encoding="utf-8")
    print(f"wrote {TARGET.name}: {len(rows)} languages, {TARGET.stat().st_size:,} bytes")
    return 0


def read_articles(path: Path) -> Iterator[str]:
    """The lines of a collection that hold no damage ftfy knows, up to the limit."""
    left = CORPUS_CHARS
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for record in file:
            for line in json.loads(record)["text"].splitlines():
                if line and not is_bad(line):
                    yield line
                    left -= len(line)
            if left < 0:
                return


def folded(lines: Iterable[str]) -> Iterator[str]:
    """Lines in lower case, digits as 0, every kind of white space as one blank."""
    for line in lines:
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in line)
        yield " " + "".join("0" if char.isdigit() else " " if char.isspace() else char for char in lowered) + " "


def pairs(lines: Iterable[str], language: str) -> Counter[str]:
    """How often each pair of characters (each character, in languages of many) occurs."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(line if language in SINGLE else map("".join, pairwise(line)))
    return counts


def word_pairs(path: Path, language: str) -> Counter[str]:
    """Pairs of a word list, each word as often as it is used, scaled to ``WORD_CHARS`` code points."""
    import msgpack

    with gzip.open(path, "rb") as file:
        buckets = msgpack.unpackb(file.read(), raw=False)[1:]
    weights: Counter[str] = Counter()
    for centibels, bucket in enumerate(buckets):
        for word in folded(bucket):
            weights[word] = 10 ** (-centibels / 100)
    scale = WORD_CHARS / sum(weight * len(word) for word, weight in weights.items())
    shares: dict[str, float] = {}
    for word, weight in weights.items():
        for pair in word.strip() if language in SINGLE else map("".join, pairwise(word)):
            shares[pair] = shares.get(pair, 0.0) + weight * scale
    return Counter({pair: round(share) for pair, share in shares.items() if share >= 0.5})


def symbols(single: Counter[str], language: str, script: str) -> str:
    """The characters whose neighbours are counted: letters of the script, common punctuation, blank, digit."""
    total = single.total()
    limit = 200 if script == "Ethiopic" else SYMBOLS
    chosen = []
    for char, count in sorted(single.items(), key=lambda item: (-item[1], item[0])):
        kind = unicodedata.category(char)
        of_script = belongs(char, script)
        if kind[0] in "LM" and of_script:
            enough = count >= max(3, total * 4e-6)
        else:
            enough = kind[0] in "PZN" and char < "\u3100" and count >= max(3, total * 2e-5)
        if enough and char not in "\ufffd\xa0" and len(chosen) < limit:
            chosen.append(char)
    return "".join(sorted({*chosen, " ", "0"}))


def belongs(char: str, script: str) -> bool:
    """Whether a letter or mark is of a script, by its Unicode name; Latin takes ª, º and marks along."""
    name = unicodedata.name(char, "")
    if script == "Latin":
        return name.startswith(("LATIN", "COMBINING", "FEMININE", "MASCULINE", "MODIFIER LETTER"))
    if script == "Japanese":
        return name.startswith(("CJK UNIFIED", "HIRAGANA", "KATAKANA"))
    return name.upper().startswith("CJK UNIFIED" if script == "Han" else script.upper())


def row(language: str, counts: Counter[str]) -> str:
    """The line of one language: code, script, symbols, costs."""
    script = next((script for script, codes in SCRIPTS.items() if language in codes.split()), "Latin")
    if language in SINGLE:
        return single_row(language, script, counts)
    first: Counter[str] = Counter()
    for pair, count in counts.items():
        first[pair[0]] += count
    total = first.total()
    chars = symbols(first, language, script)
    share = {char: (first[char] + 0.5) / (total + 0.5 * len(chars)) for char in chars}
    costs = []
    for left in chars:
        weight = 4 + 0.02 * first[left] ** 0.5
        for right in chars:
            chance = (counts[left + right] + weight * share[right]) / (first[left] + weight)
            costs.append(step(-math.log(chance)))
    costs += [step(-math.log(share[right])) for right in chars]  # behind a character without a row
    return f"{language}\t{script}\t{chars}\t{''.join(costs)}\n"


def single_row(language: str, script: str, counts: Counter[str]) -> str:
    """The line of a language of many characters: the most frequent ones with their own costs."""
    letters = {
        char: count
        for char, count in counts.items()
        if (unicodedata.category(char)[0] in "LM" and belongs(char, script))
        or char in "、。，！？「」『』（）：；《》ー 0"
    }
    chosen = sorted(letters, key=lambda char: (-letters[char], char))[: SINGLE[language]]
    total = sum(letters.values())
    ordered = sorted(chosen)
    return (
        f"{language}\t{script}\t{''.join(ordered)}\t{''.join(step(-math.log(letters[c] / total)) for c in ordered)}\n"
    )


def step(cost: float) -> str:
    """A cost in nats as one printable character."""
    return chr(33 + min(89, max(0, round(cost / STEP))))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
