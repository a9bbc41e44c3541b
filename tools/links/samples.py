"""Labelled candidates for the injected-link scorer, made from a folder of corpora.

Positives are listed spam hosts (and popular ones) put into articles in every form and position;
negatives are every candidate of the untouched texts, and brand mentions once more in lower case.
Names replaced by hosts were tried as further negatives and made the held-out figures worse.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pairs import PairCounts

from cleanpress.filters.links.candidates import Candidate, find_candidates
from cleanpress.filters.links.context import look_around
from cleanpress.filters.links.evidence import DocumentEvidence, WordTable
from cleanpress.filters.links.features import features
from cleanpress.filters.links.keeps import reason_to_keep
from cleanpress.filters.links.model import ClassTable
from cleanpress.hosts import registrable
from cleanpress.scripts import spaceless

MAX_DOCUMENT = 6000
CLASSES = ("gambling", "neutral", "piracy", "referrer", "fakeshop", "popular")
CLASS_SHARE = (0.30, 0.26, 0.14, 0.08, 0.12, 0.10)
GAP = re.compile(r"(?<=[^\s]) (?=[^\s])")
PATHS = (
    "",
    "",
    "",
    "/",
    "/",
    "/",
    "/login",
    "/daftar",
    "/?ref=8817",
    "/shop/sale",
    "/blog/2021/05/post",
    "/promo.html",
)


@dataclass(slots=True)
class Sample:
    """One candidate with its label and what it is to be reported under."""

    features: list[str]
    label: int
    lang: str
    source: str
    kind: str  # how it came about: bare, www, url, name, lowered, natural, …
    host: str
    host_class: str
    document: str
    excerpt: str
    keep: str  # the hard reason to keep it, if any
    fit: str
    doubts: list[str]  # its features that are doubts


def read(path: Path) -> Iterator[dict[str, object]]:
    """The objects of a gzipped JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def fold_of(name: str, folds: int) -> int:
    """A stable fold for a source or a host."""
    return zlib.crc32(name.encode()) % folds


def load_hosts(folder: Path) -> dict[str, list[str]]:
    """Host lists by class."""
    return {name: (folder / f"{name}.txt").read_text(encoding="utf-8").split() for name in CLASSES}


def document_samples(
    text: str, inserted: dict[int, tuple[str, str]], meta: dict[str, str], table: WordTable
) -> Iterator[Sample]:
    """Every candidate of a text; those at an inserted offset are positives."""
    candidates = list(find_candidates(text))
    evidence = DocumentEvidence(text, candidates, table)
    for index, candidate in enumerate(candidates):
        if candidate.form == "email":
            continue
        kind, host_class = "natural", ""
        label = 0
        for offset in range(candidate.start, candidate.end):
            if offset in inserted:
                kind, host_class = inserted[offset]
                label = 1
                break
        context = look_around(text, candidate)
        about = evidence.about(index, context)
        if label == 0:
            kind = f"natural-{candidate.form}-{candidate.case}"
        found = features(candidate, context, about)
        yield Sample(
            found,
            label, meta["lang"], meta["source"], kind,
            registrable(candidate.host) or candidate.host, host_class, meta["id"],
            f"{context.left[-70:]}[[{text[candidate.start:candidate.end]}]]{context.right[:60]}",
            reason_to_keep(candidate, context, about), about.fit, [f for f in found if f.startswith("doubt=")],
        )  # fmt: skip


def pick_host(hosts: dict[str, list[str]], rng: random.Random) -> tuple[str, str]:
    """A host and its class; popular names also serve as spam now and then."""
    name = rng.choices(CLASSES, CLASS_SHARE)[0]
    return rng.choice(hosts[name]), name


def dress(host: str, rng: random.Random) -> tuple[str, str]:
    """The host as a link script writes it, and the name of the form."""
    roll = rng.random()
    if roll < 0.62:
        kind, text = "bare", host
    elif roll < 0.72:
        kind, text = "www", "www." + host
    elif roll < 0.90:
        kind = "url"
        text = rng.choice(("https://", "http://", "https://www.")) + host + rng.choice(PATHS)
    else:
        kind, text = "path", host + rng.choice(PATHS[2:])
        if text == host:
            kind = "bare"
    roll = rng.random()
    if kind != "url" and roll < 0.03:
        kind = "caps"
        text = text.upper() if roll < 0.012 else text[0].upper() + text[1:]
    return text, kind


