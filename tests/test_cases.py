"""Every case in fixtures/cases, run through the one filter that its folder names."""

from __future__ import annotations

from collections import Counter
from functools import cache, partial

import pytest

import cases
from cleanpress import Change, InjectedLinks, Mojibake, Pipeline, ScraperArtifacts, Whitespace

FILTERS = {
    "artifacts": ScraperArtifacts,
    "html": None,  # the default pipeline: cases of formats show what becomes of a whole document
    "invisibles": Whitespace,
    "links": partial(InjectedLinks, forms="all"),
    "markdown": None,
    "mojibake": Mojibake,
    "whitespace": Whitespace,
}
CASES = cases.read_all()
FOLDERS = sorted({case.folder for case in CASES})


@cache
def pipeline(folder: str) -> Pipeline:
    filter_class = FILTERS[folder]
    return Pipeline([filter_class()]) if filter_class else Pipeline.default()


def parameters():
    for case in CASES:
        marks = pytest.mark.xfail(strict=True, reason="known failure") if case.known_failure else ()
        yield pytest.param(case, id=f"{case.folder}/{case.id}", marks=marks)


@pytest.mark.parametrize("case", list(parameters()))
def test_case(case):
    result = pipeline(case.folder).run(case.document)
    made = [(edit.rule, case.source[edit.start : edit.end], edit.replacement) for edit in result.edits]
    assert result.text == case.expected, (made, result.notice)
    if case.keeps:
        assert result.text is case.source
        assert result.edits == ()


def test_every_folder_names_a_filter():
    assert set(FOLDERS) <= set(FILTERS)


@pytest.mark.parametrize("folder", FILTERS)
def test_every_filter_has_cases(folder):
    assert folder in FOLDERS


def test_ids_are_unique():
    counted = Counter((case.folder, case.id) for case in CASES)
    assert [key for key, times in counted.items() if times > 1] == []


def test_texts_are_unique():
    counted = Counter((case.folder, case.source) for case in CASES)
    assert [key for key, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_at_least_as_many_cases_keep_as_change(folder):
    counted = Counter(case.keeps for case in CASES if case.folder == folder)
    assert counted[True] >= counted[False]


def test_links_are_judged_in_at_least_eight_languages():
    both = Counter(
        file
        for file in sorted({case.file for case in CASES if case.folder == "links"})
        if {case.keeps for case in CASES if case.file == file} == {True, False}
    )
    assert len(both) >= 8


class TestMarks:
    @pytest.mark.parametrize(
        ("marked", "source", "changes"),
        [
            ("plain", "plain", ()),
            ("one ⟦spam ⟧two", "one spam two", (Change(4, 9, ""),)),
            ("caf⟦Ã©→é⟧", "cafÃ©", (Change(3, 5, "é"),)),
            ("a⟦→b⟧c⟦d⟧", "acd", (Change(1, 1, "b"), Change(2, 3, ""))),
            ("text\n⟦Next →⟧", "text\nNext →", (Change(5, 11, ""),)),
            ("a → b", "a → b", ()),
        ],
    )
    def test_say_what_changes(self, marked, source, changes):
        assert cases.parse(marked) == (source, changes)

    @pytest.mark.parametrize("marked", ["a ⟦b", "a b⟧", "⟦⟧", "⟦a→a⟧", "⟦a⟦b⟧⟧"])
    def test_that_make_no_sense_are_refused(self, marked):
        with pytest.raises(ValueError, match="mark"):
            cases.parse(marked)
