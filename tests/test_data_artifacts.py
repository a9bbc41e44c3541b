"""The catalogue of phrases as a product: every line of it is tried, and every near miss stays."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from cleanpress.data import DATA, entries, read_toml
from cleanpress.document import Document
from cleanpress.filters.artifacts import ScraperArtifacts
from cleanpress.filters.artifacts.compiled import (
    FOLDER,
    compiled,
    load_catalogue,
    load_phrases,
    load_prefixes,
    load_tables,
)
from cleanpress.filters.artifacts.heads import derive, prefixes
from cleanpress.filters.artifacts.rules import load_rules
from cleanpress.lexicon import PRINTED, SLOT, PhraseRule, PhraseTable, fold, is_short, trim

FILES = sorted(path for path in (DATA / "artifacts").glob("*.toml") if not path.name.startswith("_"))
CLEAN = sorted((Path(__file__).parent.parent / "fixtures" / "clean").glob("*.txt"))
COMPLETE = {"copy_protection", "js_cookie_wall", "share_widget", "ad_placeholder", "feed_tail", "comment_widget"}

FILL = {
    "any": "Some thing",
    "code": "a = b(1);",
    "date": "May 4, 2021",
    "handle": "ada.merle",
    "hex": "00e9",
    "host": "wiki.example.org",
    "n": "12",
    "name": "Ada Merle",
    "service": "Facebook",
    "site": "Valley Courier",
    "title": "Goats on the road",
}
CLOSERS = ("//]]", "/* ]]> */")  # the ends of guards around scripts
ABOVE = "The bridge stayed closed for two weeks while the workers replaced its old timber."
BELOW = "On the third day it rained, and the whole village waited for the water to go down again."
SURE = "SCROLL TO CONTINUE WITH CONTENT"  # an artifact wherever it stands: company for phrases that want it


def all_rules_of(path: Path) -> list[PhraseRule]:
    return load_rules(path, f"artifacts/{path.stem.replace('_', '-')}")


def rules_of(path: Path) -> list[PhraseRule]:
    """The rules of a file that list phrases; the others list codes and shapes of sentences."""
    return [rule for rule in all_rules_of(path) if rule.act in PRINTED and rule.where != "shape"]


@cache
def catalogue() -> tuple[PhraseRule, ...]:
    return tuple(rule for path in FILES for rule in rules_of(path))


@cache
def everything() -> tuple[PhraseRule, ...]:
    return tuple(rule for path in FILES for rule in all_rules_of(path))


def filled(phrase: str) -> str:
    return SLOT.sub(lambda slot: FILL[slot[1]], phrase)


def found(text: str) -> list[tuple[str, str, float]]:
    spans = ScraperArtifacts().scan(Document(text))
    return [(rule, text[start:end].strip(), confidence) for start, end, _, rule, _, confidence in spans]


by_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def test_the_families_are_there() -> None:
    assert {path.stem for path in FILES} >= COMPLETE
    assert len(FILES) >= 25


@by_file
def test_file_says_what_its_family_is(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")


@by_file
def test_phrases_are_sorted(path: Path) -> None:
    for table in read_toml(path)["rule"]:
        phrases = entries(table["phrases"])
        assert phrases == sorted(phrases), table["id"]


@by_file
def test_phrases_have_the_form_in_which_lines_are_compared(path: Path) -> None:
    wrong = {
        phrase: trim(phrase)
        for rule in rules_of(path)
        for phrase in rule.phrases
        if trim(phrase) != phrase and rule.where not in ("inline", "glued") and "<|" not in phrase
    }
    assert wrong == {}


@by_file
def test_phrases_say_something(path: Path) -> None:
    for rule in rules_of(path):
        for phrase in rule.phrases:
            says = any(map(str.isalnum, SLOT.sub("", phrase))) or "{service}" in phrase or phrase in CLOSERS
            assert says, (
                rule.id,
                phrase,
            )
            assert fold(phrase), (rule.id, phrase)


@by_file
def test_every_family_has_near_misses(path: Path) -> None:
    assert sum(len(rule.keep) for rule in all_rules_of(path)) >= (4 if path.stem in COMPLETE else 1)


def test_rule_ids_are_unique() -> None:
    counted = Counter(rule.id for rule in everything())
    assert [name for name, times in counted.items() if times > 1] == []


def test_phrases_are_unique_across_families() -> None:
    keys = Counter(phrase if is_short(phrase) else fold(phrase) for rule in catalogue() for phrase in rule.phrases)
    assert [key for key, times in keys.items() if times > 1] == []


@by_file
def test_every_phrase_fires_on_itself_in_company(path: Path) -> None:
    missed = []
    for rule in rules_of(path):
        for phrase in rule.phrases:
            line = filled(phrase)
            hits = found(f"{SURE}\n\n{line}\n\n{BELOW}" if rule.place == "head" else f"{ABOVE}\n\n{SURE}\n\n{line}")
            fires = [c for name, text, c in hits if name == rule.id and trim(text) == trim(line)]
            if not fires or (rule.act == "delete") is not (max(fires) >= 0.9):
                missed.append((rule.id, phrase, hits))
    assert missed == []


@by_file
def test_long_phrases_fire_between_paragraphs(path: Path) -> None:
    missed = []
    for rule in rules_of(path):
        if rule.company or rule.act != "delete" or rule.place == "head":
            continue
        for phrase in rule.phrases:
            if is_short(phrase) or "{" in phrase[:10]:
                continue
            text = f"{ABOVE}\n\n{filled(phrase)}\n\n{BELOW}"
            if not any(name == rule.id and confidence >= 0.9 for name, _, confidence in found(text)):
                missed.append((rule.id, phrase))
    assert missed == []


@by_file
def test_near_misses_stay(path: Path) -> None:
    fired = []
    for rule in all_rules_of(path):
        for keep in rule.keep:
            for text in (keep, f"{ABOVE}\n\n{keep}\n\n{BELOW}", f"{ABOVE}\n{keep}", f"{keep}\n{BELOW}"):
                fired += [(rule.id, keep, hit) for hit in found(text) if hit[2] >= 0.9]
    assert fired == []


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_clean_articles_stay(path: Path) -> None:
    assert found(path.read_text(encoding="utf-8")) == []


def test_clean_articles_are_of_twelve_languages() -> None:
    assert len(CLEAN) >= 12
    for path in CLEAN:
        text = path.read_text(encoding="utf-8")
        assert len(text.split()) >= 150 or len(text) >= 450, path.name


def test_the_compiled_catalogue_is_up_to_date() -> None:
    for name, content in compiled(load_catalogue()).items():
        assert Path(FOLDER, name).read_bytes().decode("utf-8") == content, "run python tools/artifacts/compile.py"


def test_what_the_filter_reads_is_what_the_rule_files_say() -> None:
    read = load_phrases()
    assert read == [replace(rule, keep=(), confidence=float(rule.confidence)) for rule in everything()]
    assert load_tables() == derive(PhraseTable(everything()))
    assert load_prefixes() == sorted(prefixes(PhraseTable(everything())))


def test_every_rule_is_documented() -> None:
    documented = {rule.id: rule for rule in ScraperArtifacts.rules()}
    of_profiles = {"artifacts/site/template", "artifacts/site/repeated"}
    assert documented.keys() == {rule.id for rule in everything()} | of_profiles
    assert all(rule.summary and rule.explanation for rule in documented.values())


EVIDENCE = Path(__file__).parents[1] / "tools" / "artifacts" / "evidence.txt"


def sourced() -> frozenset[str]:
    """The phrases that were found in a source."""
    lines = EVIDENCE.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith(("= ", "# ")))


def test_what_is_cut_says_something_that_a_source_has() -> None:
    """A rule cuts only if a phrase of it was found; one that rests on memory alone reports."""
    found_ones = sourced()
    rules = [rule for rule in everything() if rule.act == "delete" and rule.where != "shape"]
    assert [rule.id for rule in rules if found_ones.isdisjoint(rule.phrases)] == []


def test_what_was_looked_for_in_vain_is_reported() -> None:
    unconfirmed = [rule for rule in everything() if rule.id.endswith("-unconfirmed")]
    assert len(unconfirmed) >= 10
    assert {rule.act for rule in unconfirmed} == {"report"}
    assert sourced().isdisjoint(phrase for rule in unconfirmed for phrase in rule.phrases)


def test_the_list_of_sources_names_phrases_of_the_catalogue() -> None:
    phrases = {phrase for rule in everything() for phrase in rule.phrases}
    assert sorted(sourced() - phrases) == []