def insertion_points(text: str, rng: random.Random, count: int) -> list[tuple[int, str]]:
    """Offsets where a token may be dropped, with the position's name."""
    gaps = [match.start() for match in GAP.finditer(text)]
    chars = [i for i in range(1, len(text)) if spaceless(text[i]) and spaceless(text[i - 1])] if len(gaps) < 40 else []
    lines = [match.start() for match in re.finditer("\n", text)]
    points: list[tuple[int, str]] = []
    for _ in range(count):
        roll = rng.random()
        if roll < 0.80 and (gaps or chars):
            points.append((rng.choice(gaps), "mid") if gaps and (not chars or rng.random() < 0.3)
                          else (rng.choice(chars), "glyph"))  # fmt: skip
        elif roll < 0.88:
            points.append((rng.choice([0, *(i + 1 for i in lines)]), "start"))
        elif roll < 0.96:
            points.append((rng.choice([*lines, len(text)]), "end"))
        else:
            points.append((rng.choice([*lines, len(text)]), "line"))
    return sorted(set(points))


def insert(text: str, hosts: dict[str, list[str]], rng: random.Random) -> tuple[str, dict[int, tuple[str, str]]]:
    """The text with one to four injected hosts, and where they stand."""
    count = rng.choice((1, 1, 2, 2, 3, 4))
    same = pick_host(hosts, rng) if rng.random() < 0.2 else None
    parts: list[str] = []
    marks: dict[int, tuple[str, str]] = {}
    position = length = 0
    for offset, place in insertion_points(text, rng, count):
        host, host_class = same or pick_host(hosts, rng)
        token, kind = dress(host, rng)
        lead, trail = spacing(text, offset, place, rng)
        chunk = text[position:offset]
        parts += [chunk, lead, token, trail]
        length += len(chunk) + len(lead)
        marks[length] = (f"{kind}-{place}", host_class)
        if kind == "url":
            marks[length + token.index("//") + 2] = marks[length]
        length += len(token) + len(trail)
        position = offset
    parts.append(text[position:])
    return "".join(parts), marks


def spacing(text: str, offset: int, place: str, rng: random.Random) -> tuple[str, str]:
    """What a link script writes before and behind a token at an offset."""
    if place == "start":
        return "", " "
    if place == "end":
        return " ", ""
    if place == "line":
        return "\n", ""
    if place == "glyph":
        return rng.choice((("", ""), ("", ""), (" ", " ")))
    if rng.random() < 0.92:
        return " ", ""
    return "  ", " "


def lowered(text: str, candidates: list[Candidate]) -> str:
    """The text with its brand-cased hosts in lower case."""
    for candidate in reversed(candidates):
        if candidate.case in ("title", "mixed") and candidate.form == "bare":
            start, end = candidate.host_start, candidate.host_end
            text = text[:start] + text[start:end].lower() + text[end:]
    return text


def collect(
    corpora: Path, counts: PairCounts, classes: ClassTable, folds: int, limit: int, seed: int
) -> Iterator[Sample]:
    """All samples of a folder of corpora, at most ``limit`` documents a language and kind."""
    rng = random.Random(seed)
    by_class = load_hosts(corpora / "hosts")
    by_fold = [
        {name: [h for h in listed if fold_of(h, folds) == fold] for name, listed in by_class.items()}
        for fold in range(folds)
    ]
    for kind in ("articles", "mentions"):
        for path in sorted((corpora / kind).glob("*.jsonl.gz")):
            documents = list(read(path))
            rng.shuffle(documents)
            for document in documents[:limit]:
                fold = fold_of(str(document["source"]), folds)
                meta = {key: str(document[key]) for key in ("id", "lang", "source")}
                text = _shortened(str(document["text"]))
                yield from _from_document(text, kind, meta, by_fold[fold], counts.without(fold, classes), rng)


def _shortened(text: str) -> str:
    if len(text) <= MAX_DOCUMENT:
        return text
    cut = text.rfind("\n", MAX_DOCUMENT // 2, MAX_DOCUMENT)
    return text[: cut if cut > 0 else MAX_DOCUMENT]


def _from_document(
    text: str, kind: str, meta: dict[str, str], hosts: dict[str, list[str]], table: WordTable, rng: random.Random
) -> Iterator[Sample]:
    natural = list(document_samples(text, {}, meta, table))
    urls = [s for s in natural if s.kind.startswith("natural-url")]
    yield from (s for s in natural if not s.kind.startswith("natural-url"))
    yield from rng.sample(urls, min(6, len(urls)))  # a page of links would outweigh a thousand articles
    lower = lowered(text, list(find_candidates(text)))
    if lower != text:
        before = {s.excerpt for s in natural}
        for sample in document_samples(lower, {}, meta, table):
            if sample.kind == "natural-bare-lower" and sample.excerpt not in before:
                sample.kind = "lowered"
                yield sample
    if kind == "articles":
        injected, marks = insert(text, hosts, rng)
        yield from (s for s in document_samples(injected, marks, meta, table) if s.label)
