"""Figures on cases so small that every count can be checked by eye."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from cleanpress import Edit, Pipeline, ScraperArtifacts, Whitespace, as_filter
from cleanpress.evaluation import FIGURES, Case, Problem, Rate, evaluate, judge


def remover(word="SPAM", rule="toy/spam", confidence=1.0):
    """A filter that cuts every occurrence of a word, healing the hole."""

    @as_filter(rule.partition("/")[0] + "-" + word.lower())
    def find(doc):
        start = doc.text.find(word)
        while start >= 0:
            yield doc.delete(start, start + len(word), rule=rule, reason=f"it says {word}", confidence=confidence)
            start = doc.text.find(word, start + 1)

    return find


@as_filter("toy-gild")
def gilding(doc):
    """Replaces GOOD by GOLD."""
    start = doc.text.find("GOOD")
    if start >= 0:
        yield Edit(start, start + 4, "GOLD", rule="toy/good")


def marked(id_, text, clean, label="remove", **more):
    """A case whose spans stand between square brackets in the text."""
    spans = []
    while "[" in text:
        start, end = text.index("["), text.index("]") - 1
        text = text.replace("[", "", 1).replace("]", "", 1)
        spans.append((start, end))
    return Case(id_, text, label, clean=text if clean is None else clean, spans=tuple(spans), **more)


CASES = [
    marked("hit", "He must [SPAM] go.", "He must go.", form="mid", lang="en"),
    marked("two", "[SPAM]\nHe must go.\n[SPAM]", "He must go.", form="block", lang="en"),
    marked("half", "He [SPAM] must [JUNK] go.", "He must go.", form="mid", lang="de"),
    marked("miss", "He must [JUNK] go.", "He must go.", form="mid", lang="de"),
    marked("partly", "He must [SPAM JUNK] go.", "He must go.", form="mid", lang="de"),
    marked("wrong-place", "SPAM he must [JUNK] go.", "SPAM he must go.", form="mid", lang="en"),
    marked("kept", "He must go.", None, "keep", form="plain", lang="en"),
    marked("taken", "The word SPAM is his.", None, "keep", form="plain", lang="de"),
    marked("doubt", "He buys [MAYBE] now.", None, "suspect", form="ad", lang="en"),
    marked("unseen", "He buys [PERHAPS] now.", None, "suspect", form="ad", lang="en"),
]
TOY = Pipeline([remover(), remover("MAYBE", "toy/maybe", 0.6)])


def figures(cases, subject=TOY):
    return {name: rate for name, rate in evaluate(subject, cases).total.figures.items() if rate.total}


def test_the_figures_of_ten_cases():
    assert figures(CASES) == {
        "keep": Rate(1, 2),  # kept; taken lost a word
        "whole": Rate(5, 6),  # wrong-place lost a word of the author
        "exact": Rate(2, 6),  # hit, two
        "repair": Rate(2, 2),
        "span-recall": Rate(4, 8),  # hit 1, two 2, half 1; partly is not gone
        "span-precision": Rate(4, 7),  # hit 1, two 2, half 1; partly, wrong-place, taken are none
        "char-recall": Rate(20, 36),  # five times SPAM; partly counts here
        "char-precision": Rate(20, 28),
        "suspects-kept": Rate(2, 2),
        "suspects-reported": Rate(1, 2),
    }


def test_figures_have_a_description_and_an_order_of_their_own():
    assert list(evaluate(TOY, CASES).total.figures) == list(FIGURES)


def test_the_page_explains_every_figure_and_every_problem():
    page = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `?([\w -]+?)`? \| (.+) \|$", page, re.MULTILINE)
    assert [row for row in rows if row[0] in FIGURES] == list(FIGURES.items())
    assert [name for name, _ in rows if name in get_args(Problem)] == list(get_args(Problem))


def test_what_went_wrong_is_said_in_the_order_of_the_cases():
    assert [(failure.case.id, failure.problem) for failure in evaluate(TOY, CASES).failures] == [
        ("half", "part left"),
        ("miss", "missed"),
        ("partly", "part left"),
        ("wrong-place", "cut too much"),
        ("taken", "changed"),
        ("unseen", "not reported"),
    ]


def test_a_failure_tells_what_was_expected_what_came_and_who_did_it():
    (failure,) = evaluate(TOY, [CASES[7]]).failures
    told = failure.to_dict()
    assert (told["id"], told["lang"], told["form"], told["label"]) == ("taken", "de", "plain", "keep")
    assert (told["expected"], told["got"]) == ("The word SPAM is his.", "The word is his.")
    assert told["edits"] == [
        {"start": 9, "end": 14, "replacement": "", "rule": "toy/spam", "reason": "it says SPAM", "confidence": 1.0}
    ]
    assert told["withheld"] == []


def test_what_was_not_made_is_told_of_a_failure_too():
    cautious = Pipeline([remover(confidence=0.5)])
    (failure,) = evaluate(cautious, [CASES[0]]).failures
    assert failure.problem == "missed"
    assert [edit.rule for edit in failure.withheld] == ["toy/spam"]


def test_groups_come_worst_first_and_of_equals_the_larger_one():
    report = evaluate(TOY, CASES)
    shown = [(name, tally.rate) for name, tally in report.worst("form")]
    assert shown == [("mid", Rate(1, 5)), ("ad", Rate(1, 2)), ("plain", Rate(1, 2)), ("block", Rate(1, 1))]
    assert [name for name, _ in report.worst("lang")] == ["de", "en"]
    assert report.groups["lang"]["de"].figures["exact"] == Rate(0, 3)
    assert report.worst("family") == report.worst("rule") == []
    both = [Case("a", "x", "keep", lang="xx"), Case("b", "x", "keep", lang="aa"), Case("c", "x", "keep", lang="xx")]
    assert [name for name, _ in evaluate(TOY, both).worst("lang")] == ["xx", "aa"]


def test_cases_are_grouped_by_family_and_expected_rule_too():
    cases = [
        Case("a", "SPAM", "remove", clean="", family="f", rule="toy/spam"),
        Case("b", "x", "keep", family="f"),
    ]
    report = evaluate(TOY, cases)
    assert report.groups["family"]["f"].rate == Rate(2, 2)
    assert report.groups["rule"]["toy/spam"].figures["exact"] == Rate(1, 1)


def test_a_rule_answers_for_its_edits_and_for_the_cases_it_had_a_hand_in():
    (rule,) = evaluate(TOY, CASES).worst_rules()
    assert (rule.rule, rule.edits, rule.cases) == ("toy/spam", 7, 6)
    assert rule.precision == Rate(4, 7)
    assert rule.rate == Rate(2, 6)


def test_without_spans_only_what_needs_none_is_told():
    cases = [Case("a", "He must SPAM go.", "remove", clean="He must go."), Case("b", "x SPAM", "keep")]
    report = evaluate(TOY, cases)
    assert figures(cases) == {"exact": Rate(1, 1), "keep": Rate(0, 1)}
    assert report.rules["toy/spam"].precision == Rate(0, 0)
    assert report.rules["toy/spam"].rate == Rate(1, 2)
    assert [failure.problem for failure in report.failures] == ["changed"]


def test_one_remove_case_without_spans_takes_the_figures_of_spans_away():
    assert "span-recall" in figures(CASES)
    assert "span-recall" not in figures([*CASES, Case("x", "a SPAM", "remove", clean="a")])


def test_keeps_alone_have_no_precision():
    assert figures(CASES[6:8]) == {"keep": Rate(1, 2)}


@pytest.mark.parametrize(
    ("cleaned", "problem"),
    [
        ("He must go.", None),
        ("He must  go.", "wrong repair"),
        ("He must SP go.", "part left"),
        ("He must SPAM go.", "missed"),
        ("He must", "cut too much"),
        ("", "cut too much"),
        ("He must SPAM go!", "cut too much"),
        ("He must, go.", "wrong repair"),
    ],
)
def test_every_way_to_go_wrong_has_its_name(cleaned, problem):
    assert judge(lambda _: cleaned, CASES[0]).problem == problem


def test_a_text_whose_spans_are_gone_but_not_healed_counts_against_the_repair():
    assert figures([CASES[0]], lambda text: text.replace("SPAM", "")) == {
        "whole": Rate(1, 1),
        "exact": Rate(0, 1),
        "repair": Rate(0, 1),
        "span-recall": Rate(1, 1),
        "span-precision": Rate(1, 1),
        "char-recall": Rate(4, 4),
        "char-precision": Rate(4, 4),
    }


def test_a_replacement_takes_what_it_does_not_give_back():
    case = Case("a", "All GOOD here.", "keep")
    assert judge(Pipeline([gilding]), case).cuts == ((6, 7),)
    report = evaluate(Pipeline([gilding]), [case])
    assert report.rules["toy/good"].precision == Rate(0, 1)


def test_a_function_is_scored_by_aligning_words():
    def peer(text):
        return text.replace("thing.example ", "").replace("SPAM", "")

    glued = marked("glued", "He must go[SPAM] now.", "He must go now.")
    shared = marked("shared", "the [thing.example] then went", "the then went")
    for case in (glued, shared):
        outcome = judge(peer, case)
        assert outcome.gone == case.spans
        assert outcome.lost == outcome.marked
        assert outcome.problem is None


def test_a_function_reports_nothing_and_is_not_blamed_for_it():
    report = evaluate(lambda text: text, CASES[8:])
    assert report.failures == []
    assert report.total.figures["suspects-kept"] == Rate(2, 2)
    assert report.total.figures["suspects-reported"] == Rate(0, 0)


def test_a_suspect_that_was_cut_has_failed_whatever_was_reported():
    bold = Pipeline([remover("MAYBE")])
    report = evaluate(bold, [CASES[8]])
    assert [failure.problem for failure in report.failures] == ["changed"]
    assert report.total.figures["suspects-reported"] == Rate(0, 1)


def test_white_space_is_neither_a_cut_nor_an_edit_to_judge_a_rule_by():
    spaces = Pipeline([Whitespace()])
    case = Case("a", "He must  go.", "keep")
    outcome = judge(spaces, case)
    assert (outcome.cuts, outcome.problem) == ((), "changed")
    (rule,) = evaluate(spaces, [case]).worst_rules()
    assert (rule.edits, rule.precision) == (1, Rate(0, 0))


def test_a_suspect_that_was_cut_and_reported_has_failed_all_the_same():
    both = Pipeline([remover("MAYBE"), remover("MAYBE", "toy-other/maybe", 0.6)])
    assert judge(both, CASES[8]).reported
    assert evaluate(both, [CASES[8]]).total.figures["suspects-reported"] == Rate(0, 1)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("403 Forbidden\nnginx/1.18.0", None),
        ("Here is the article rewritten:", "not reported"),
        ("Thanks.\nerror: Content is protected !!", "changed"),
    ],
)
def test_a_document_to_be_flagged_has_to_stay_and_be_flagged_or_reported(text, problem):
    case = Case("f", text, "flag")
    report = evaluate(Pipeline([ScraperArtifacts()]), [case])
    assert [failure.problem for failure in report.failures] == ([problem] if problem else [])
    assert report.total.figures["flagged"] == Rate(problem is None, 1)
    assert evaluate(lambda text: text, [case]).total.figures["flagged"] == Rate(0, 0)


def test_a_report_of_something_else_is_no_report_of_the_suspect():
    case = marked("s", "MAYBE he buys [PERHAPS] now.", None, "suspect")
    assert judge(TOY, case).problem == "not reported"
    whole = marked("t", "MAYBE he buys now.", None, "suspect")
    assert judge(TOY, whole).problem is None


def test_the_url_and_the_language_of_a_case_reach_the_filters():
    seen = []

    @as_filter("toy/look")
    def look(doc):
        seen.append((doc.id, doc.url, doc.language))
        return []

    evaluate(Pipeline([look]), [Case("a", "x", "keep", lang="id", url="https://harbourgazette.com/1")])
    evaluate(Pipeline([look]), [Case("b", "x", "keep")])
    assert seen == [("a", "https://harbourgazette.com/1", "id"), ("b", None, None)]


def test_a_function_that_gives_no_text_is_an_error_that_names_the_case():
    with pytest.raises(TypeError, match="case 'kept': expected a str, got NoneType"):
        evaluate(lambda text: None, [CASES[6]])


def test_cases_are_taken_one_by_one():
    done = []

    def cases():
        for case in CASES:
            yield case
            done.append(case.id)

    def subject(text):
        assert len(done) == len(texts)
        texts.append(text)
        return text

    texts = []
    evaluate(subject, cases())
    assert len(texts) == len(CASES)


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    # reference: scipy.stats.binomtest(hits, total).proportion_ci(method='wilson')
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (0, 204, 0.0, 0.0185)],
)
def test_the_interval_is_wilsons(hits, total, low, high):
    assert Rate(hits, total).interval == pytest.approx((low, high), abs=5e-5)
    assert Rate(hits, total).share == hits / total


def test_nothing_counted_is_nothing_known():
    assert Rate(0, 0).share is None
    assert Rate(0, 0).interval == (0.0, 1.0)
    assert Rate(0, 0).to_dict() == {"hits": 0, "total": 0, "share": None, "low": 0.0, "high": 1.0}
