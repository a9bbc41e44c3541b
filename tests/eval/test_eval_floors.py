"""The figures of the benchmark do not fall below their floors, and floors say clearly when something else does."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from cleanpress import (
    CorpusProfile,
    DataError,
    Document,
    InjectedLinks,
    Mojibake,
    Pipeline,
    ScraperArtifacts,
    SiteTemplates,
)
from cleanpress.evaluation import Case, Rate, check_floors, evaluate, read_cases
from cleanpress.filters.artifacts import listed

EVAL = Path(__file__).parents[2] / "fixtures" / "eval"
FLOORS = EVAL / "floors.toml"


def site_pipeline(cases: list[Case]) -> Pipeline:
    """The artifact filter with a profile that it learned from the pages of the cases themselves."""
    profile = CorpusProfile.learn(Document(case.text, url=case.url) for case in cases)
    return Pipeline([ScraperArtifacts(profile=SiteTemplates.propose(profile, listed))], removal_limit=1.0)


PIPELINES = {
    "injected": lambda cases: Pipeline([InjectedLinks()]),
    "artifacts": lambda cases: Pipeline([ScraperArtifacts()], removal_limit=1.0),
    "sites": site_pipeline,
    "mojibake": lambda cases: Pipeline([Mojibake()]),
    "characters": lambda cases: Pipeline.default(),
}
"""What each benchmark is for; the other filters are left out, as its README asks."""

TABLES = [(name, split) for name, splits in tomllib.loads(FLOORS.read_text("utf-8")).items() for split in splits]


@pytest.mark.parametrize(("name", "split"), TABLES)
def test_no_figure_is_below_its_floor(name, split):
    cases = list(read_cases(EVAL / f"{name}.jsonl", split=None if split == "all" else split))
    checks = check_floors(evaluate(PIPELINES[name](cases), cases), FLOORS, f"{name}.{split}")
    fallen = [f"{check.figure} is {check.value}, the floor is {check.floor}" for check in checks if not check.holds]
    assert fallen == []


def test_both_splits_of_the_benchmark_have_floors_of_what_matters_most():
    assert [
        *(("injected", split) for split in ("dev", "held")),
        *(("artifacts", split) for split in ("dev", "held", "dev2", "held2", "held3", "held4")),
        *(("sites", split) for split in ("dev", "held")),
        *(("mojibake", split) for split in ("dev", "held", "held2")),
        ("characters", "all"),
    ] == TABLES
    for table in tomllib.loads(FLOORS.read_text("utf-8"))["injected"].values():
        assert {"cases", "keep", "whole", "exact", "repair", "span-precision", "span-recall"} <= set(table)


# --- how floors work ----------------------------------------------------------------------------

REPORT = evaluate(
    lambda text: text.replace(" SPAM", ""),
    [
        Case("a", "He must SPAM go.", "remove", clean="He must go.", spans=((8, 12),), form="mid"),
        Case("b", "He must JUNK go.", "remove", clean="He must go.", spans=((8, 12),), form="end"),
        *(Case(f"k{n}", f"Case {n} stays.", "keep", form="plain") for n in range(9)),
        Case("t", "The SPAM.", "keep", form="plain"),
    ],
)


@pytest.fixture
def checked(tmp_path):
    """The checks against a floors file with this text."""

    def check(text, table="toy.dev"):
        path = tmp_path / "floors.toml"
        path.write_text(text, encoding="utf-8")
        try:
            return check_floors(REPORT, path, table)
        except DataError as error:
            assert str(error).startswith(f"{path}: ")
            raise DataError(str(error).removeprefix(f"{path}: ")) from None

    return check


def test_a_floor_holds_up_to_the_figure_itself(checked):
    at, above = (checked(f"[toy.dev]\nkeep = {floor}\n")[0] for floor in (0.9, 0.9001))
    assert (at.figure, at.rate, at.value, at.holds) == ("keep", Rate(9, 10), 0.9, True)
    assert not above.holds


def test_groups_and_the_number_of_cases_have_floors_too(checked):
    checks = checked(
        "[toy.dev]\ncases = 13\nexact = 0.5\n[toy.dev.form.mid]\nexact = 1\n[toy.dev.form.end]\nexact = 1\n"
    )
    assert [(check.figure, check.value, check.holds) for check in checks] == [
        ("cases", 12, False),
        ("exact", 0.5, True),
        ("form.mid.exact", 1.0, True),
        ("form.end.exact", 0.0, False),
    ]


def test_a_figure_that_counts_nothing_does_not_reach_a_floor(checked):
    (check,) = checked("[toy.dev]\nsuspects-kept = 0\n")
    assert (check.value, check.holds) == (None, False)


def test_the_proposal_leaves_room_for_one_case_and_is_never_lower(checked):
    low, high, cases = checked("[toy.dev]\nkeep = 0.5\nspan-precision = 0.99\ncases = 3\n")
    assert low.proposal == 0.8
    assert high.proposal == 0.99
    assert cases.proposal == 12


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[toy.held]\nkeep = 1\n", "has no table [toy.dev]; known: held"),
        ("[other.dev]\nkeep = 1\n", "has no table [toy]; known: other"),
        ("", "has no table [toy]; known: none"),
        ("[toy.dev]\nkept = 1\n", "toy.dev: unknown figure 'kept'; known: cases, keep, whole"),
        ("[toy.dev]\nkeep = 1.1\n", "toy.dev: keep: must be a number from 0 to 1, got 1.1"),
        ("[toy.dev]\nkeep = true\n", "toy.dev: keep: must be a number from 0 to 1, got True"),
        ("[toy.dev]\nkeep = 'high'\n", "toy.dev: keep: must be a number from 0 to 1, got 'high'"),
        ("[toy.dev]\nkeep = nan\n", "toy.dev: keep: must be a number from 0 to 1, got nan"),
        ("[toy.dev]\ncases = -1\n", "toy.dev: cases: must be a number of cases, got -1"),
        ("[toy.dev]\nform = 1\n", "toy.dev.form: must be a table of floors, got 1"),
        ("[toy.dev.form]\nmid = 1\n", "toy.dev.form.mid: must be a table of floors, got 1"),
        ("[toy.dev.form.mad]\nexact = 1\n", "toy.dev.form: no case has the form 'mad'; known: "),
        ("[toy.dev.form.mid]\nexat = 1\n", "toy.dev.form.mid: unknown figure 'exat'; known: cases"),
        ("[toy.dev\n", "not valid TOML"),
    ],
)
def test_a_wrong_floors_file_is_refused_with_the_key_and_the_remedy(checked, text, message):
    with pytest.raises(DataError) as error:
        checked(text)
    assert str(error.value).startswith(message)
