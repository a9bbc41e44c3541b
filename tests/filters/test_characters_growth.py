"""Endless invisible characters cost time in proportion, and raise nothing."""

from __future__ import annotations

import unicodedata

import pytest

from cleanpress import Document, Pipeline, Whitespace
from growth import assert_growth, seconds

PIECES = {
    "marks": "a" + "\u0301\u0323" * 2_000,
    "marks of all classes": "a" + "\u0301\u0323\u0327\u05b0\u064b" * 800,
    "ZWJ chain": "👩\u200d" * 2_000,
    "joiners": "a\u200d\u200c" * 1_500,
    "flags": "🇮🇩" * 2_000,
    "tag flags": "🏴\U000e0067\U000e0062\U000e0065\U000e007f" * 800,
    "tags": "\U000e0041" * 4_000,
    "selectors": "😀" + "\ufe0f\U000e0101" * 2_000,
    "one selector each": "葛\U000e0100" * 2_000,
    "surrogates": "\ud83d" * 2_000 + "\ude00" * 2_000,
    "isolates": "\u2067א" * 2_000,
    "isolates closed": "\u2067א" * 1_000 + "\u2069" * 1_000,
    "overrides": "א\u202e" * 2_000 + "\u202c" * 500,
    "terminal sequences": "\x1b[31m" * 1_000,
    "unfinished sequences": "\x1b[" * 2_000,
    "unfinished titles": "\x1b]0;title" * 500,
    "C1 titles": "\x9d0;" * 1_000,
    "spaces of all kinds": " \u00a0\u2003\u3000" * 1_000,
    "no-break spaces": "a\u00a0" * 2_000,
    "icons": "\ue900 " * 2_000,
    "replacement characters": "\ufffd" * 4_000,
    "replacement characters apart": "\ufffda" * 2_000,
    "soft hyphens": "a\u00ad" * 2_000,
    "e-mail filler": "\u00a0\u200c\u034f" * 1_500,
    "fillers": "\u3164a\u2800" * 1_500,
    "annotations": "\ufff9a\ufffab\ufffb" * 800,
    "entities": "&amp;" + "amp;" * 1_000,
}


@pytest.mark.parametrize("name", PIECES)
def test_cost_grows_with_the_length(name: str) -> None:
    """At n, 2n, 4n and 8n: each may cost three times its share of the first at most."""

    def cost(times: int) -> float:
        document = Document(PIECES[name] * times)
        return seconds(lambda: Whitespace().scan(document))

    cost(1)
    for times in (2, 4, 8):
        assert_growth(cost, 1, times, most=3 * times)


@pytest.mark.parametrize("name", PIECES)
def test_the_whole_pipeline_raises_nothing_and_settles(name: str) -> None:
    pipeline = Pipeline.default()
    once = pipeline.clean(PIECES[name][:1_500])
    once.encode("utf-8")
    assert pipeline.clean(once) == once


def test_long_stacks_of_marks_are_never_sorted(monkeypatch: pytest.MonkeyPatch) -> None:
    """unicodedata.normalize sorts them in quadratic time in some versions of Python."""
    seen: list[int] = []
    normalize = unicodedata.normalize

    def counted(form: str, text: str) -> str:
        seen.append(len(text))
        return normalize(form, text)  # type: ignore[arg-type]

    monkeypatch.setattr(unicodedata, "normalize", counted)
    for piece in (PIECES["marks"], PIECES["marks of all classes"], "e\u200b" + "\u0301\u0323" * 3_000):
        Pipeline([Whitespace(policy={"combining-marks": "nfc"})]).clean(piece)
    assert all(length <= 31 for length in seen)


def test_entities_are_left_as_they_are() -> None:
    text = "&amp;" + "amp;" * 5_000
    assert Pipeline.default().clean(text) == text
