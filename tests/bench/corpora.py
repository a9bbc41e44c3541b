"""The texts that are measured: documents of about 4 kB, kept as UTF-8 bytes.

Bytes, because a ``str`` remembers its UTF-8 form once a C library has asked for it: timing the same
objects twice flatters whatever works on UTF-8. Every repetition decodes its own strings.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from dirt import soil

__all__ = ["FIXTURES", "Corpus", "build", "build_all", "upto"]

FIXTURES = Path(__file__).parents[2] / "fixtures"
"""Where texts come from when no folder of articles is given."""

OTHER = ("ru", "zh", "ar", "hi", "th", "el")
"""The languages of the non-Latin corpus, by equal shares of bytes."""

_SHORT, _LONG = 4_096, 200_000  # bytes a document is filled up to
_EVERY, _FIRST = 500, 250  # of so many documents one is long: the first of them, and which in each such run


@dataclass(frozen=True)
class Corpus:
    """Documents in UTF-8."""

    name: str
    documents: tuple[bytes, ...]

    @property
    def size(self) -> int:
        """Bytes in all documents."""
        return sum(map(len, self.documents))

    def texts(self) -> list[str]:
        """The documents as new strings."""
        return [document.decode() for document in self.documents]


def build_all(folder: Path | None, size: int) -> list[Corpus]:
    """The corpora, each of about ``size`` bytes; the same ones every time.

    ``folder`` holds ``articles/<language>.jsonl.gz``, one JSON object with a ``text`` a line;
    without it the texts of the fixtures are recombined. Raises FileNotFoundError when a language
    is missing.
    """
    english, indonesian = build("en", folder, size), build("id", folder, size)
    other = _alternate([build(language, folder, size // len(OTHER)) for language in OTHER])
    third = size // 3
    mixed = _alternate([upto(english, third), upto(indonesian, third), upto(other, third)])
    rng = Random("dirt")
    dirty = [soil(text.decode(), number, rng).encode() for number, text in enumerate(mixed)]
    return [
        Corpus("English", tuple(english)),
        Corpus("Indonesian", tuple(indonesian)),
        Corpus("non-Latin", tuple(other)),
        Corpus("dirty mix", tuple(dirty)),
    ]


def build(language: str, folder: Path | None, size: int) -> list[bytes]:
    """Documents of one language: lines in the order of their articles, articles shuffled, blanks as they are."""
    texts = _articles(folder, language) if folder else _fixtures(language)
    documents: list[bytes] = []
    lines: list[bytes] = []
    total = filled = 0
    for line in _endless_lines(texts, Random(language)):
        lines.append(line.encode("utf-8", "replace"))
        filled += len(lines[-1]) + 1
        if filled >= (_LONG if len(documents) % _EVERY == _FIRST else _SHORT):
            documents.append(b"\n".join(lines).strip(b"\n"))
            total += filled
            lines, filled = [], 0
            if total >= size:
                break
    return documents


def _endless_lines(texts: Sequence[str], rng: Random) -> Iterator[str]:
    """The lines of all texts, an empty one between two texts, over and over in another order."""
    order = list(texts)
    while True:
        rng.shuffle(order)
        for text in order:
            yield from text.strip("\n").split("\n")
            yield ""


def _articles(folder: Path, language: str) -> list[str]:
    with gzip.open(folder / "articles" / f"{language}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [text for line in file if (text := json.loads(line)["text"]).strip()]


def _fixtures(language: str) -> list[str]:
    """What the labelled cases look like when cleaned: ordinary paragraphs."""
    with (FIXTURES / "eval" / "injected.jsonl").open(encoding="utf-8") as file:
        cases = [json.loads(line) for line in file]
    texts = [case["clean"] for case in cases if case["lang"] == language and case["label"] == "remove"]
    if not texts:
        raise FileNotFoundError(f"{FIXTURES}: no text in the language {language!r}")
    return texts


def upto(documents: Sequence[bytes], size: int) -> list[bytes]:
    """The first documents, about ``size`` bytes of them."""
    taken: list[bytes] = []
    total = 0
    for document in documents:
        if total >= size:
            break
        taken.append(document)
        total += len(document)
    return taken


def _alternate(groups: Sequence[Sequence[bytes]]) -> list[bytes]:
    """The documents of all groups, spread evenly."""
    places = ((number / len(group), document) for group in groups for number, document in enumerate(group))
    return [document for _, document in sorted(places, key=lambda place: place[0])]
