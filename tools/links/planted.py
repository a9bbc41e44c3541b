"""How many planted brand words, keyword phrases and hosts in disguise go: ``python tools/links/planted.py CORPORA``.

One of them stands in a random gap of an article: the name of a listed gambling host without its suffix, a phrase of
``keyword_phrases.toml`` in the article's language, a host whose dot or letters are written otherwise. It counts as
removed when a removal of the filter covers most of it, as exact when the text comes back as it was. Phrases, names and
gaps depend on nothing but the seed; ``--half dev`` draws from those that may be looked at.
"""

from __future__ import annotations

import argparse
import random
import tomllib
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from figures import wilson
from samples import insertion_points, read

from cleanpress import Document, InjectedLinks, Pipeline
from cleanpress.filters.links.phrases.score import REMOVE
from cleanpress.hosts import registrable
from cleanpress.scripts import spaceless

_MAX = 6000  # code points of an article
_WORDS = {"id": "titik", "ms": "titik", "es": "punto", "it": "punto", "ru": "точка", "uk": "крапка", "tr": "nokta",
          "pt": "ponto", "fr": "point", "de": "punkt", "pl": "kropka", "nl": "punt"}  # fmt: skip
"""The word for a dot by language; in others spam writes the English one."""
_LOOKALIKES = str.maketrans("aeocpx", "аеосрх")
_BOLD = {ord(c): chr(0x1D41A + i) for i, c in enumerate("abcdefghijklmnopqrstuvwxyz")}
_FULL = {i: chr(i + 0xFEE0) for i in range(0x30, 0x7B)}
_DISGUISES: dict[str, Callable[[str, str, random.Random], str]] = {
    "bracket": lambda host, _, rng: host.replace(".", rng.choice(("[.]", "(.)", " [.] ", "{.}"))),
    "word in brackets": lambda host, _, rng: host.replace(".", rng.choice(("(dot)", "[dot]", " (dot) ", " [dot] "))),
    "word": lambda host, lang, _: host.replace(".", f" {_WORDS.get(lang, 'dot')} "),
    "spaced": lambda host, _, rng: host.replace(".", rng.choice((" . ", " ."))),
    "stop": lambda host, _, rng: host.replace(".", rng.choice("。．｡")),
    "zero width": lambda host, _, rng: host[:3] + rng.choice("\u200b\u200c\u2060") + host[3:],
    "lookalike": lambda host, *_: host.translate(_LOOKALIKES),
    "bold": lambda host, *_: host.translate(_BOLD),
    "full width": lambda host, *_: host.translate(_FULL),
    "hxxp": lambda host, _, rng: f"{rng.choice(('hxxp', 'hxxps'))}://{host}",
}
Planted = tuple[str, str]
"""What is planted, and the name it is counted under."""


def _half(name: str) -> str:
    return "dev" if zlib.crc32(name.encode()) % 2 else "held"


def _brands(corpora: Path, half: str) -> Callable[[str, random.Random], Planted]:
    names = dict.fromkeys(
        (registrable(host) or host).partition(".")[0] for host in (corpora / "hosts/gambling.txt").read_text().split()
    )
    listed = [n for n in names if _half(n) == half and 5 <= len(n) <= 20 and n.isascii() and not n.isdigit()]

    def pick(_: str, rng: random.Random) -> Planted:
        name = rng.choice(listed)
        return name, "with digits" if any(map(str.isdigit, name)) else "without digits"

    return pick


def phrases_of(half: str) -> Callable[[str, random.Random], Planted | None]:
    """A phrase of a language, drawn from one half of those of ``keyword_phrases.toml``; None if there are none."""
    tables = tomllib.loads(Path(__file__).with_name("keyword_phrases.toml").read_text(encoding="utf-8"))
    listed = {lang: [p for p in text.split("\n") if p and _half(p) == half] for lang, text in tables.items()}

    def pick(lang: str, rng: random.Random) -> Planted | None:
        phrases = listed.get({"swa": "sw"}.get(lang, lang))
        return (rng.choice(phrases), "") if phrases else None

    return pick


def _disguised(corpora: Path, half: str) -> Callable[[str, random.Random], Planted]:
    hosts = [h for h in (corpora / "hosts/gambling.txt").read_text().split() if _half(h) == half and h.isascii()]

    def pick(lang: str, rng: random.Random) -> Planted:
        name = rng.choice(sorted(_DISGUISES))
        return _DISGUISES[name](rng.choice(hosts), lang, rng), name

    return pick


