"""Long texts: window by window what cleaning the whole would give, wherever windows and chunks part."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import read_all
from cleanpress import Document, Edit, Pipeline, Result, apply, as_filter, windows
from cleanpress.filters import BUILTIN
from cleanpress.filters.base import Phase
from cleanpress.filters.fences import find_fences, open_fence
from cleanpress.windows import Piece, clean_long, pieces, told
from strategies import any_texts

BENCH = str(Path(__file__).parent / "bench")
DEFAULT = Pipeline.default()
PROSE = "The council met on Monday and put off the vote on the new bridge until the budget is settled.\n"


@pytest.fixture(autouse=True)
def bench(monkeypatch: pytest.MonkeyPatch) -> None:
    """The modules of the benchmark may be imported."""
    monkeypatch.syspath_prepend(BENCH)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any text is long, and windows are a thousandth of their size."""
    for name, value in (("LONG", 0), ("CORE", 2000), ("MARGIN", 200), ("LINES", 13)):
        monkeypatch.setattr(windows, name, value)


def cleaned(text: str, pipeline: Pipeline = DEFAULT) -> Result:
    result = clean_long(pipeline.run_whole, Document(text))
    assert apply(text, result.changes) == result.text
    return result


def whole(text: str, pipeline: Pipeline = DEFAULT) -> Result:
    return pipeline.run_whole(Document(text))


def found(result: Result) -> set[Edit]:
    return {*result.edits}


def all_cases() -> str:
    """The plain texts of the cases, one behind the other, but for those with a code block that may be open."""
    found = [case.source.strip() for case in read_all() if case.folder not in ("html", "markdown")]
    return "\n\n".join(text for text in found if not any(mark in text for mark in ("```", "~~~", "<pre")))


def dirty_mix() -> str:
    """The dirty corpus of the benchmark as one text."""
    from corpora import build_all

    return "\n\n".join(build_all(None, 400_000)[-1].texts())


class TestTheSame:
    @pytest.mark.parametrize("name", ["mojibake", "whitespace"])
    @pytest.mark.parametrize("make", [all_cases, dirty_mix])
    def test_edits_as_of_the_whole_text_where_neighbours_decide(self, small, name, make):
        pipeline, text = Pipeline([BUILTIN[name]()]), make()
        mine, all_of_it = cleaned(text, pipeline), whole(text, pipeline)
        assert len(all_of_it.edits) > 20
        assert mine.edits == all_of_it.edits
        assert mine.text == all_of_it.text

    def test_few_other_edits_where_the_rest_of_the_text_counts(self, monkeypatch):
        monkeypatch.setattr(windows, "LONG", 0)
        text = dirty_mix()
        mine, all_of_it = found(cleaned(text)), found(whole(text))
        differing = mine ^ all_of_it
        assert len(differing) < len(all_of_it) / 40
        assert {edit.rule.partition("/")[0] for edit in differing} <= {"artifacts", "links"}

    @given(st.lists(any_texts, min_size=3, max_size=12), st.integers(20, 400))
    def test_any_text_adds_up_and_stays_within_the_rules(self, some, core):
        text = "\n".join(some)
        with pytest.MonkeyPatch.context() as patch:
            for name, value in (("LONG", 0), ("CORE", core), ("MARGIN", 20), ("WIDEST", 2)):
                patch.setattr(windows, name, value)
            result = cleaned(text)
        assert [*result.edits] == sorted(result.edits, key=lambda edit: (edit.start, edit.end))
        for start, end, _ in result.changes:
            assert any(edit.start <= end and start <= edit.end for edit in result.edits)

    @given(st.data())
    def test_where_the_chunks_part_makes_no_difference(self, data):
        text = (PROSE * 3 + "Two  spaces and a cafÃ©.\n\n\n\nAdvertisement\n") * 40
        with pytest.MonkeyPatch.context() as patch:
            for name, value in (("LONG", 0), ("CORE", 2000), ("MARGIN", 200)):
                patch.setattr(windows, name, value)
            cuts = sorted(data.draw(st.sets(st.integers(1, len(text) - 1), max_size=12)))
            chunks = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
            assert joined(pieces(DEFAULT.run_whole, Document(""), chunks)) == cleaned(text).text

    def test_a_text_that_is_not_long_is_cleaned_as_a_whole(self):
        text = "Two  spaces.\n" * 1000
        (piece,) = pieces(DEFAULT.run_whole, Document(""), [text[:7], text[7:]])
        assert piece.whole is not None
        assert (piece.text, piece.whole.edits) == (whole(text).text, whole(text).edits)

    def test_the_pipeline_takes_windows_for_long_texts_only(self):
        filler = PROSE * 12_000
        text = f"Two  spaces.\n{filler}Again  two.\n"
        result = DEFAULT.run(text)
        assert [edit.start for edit in result.edits] == [4, 13 + len(filler) + 6]
        assert result.offsets.to_clean(len(text)) == len(result.text) == len(text) - 2
        assert DEFAULT.run(filler).text is filler


