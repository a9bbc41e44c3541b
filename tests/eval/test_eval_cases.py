"""Labelled cases are read lazily and strictly: a line that is no case is refused with its place and the remedy."""

from __future__ import annotations

import json

import pytest

from cleanpress import DataError
from cleanpress.evaluation import Case, read_cases

REMOVE = {"id": "r", "text": "He must SPAM go.", "label": "remove", "clean": "He must go.", "spans": [[8, 12]]}
KEEP = {"id": "k", "text": "He must go.", "label": "keep"}


@pytest.fixture
def file(tmp_path):
    """Writes lines, objects as JSON, to a file; returns its path."""

    def write(*lines):
        encoded = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        path = tmp_path / "cases.jsonl"
        path.write_bytes(b"\n".join(encoded) + b"\n")
        return path

    return write


def refusal(path, **options):
    with pytest.raises(DataError) as error:
        list(read_cases(path, **options))
    message = str(error.value)
    assert message.startswith(f"{path}: ")
    return message.removeprefix(f"{path}: ")


def test_every_key_arrives_and_others_are_passed_over(file):
    full = {**REMOVE, "lang": "en", "form": "word", "split": "dev", "family": "f", "rule": "f/r",
            "url": "https://harbourgazette.com/1", "note": "x", "licence": 7}  # fmt: skip
    assert list(read_cases(file(full))) == [
        Case("r", "He must SPAM go.", "remove", clean="He must go.", spans=((8, 12),), lang="en", form="word",
             split="dev", family="f", rule="f/r", url="https://harbourgazette.com/1")
    ]  # fmt: skip


def test_what_is_left_out_or_null_has_a_default(file):
    (case,) = read_cases(file({**KEEP, "clean": None, "spans": None, "lang": None}))
    assert (case.expected, case.spans, case.lang) == (case.text, (), "")


def test_empty_lines_and_a_byte_order_mark_do_not_matter(file):
    path = file(b"\xef\xbb\xbf" + json.dumps(KEEP).encode(), b"", b"  ", REMOVE)
    assert [case.id for case in read_cases(path)] == ["k", "r"]


def test_cases_come_before_the_rest_of_the_file_is_read(file):
    cases = read_cases(file(KEEP, b"not a case"))
    assert next(cases).id == "k"
    with pytest.raises(DataError, match="line 2: not JSON"):
        next(cases)


def test_a_split_is_picked_out_and_the_others_are_checked_all_the_same(file):
    dev, held = {**KEEP, "split": "dev"}, {**REMOVE, "split": "held"}
    assert [case.id for case in read_cases(file(dev, held), split="held")] == ["r"]
    assert "line 2: label" in refusal(file(dev, {**held, "label": "gone"}), split="dev")


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        (b"{", ["not JSON", "one object a line"]),
        (b'{"id": "\xff"}', ["byte 8", "not UTF-8", "convert"]),
        (b"[" * 100_000, ["not JSON"]),
        (b"[1]", ["not a JSON object"]),
        ({"text": "x", "label": "keep"}, ["id: missing"]),
        ({**KEEP, "id": ""}, ["id: empty"]),
        ({**KEEP, "id": 7}, ["id: must be a string, got 7"]),
        ({**KEEP, "lang": ["en"]}, ["lang: must be a string"]),
        ({"id": "x", "text": "x"}, ["label: missing"]),
        ({**KEEP, "label": "retain"}, ["label: 'retain'", "remove, keep, suspect, flag"]),
        ({**KEEP, "clean": "He must stay."}, ["clean: differs from the text", "'keep'"]),
        ({**KEEP, "label": "suspect", "clean": "He."}, ["clean: differs from the text", "'suspect'"]),
        ({**KEEP, "spans": [[0, 2]]}, ["spans: not empty"]),
        ({**KEEP, "label": "remove"}, ["clean: missing", "exact expected output"]),
        ({**REMOVE, "clean": REMOVE["text"]}, ["clean: equals the text", "'remove'"]),
        ({**REMOVE, "spans": 8}, ["spans: must be a list"]),
        ({**REMOVE, "spans": [8, 12]}, ["spans: must hold [start, end] pairs", "got 8"]),
        ({**REMOVE, "spans": [[8, 12.0]]}, ["spans: must hold", "12.0"]),
        ({**REMOVE, "spans": [[False, True]]}, ["spans: must hold"]),
        ({**REMOVE, "spans": [[12, 8]]}, ["spans: [12, 8]", "half-open"]),
        ({**REMOVE, "spans": [[8, 8]]}, ["spans: [8, 8]", "half-open"]),
        ({**REMOVE, "spans": [[-1, 4]]}, ["spans: [-1, 4]"]),
        ({**REMOVE, "spans": [[8, 17]]}, ["spans: [8, 17]", "16 code points"]),
        ({**REMOVE, "spans": [[8, 12], [10, 14]]}, ["spans: [10, 14]", "overlaps"]),
        ({**REMOVE, "spans": [[7, 8]]}, ["spans: [7, 8]", "white space"]),
    ],
)
def test_a_line_that_is_no_case_is_refused_with_its_place_and_the_remedy(file, line, parts):
    message = refusal(file({**KEEP, "id": "first"}, line))
    assert message.startswith("line 2: ")
    for part in parts:
        assert part in message


def test_an_id_seen_before_is_refused(file):
    assert refusal(file(KEEP, REMOVE, KEEP)) == "line 3: id: 'k' is also that of line 1; rename one"


def test_a_file_without_a_case_is_refused(file):
    assert refusal(file(b"")) == "holds no case; write one a line"
    assert refusal(file(KEEP), split="dev") == "holds no case of the split 'dev'; its cases name no split"
    path = file({**KEEP, "split": "held"}, {**REMOVE, "split": "dev"})
    assert refusal(path, split="test") == "holds no case of the split 'test'; the file has dev, held"


def test_a_file_that_is_not_there_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        list(read_cases(tmp_path / "none.jsonl"))
