"""A filter from one line: what its patterns take, and what it refuses."""

from __future__ import annotations

import pickle

import pytest

from cleanpress import ConfigError, FilterError, PatternFilter, Phase, Pipeline


def test_whole_lines_go_with_their_break() -> None:
    pipeline = Pipeline([PatternFilter("mysite/read-also", lines=["Baca juga: {any}", "Dilihat {n} kali"])])
    text = "Isi berita.\nBaca juga: Harga cabai\n  Dilihat 1024 kali  \nLanjutan baca juga: tetap.\nDilihat banyak kali"
    assert pipeline.clean(text) == "Isi berita.\nLanjutan baca juga: tetap.\nDilihat banyak kali"


def test_an_edit_names_the_filter_and_its_reason() -> None:
    pattern = PatternFilter("mysite/ads", regexes=[r"\[ad-\d+\]"], reason="an advertisement's number")
    edit = Pipeline([pattern]).run("Satu [ad-17] dua.").edits[0]
    assert (edit.rule, edit.reason, edit.start, edit.end) == ("mysite/ads", "an advertisement's number", 5, 13)


def test_slots_and_other_marks_are_literal_outside_their_meaning() -> None:
    pipeline = Pipeline([PatternFilter("x/y", lines=["(c) {word} *all* rights."])])
    assert pipeline.clean("(c) Kota *all* rights.\nTeks") == "Teks"
    assert pipeline.clean("(c) Kota xall! rights.\nTeks") == "(c) Kota xall! rights.\nTeks"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "has no pattern"),
        ({"lines": "Baca juga"}, "lists of patterns"),
        ({"lines": ["{any}"]}, "would match every line"),
        ({"regexes": ["("]}, "not a valid regular expression"),
        ({"regexes": ["x*"]}, "matches empty text"),
    ],
)
def test_wrong_patterns_are_refused_when_the_filter_is_made(options: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        PatternFilter("mysite/wrong", **options)  # type: ignore[arg-type]


def test_a_pattern_that_explodes_is_stopped() -> None:
    slow = PatternFilter("mysite/slow", regexes=[r"(a|aa)+$"], timeout=0.05)
    with pytest.raises(FilterError, match=r"mysite/slow.*ran longer than 0.05 s"):
        Pipeline([slow]).run("a" * 60 + "b")


def test_it_pickles_compares_and_keeps_its_phase() -> None:
    pattern = PatternFilter("x/tidy", regexes=["#+"], phase=Phase.TIDY)
    copy = pickle.loads(pickle.dumps(pattern))  # noqa: S301 - our own bytes
    assert copy == pattern
    assert copy.phase is Phase.TIDY
    assert Pipeline([copy]).clean("a # b") == "a b"