def _articles(corpora: Path, limit: int, length: int, rng: random.Random) -> Iterator[tuple[str, str]]:
    for path in sorted((corpora / "articles").glob("*.jsonl.gz")):
        documents = list(read(path))
        rng.shuffle(documents)
        for document in documents[:limit]:
            yield path.name.partition(".")[0], str(document["text"])[:length]


def plant(text: str, token: str, rng: random.Random) -> tuple[str, int] | None:
    """The text with a token between two words, or characters of writing without spaces, and its offset."""
    for offset, place in insertion_points(text, rng, 6):
        if place == "glyph":
            return text[:offset] + token + text[offset:], offset
        if place == "mid" and not (spaceless(text[offset - 1]) and not token.isascii()):
            return f"{text[:offset]} {token}{text[offset:]}", offset + 1
    return None


def main() -> None:
    """Print a table of shares by form, kind and language, worst first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--half", choices=("dev", "held"), default="held")
    parser.add_argument("--limit", type=int, default=60, help="articles of each language and form")
    parser.add_argument("--length", type=int, default=_MAX, help="code points of an article")
    parser.add_argument("--forms", default="all", help="what the filter looks for")
    parser.add_argument("--only", choices=("brand", "keyword", "disguised"))
    parser.add_argument("--misses", type=int, default=0, help="print so many of what stays")
    given = parser.parse_args()
    picks = {"brand": _brands(given.corpora, given.half), "keyword": phrases_of(given.half),
             "disguised": _disguised(given.corpora, given.half)}  # fmt: skip
    pipeline = Pipeline([InjectedLinks(forms=given.forms)])
    counted: Counter[tuple[str, str, str]] = Counter()
    missed: list[str] = []
    for form, pick in picks.items():
        if given.only in (None, form):
            rng = random.Random(zlib.crc32(form.encode()))
            for lang, text in _articles(given.corpora, given.limit, given.length, rng):
                planted = pick(lang, rng)
                placed = plant(text, planted[0], rng) if planted else None
                if planted is None or placed is None:
                    continue
                gone, exact = _fate(pipeline, text, *placed, planted[0])
                for row in ("all", f"kind {planted[1]}", f"language {lang}"):
                    counted.update({(form, row, "of"): 1, (form, row, "gone"): gone, (form, row, "exact"): exact})
                if not gone:
                    dirty, at = placed
                    missed.append(f"{form} {lang}: {dirty[max(0, at - 60) : at]}[[{planted[0]}]]"
                                  f"{dirty[at + len(planted[0]) : at + len(planted[0]) + 50]}")  # fmt: skip
    _print(counted)
    random.Random(5).shuffle(missed)
    print(*(line.replace("\n", "/") for line in missed[: given.misses]), sep="\n")


def _fate(pipeline: Pipeline, text: str, dirty: str, at: int, token: str) -> tuple[bool, bool]:
    """Whether most of what was planted goes, and whether the text comes back."""
    spans = pipeline.filters[0].scan(Document(dirty))
    taken = sum(max(0, min(end, at + len(token)) - max(start, at)) for start, end, *_, sure in spans if sure >= REMOVE)
    gone = taken >= 0.6 * len(token)
    return gone, gone and pipeline.run(dirty).text == text


def _print(counted: Counter[tuple[str, str, str]]) -> None:
    print("| planted | of | removed | exactly |\n|---|--:|--:|--:|")
    for form in dict.fromkeys(form for form, *_ in counted):
        rows = {row for name, row, _ in counted if name == form and row not in ("all", "kind ")}
        share = {row: counted[form, row, "gone"] / counted[form, row, "of"] for row in rows}
        for row in ("all", *sorted(rows, key=lambda row: (row.partition(" ")[0], share[row], row))):
            of, gone = counted[form, row, "of"], counted[form, row, "gone"]
            if of >= 10:
                low, high = wilson(gone, of)
                title, exact = form if row == "all" else f"{form}, {row}", counted[form, row, "exact"] / of
                print(f"| {title} | {of} | {gone / of:.3f} ({low:.3f}-{high:.3f}) | {exact:.3f} |")


if __name__ == "__main__":
    main()
