"""The cue tables as data: sorted, unique, folded, and each phrase found where it stands."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cleanpress.data import DATA, entries
from cleanpress.filters.links.cues import CLASSES, Cues, cue_tables

FILES = sorted((DATA / "cues").glob("*.toml"))


def test_there_are_tables_for_many_languages() -> None:
    assert len(FILES) >= 25


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_table_is_sorted_unique_and_folded(path: Path) -> None:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    assert table["language"] == path.stem
    for kind in CLASSES:
        phrases = entries(table[kind])
        assert phrases == sorted(set(phrases)), kind
        assert phrases, kind
        assert [p for p in phrases if p != p.casefold()] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_phrase_is_found_where_it_stands(path: Path) -> None:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    for kind in CLASSES:
        for phrase in entries(table[kind]):
            cues = Cues()
            cues.add(kind, phrase)
            window = f"xx {phrase.rstrip('*')} yy"
            assert [cue.kind for cue in cues.find(window)], f"{kind}: {phrase}"


def test_a_stem_takes_endings_and_a_word_does_not() -> None:
    cues = Cues()
    cues.add("quoting", "dikutip*")
    cues.add("site", "laman")
    assert [cue.kind for cue in cues.find("dikutipnya dari lamanya")] == ["quoting"]


def test_hindi_and_persian_words_stay_whole() -> None:
    cues = Cues()
    cues.add("site", "वेबसाइट")
    assert [cue.kind for cue in cues.find("सरकारी वेबसाइट पर")] == ["site"]
    assert list(cue_tables().find("")) == []
