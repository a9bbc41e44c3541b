"""What a result tells: the text, and an account of every change."""

from __future__ import annotations

import json
import pickle

import pytest

from cleanpress import Document, Edit, Phase, Pipeline, ScraperArtifacts, apply, as_filter


@as_filter("fix/cafe", Phase.REPAIR)
def fix_cafe(doc):
    at = doc.text.find("cafÃ©")
    if at >= 0:
        yield Edit(at + 3, at + 5, "é", rule="fix/e-acute", reason="read with the wrong encoding")


@as_filter("cut/word")
def cut_word(doc):
    for word, confidence in (("SPAM", 0.95), ("cafés", 0.5), ("caféX", 1.0)):
        at = doc.text.find(word)
        if at >= 0:
            yield doc.delete(at, at + len(word), rule=f"cut/{word}", reason="not wanted", confidence=confidence)


@as_filter("tidy/dots", Phase.TIDY)
def tidy_dots(doc):
    at = doc.text.find("..")
    if at >= 0:
        yield Edit(at, at + 2, ".", reason="one full stop is enough")


PIPELINE = Pipeline([fix_cafe, cut_word, tidy_dots])
SOURCE = "Two cafÃ©s SPAM open at nine.."


@pytest.fixture
def result():
    return PIPELINE.run(Document(SOURCE, url="https://a.id/1", id="7"))


def test_the_text_is_the_source_with_the_changes_made(result):
    assert result.text == "Two cafés open at nine."
    assert apply(SOURCE, result.changes) == result.text
    assert result.changed


def test_every_edit_keeps_its_rule_and_covers_its_place_in_the_source(result):
    places = {edit.rule: SOURCE[edit.start : edit.end] for edit in result.edits}
    assert places == {"fix/e-acute": "Ã©", "cut/SPAM": "SPAM ", "tidy/dots": ".."}
    assert [edit.start for edit in result.edits] == sorted(edit.start for edit in result.edits)


def test_suspects_are_reported_where_they_stand_in_the_source(result):
    (suspect,) = result.withheld
    assert (SOURCE[suspect.start : suspect.end], suspect.confidence) == ("cafÃ©s ", 0.5)


def test_offsets_lead_from_the_source_to_the_text_and_back(result):
    assert result.text[result.offsets.to_clean(SOURCE.index("open"))] == "o"
    start = result.text.index("cafés")
    assert result.offsets.span_to_original(start, start + 5) == (4, 10)


def test_an_edit_in_a_repaired_word_covers_the_damage_whole():
    result = PIPELINE.run("a cafÃ©X b")
    assert result.text == "a b"
    assert {edit.rule: (edit.start, edit.end) for edit in result.edits} == {
        "fix/e-acute": (5, 7),
        "cut/caféX": (2, 9),
    }
    assert [tuple(change) for change in result.changes] == [(2, 9, "")]


def test_the_document_is_the_one_that_was_given():
    document = Document(SOURCE, language="id", url="https://a.id/1", id="7")
    assert PIPELINE.run(document).document is document


def test_nothing_to_clean_nothing_to_report():
    text = "".join(["A quiet ", "day."])
    result = PIPELINE.run(text)
    assert result.text is text
    assert (result.changed, result.edits, result.changes, result.withheld, result.notice) == (
        False,
        (),
        (),
        (),
        "",
    )
    assert result.offsets.to_clean(3) == 3


def test_a_result_is_worked_out_once(result):
    assert result.edits is result.edits
    assert result.offsets is result.offsets


def test_a_result_as_json_indexes_the_source(result):
    record = json.loads(json.dumps(result.to_dict()))
    assert list(record) == ["id", "url", "changed", "notice", "flags", "text", "changes", "edits", "withheld"]
    assert (record["id"], record["url"], record["changed"]) == ("7", "https://a.id/1", True)
    assert record["text"] == result.text
    for edit in record["edits"] + record["withheld"]:
        assert SOURCE[edit["start"] : edit["end"]] == edit["source"]
    assert record["changes"][0] == {"start": 7, "end": 9, "replacement": "é"}
    assert {
        "start": 11,
        "end": 16,
        "source": "SPAM ",
        "replacement": "",
        "rule": "cut/SPAM",
        "reason": "not wanted",
        "confidence": 0.95,
    } in record["edits"]


def test_json_carries_text_that_is_no_unicode():
    record = PIPELINE.run("SPAM \ud800 \x00").to_dict()
    assert json.loads(json.dumps(record))["text"] == "\ud800 \x00"


ERROR_PAGE = "404 Not Found\n\nThe requested URL /ferry.html was not found on this server.  \n"


def test_a_page_that_is_no_article_is_flagged_and_left_as_it_is():
    result = Pipeline.default().run(ERROR_PAGE)
    (flag,) = result.flags
    assert (flag.rule, flag.confidence >= 0.9) == ("artifacts/server-error/page", True)
    assert result.text is ERROR_PAGE
    assert (result.edits, result.withheld, result.changes) == ((), (), ())
    assert [set(entry) for entry in result.to_dict()["flags"]] == [{"rule", "reason", "confidence"}]


def test_a_flag_can_be_switched_off_like_an_edit():
    assert Pipeline.default().excluding("artifacts/server-error").run(ERROR_PAGE).flags == ()
    assert Pipeline([ScraperArtifacts()], min_confidence=1).run(ERROR_PAGE).flags == ()


def test_an_article_has_no_flags(result):
    assert result.flags == ()


def test_repr_is_short(result):
    assert repr(result) == "Result(changed=True, edits=3, withheld=1, flags=0)"


def test_a_result_pickles(result):
    copied = pickle.loads(pickle.dumps(result))  # noqa: S301
    assert copied.to_dict() == result.to_dict()
    assert copied.document == result.document
