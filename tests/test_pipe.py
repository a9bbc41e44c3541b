"""Many documents through one pipeline, and filters that fail on the way."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, islice

import pytest

from cleanpress import Document, Edit, FilterError, Phase, Pipeline, as_filter


@as_filter("cut/star")
def stars(doc):
    return [Edit(n, n + 1, reason="a star") for n, char in enumerate(doc.text) if char == "*"]


@dataclass(frozen=True)
class Broken:
    """Goes wrong in one of several ways when the text holds its word."""

    how: str = "raise"
    id: str = "third/party"
    phase: Phase = Phase.REMOVE
    word: str = ""

    def find(self, doc):
        if self.word not in doc.text:
            return []
        if self.how == "raise":
            raise KeyError("no such table")
        return {"none": None, "text": ["cut this"], "far": [Edit(0, len(doc.text) + 1)]}[self.how]


class TestFailingFilters:
    @pytest.mark.parametrize(
        ("how", "what"),
        [
            ("raise", "KeyError: 'no such table'"),
            ("none", "TypeError"),
            ("text", "AttributeError"),
            ("far", r"ValueError: edit 0\.\.4 leaves the text of 3 code points"),
        ],
    )
    def test_the_error_names_filter_document_and_cause(self, how, what):
        with pytest.raises(FilterError, match=f"'third/party' failed on document 'doc-7': {what}") as caught:
            Pipeline([Broken(how)]).run(Document("abc", id="doc-7"))
        assert caught.value.__cause__ is not None

    def test_a_document_without_id_is_called_so(self):
        with pytest.raises(FilterError, match="a document without id"):
            Pipeline([Broken()]).run("abc")


WORKERS = pytest.mark.parametrize("workers", [1, 2])
PIPELINE = Pipeline([stars])


class TestPipe:
    @WORKERS
    def test_results_come_in_order_and_are_those_of_run(self, workers):
        documents = [Document(f"{n} " + "*" * (n % 5), id=str(n)) for n in range(300)]
        results = list(PIPELINE.pipe(documents, workers=workers))
        assert [r.to_dict() for r in results] == [PIPELINE.run(d).to_dict() for d in documents]
        assert [r.document for r in results] == documents

    @WORKERS
    def test_texts_and_documents_may_be_mixed(self, workers):
        texts = [r.text for r in PIPELINE.pipe(["a*", Document("b*")], workers=workers)]
        assert texts == ["a", "b"]

    @WORKERS
    def test_nothing_in_nothing_out(self, workers):
        assert list(PIPELINE.pipe([], workers=workers)) == []

    @WORKERS
    def test_an_endless_source_is_read_only_as_far_as_needed(self, workers):
        taken = count()
        results = PIPELINE.pipe((f"{n}*" for n in taken), workers=workers)
        assert [r.text for r in islice(results, 3)] == ["0", "1", "2"]
        results.close()
        assert next(taken) <= {1: 3, 2: 4 * 64 + 64}[workers]

    def test_one_worker_keeps_clean_text_the_same_object(self):
        text = "".join(["clean", " text"])
        (result,) = PIPELINE.pipe([text])
        assert result.text is text

    @WORKERS
    def test_surrogates_and_controls_travel(self, workers):
        assert [r.text for r in PIPELINE.pipe(["\ud800*\x00"], workers=workers)] == ["\ud800\x00"]

    def test_impossible_arguments_are_refused_at_once(self):
        with pytest.raises(ValueError, match="workers must be 1 or more, got 0"):
            PIPELINE.pipe([], workers=0)
        with pytest.raises(ValueError, match="on_error must be 'raise' or 'keep', got 'skip'"):
            PIPELINE.pipe([], on_error="skip")

    @WORKERS
    def test_a_source_that_fails_is_not_hidden(self, workers):
        def source():
            yield "a*"
            raise OSError("the disk is gone")

        with pytest.raises(OSError, match="the disk is gone"):
            list(PIPELINE.pipe(source(), workers=workers))


class TestPipeWithFailures:
    PIPELINE = Pipeline([stars, Broken(word="boom")])
    DOCUMENTS = ("a*", "boom*", "c*")

    @WORKERS
    def test_keep_hands_the_document_back_and_goes_on(self, workers):
        results = list(self.PIPELINE.pipe(self.DOCUMENTS, workers=workers, on_error="keep"))
        assert [r.text for r in results] == ["a", "boom*", "c"]
        assert [r.changed for r in results] == [True, False, True]
        assert "kept unchanged" in results[1].notice
        assert "'third/party'" in results[1].notice
        assert "no such table" in results[1].notice
        assert [results[0].notice, results[2].notice] == ["", ""]

    @WORKERS
    def test_raise_raises_when_the_turn_of_the_document_comes(self, workers):
        results = self.PIPELINE.pipe(self.DOCUMENTS, workers=workers)
        assert next(results).text == "a"
        with pytest.raises(FilterError, match=r"'third/party'.*no such table"):
            next(results)

    @WORKERS
    def test_what_is_no_text_raises_even_when_failures_are_kept(self, workers):
        with pytest.raises(TypeError, match="bytes"):
            list(self.PIPELINE.pipe([b"abc"], workers=workers, on_error="keep"))