def joined(found: Iterator[Piece]) -> str:
    return "".join(piece.text for piece in found)


class TestEdges:
    """The edge of a window is no edge of the text."""

    def test_blank_lines_go_at_the_ends_of_the_text_and_stay_single_between(self, small):
        body = (PROSE + "\n") * 200
        assert cleaned(f"\n\n{body}\n\n").text == body.strip("\n") + "\n"

    def test_what_counts_at_the_foot_only_stays_in_the_middle(self, small):
        line = "Share this:\nFacebook\nTwitter\n"
        text = PROSE * 100 + line + PROSE * 100
        assert found(cleaned(text)) == found(whole(text))

    @pytest.mark.parametrize(("opened", "closed"), [("```", "```"), ("~~~~", "~~~~"), ("<pre>", "</pre>")])
    def test_code_stays_however_long_it_is(self, small, opened, closed):
        code = "int  x;   // two\n\n\n\n" * 800
        text = f"{PROSE}\nA  word.\n{opened}\n{code}{closed}\nA  word.\n{PROSE * 40}A  word.\n"
        assert cleaned(text).text == whole(text).text == text.replace("A  word", "A word")

    def test_what_opens_the_code_is_no_part_of_the_text(self, small):
        text = f"```\n{'a  b' * 5000}\n{PROSE * 100}"
        result = cleaned(text)
        assert (result.text, result.edits) == (text, ())

    def test_lines_longer_than_a_window_are_cut_at_blanks(self, small, monkeypatch):
        monkeypatch.setattr(windows, "WIDEST", 2)
        text = "Harga beras  naik lagi, kata pedagang di pasar. " * 1000
        assert cleaned(text).text == text.replace("  ", " ").rstrip()

    def test_a_word_without_an_end_comes_through(self, small, monkeypatch):
        monkeypatch.setattr(windows, "WIDEST", 2)
        text = "ab" * 30_000
        assert cleaned(text).text == text

    def test_words_divided_at_line_ends_are_not_cut_apart(self, small):
        text = (PROSE + "The parlia-\nment met. A parliament is not a  park.\n") * 60
        assert cleaned(text).text == whole(text).text


class TestLimits:
    def test_the_removal_limit_counts_by_part(self, small, monkeypatch):
        dirt = "Share this:\nError: Content is protected !!\n" * 300
        text = PROSE * 100 + dirt + PROSE * 50 + "Two  spaces.\n" + PROSE * 50
        result = cleaned(text)
        assert result.changed
        assert "Content is protected" in result.text
        assert "parts of the text left unchanged: " in result.notice

    def test_nothing_is_said_when_all_is_well(self):
        assert told(["", ""]) == ""
        assert told(["", "left unchanged: much"]) == "1 of 2 parts of the text left unchanged: much"

    def test_filters_of_the_user_see_windows_and_count_in_the_whole_text(self, small):
        seen = []

        @as_filter("mine/star", Phase.REMOVE)
        def star(doc: Document) -> Iterator[Edit]:
            seen.append(len(doc.text))
            at = doc.text.find("*")
            if at >= 0:
                yield doc.delete(at, at + 1)

        text = PROSE * 100 + "A * here.\n" + PROSE * 100
        result = clean_long(Pipeline([star]).run_whole, Document(text, id="page"))
        assert max(seen) < len(text)
        assert [text[edit.start : edit.end].strip() for edit in result.edits] == ["*"]

    def test_the_cost_grows_with_the_length(self, small):
        calls = []

        def run(document: Document) -> Result:
            calls.append(len(document.source))
            return Result(document, document.source)

        for piece in ("a", " ", "\n", "a\n", "word ", "\r\n"):
            costs = []
            for times in (1, 2):
                calls.clear()
                text = piece * (times * 60_000 // len(piece))
                assert joined(pieces(run, Document(""), [text])) == text
                costs.append(sum(calls))
            assert costs[1] < 2.3 * costs[0], piece


class TestFences:
    def test_open_fence_agrees_with_find_fences(self):
        text = "a\n```py\nb\n```\nc\n~~~\nd\n~~~\n<pre>\ne</pre>\nf\n"
        starts, ends = find_fences(text)
        for place in range(len(text)):
            inside = any(start < place < end for start, end in zip(starts, ends, strict=True))
            assert bool(open_fence(text, place)) == inside, place
        assert open_fence(text, text.index("d\n")) == "~~~"
        assert open_fence(text, text.index("e<")) == "<pre>"


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory is asked of the system")
@pytest.mark.slow
def test_fifty_megabytes_take_less_than_150(tmp_path: Path):
    from measure import child

    text = f"{PROSE * 8}The cafÃ© on  the square reopens. 😀\n\n"
    (tmp_path / "in.txt").write_text(text * (50_000_000 // len(text.encode())), encoding="utf-8")
    assert child(["-m", "cleanpress", "in.txt"], str(tmp_path)).megabytes < 150
