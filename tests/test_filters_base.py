"""What a filter is, and a function as a filter."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass
from typing import ClassVar

import pytest

from cleanpress import Document, Edit, Filter, Phase, Pipeline, as_filter
from cleanpress.filters.base import Builtin, Rule


@as_filter("mysite/read-also")
def read_also(doc):
    """Teasers for related articles."""
    for line in doc.lines:
        if line.text.startswith("Baca juga:"):
            yield doc.delete(line.start, line.end, reason="teaser for a related article")


@as_filter("mysite/quotes", Phase.TIDY)
def quotes(doc):
    return [Edit(n, n + 1, '"', reason="straight quotes") for n, char in enumerate(doc.text) if char == "“"]


@dataclass(frozen=True)
class Stars(Builtin):
    """Replaces stars."""

    with_: str = "-"
    id: ClassVar[str] = "stars"
    phase: ClassVar[Phase] = Phase.TIDY

    @classmethod
    def rules(cls):
        return (Rule("stars/star", "a star", "Stars are not wanted."),)

    def scan(self, doc):
        return [(n, n + 1, self.with_, "stars/star", "a star", 1.0) for n, char in enumerate(doc.text) if char == "*"]


def test_phases_run_repair_first_and_tidy_last():
    assert sorted(Phase) == [Phase.REPAIR, Phase.REMOVE, Phase.TIDY]


@pytest.mark.parametrize("candidate", [read_also, quotes, Stars()])
def test_filters_are_recognised_by_their_form(candidate):
    assert isinstance(candidate, Filter)


def test_what_cannot_find_is_no_filter():
    assert not isinstance("links", Filter)


class TestFunctionFilter:
    def test_it_proposes_what_the_function_proposes(self):
        found = list(read_also.find(Document("Baca juga: X\nIsi berita.")))
        assert found == [Edit(0, 13, "", "", "teaser for a related article")]

    def test_it_keeps_the_name_and_the_description_of_the_function(self):
        assert read_also.__name__ == "read_also"
        assert read_also.__doc__ == "Teasers for related articles."
        assert "mysite/read-also" in repr(read_also)
        assert "read_also" in repr(read_also)

    def test_it_removes_unless_told_otherwise(self):
        assert (read_also.phase, quotes.phase) == (Phase.REMOVE, Phase.TIDY)

    def test_a_generator_and_a_list_do_equally(self):
        text = "“Isi\nBaca juga: X"
        assert Pipeline([quotes, read_also]).clean(text) == '"Isi'

    def test_the_rule_of_an_edit_without_one_is_the_filters_id(self):
        result = Pipeline([read_also]).run("Baca juga: X\nIsi.")
        assert [edit.rule for edit in result.edits] == ["mysite/read-also"]

    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_it_pickles_as_its_name(self, protocol):
        assert pickle.loads(pickle.dumps(read_also, protocol)) is read_also  # noqa: S301

    def test_a_copy_is_the_filter_itself(self):
        assert copy.copy(read_also) is read_also
        assert copy.deepcopy(read_also) is read_also

    def test_a_local_function_cannot_be_pickled_and_says_which(self):
        @as_filter("local")
        def local(doc):
            return []

        with pytest.raises((pickle.PicklingError, AttributeError), match="local"):
            pickle.dumps(local)


class TestBuiltin:
    def test_find_gives_the_spans_as_edits(self):
        assert Stars().find(Document("a*b")) == [Edit(1, 2, "-", "stars/star", "a star", 1.0)]

    def test_it_runs_in_a_pipeline_like_any_filter(self):
        result = Pipeline([Stars("+")]).run("a*b*")
        assert result.text == "a+b+"
        assert [edit.rule for edit in result.edits] == ["stars/star"] * 2
