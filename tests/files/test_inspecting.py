"""What cleaning records would change, in offsets of the file: it must be what cleaning does."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import DIRTY

from cleanpress import Pipeline
from cleanpress.edits import apply
from cleanpress.errors import FileError
from cleanpress.files.inspecting import inspect_records
from cleanpress.files.records import RecordCleaner
from cleanpress.files.source import source_of
from cleanpress.files.streams import clean_records

PIPELINE = Pipeline.default()


def both(data, form, fields=("text",), pipeline=PIPELINE):
    """The result of an inspection, after a comparison with what cleaning writes."""
    cleaner = RecordCleaner(pipeline, fields, form)
    out, notes = io.BytesIO(), ([], [])
    counted = clean_records(io.BytesIO(data), out.write, cleaner, on_note=notes[0].append)
    source = source_of(data, f"news.{form}")
    result, summary = inspect_records(source, cleaner, on_note=notes[1].append)
    assert source.bom + result.text.encode() == out.getvalue()
    assert apply(source.text, result.changes) == result.text
    assert (summary, notes[1]) == (counted, notes[0])
    assert all(edit.end <= len(source.text) for edit in (*result.edits, *result.withheld))
    return result


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_edits_are_told_in_offsets_of_the_file(mark):
    line = r'{"é": "x", "text": "caf\u00e9  \"a\"  b"}' + "\n"
    result = both((mark + "broken\n" + line).encode(), "jsonl")
    source = result.document.source
    assert [source[edit.start : edit.end] for edit in result.edits] == [" ", " "]
    assert [edit.replacement for edit in result.edits] == ["", ""]
    assert result.edits[0].start == source.index("  ") + 1


def test_replacements_are_spelt_as_the_file_spells_them():
    result = both(rb'{"text": "cr\u00c3\u00a9\u00c3\u00a9 une \u00c3\u00a9cole"}', "jsonl")
    assert [edit.replacement for edit in result.edits] == [r"\u00e9\u00e9 une \u00e9"]


def test_edits_of_tables_are_told_in_offsets_of_the_file():
    data = 'é,text\n1,"a ""b""\nc  d"\n2,e  f\n'.encode()
    result = both(data, "csv", fields=("text", "é"))
    source = data.decode()
    assert [source[edit.start - 2 : edit.end + 1] for edit in result.edits] == ["c  d", "e  f"]


def test_flags_name_their_record():
    page = "Just a moment...\nChecking your browser before accessing the site.\nDDoS protection by Cloudflare"
    flagged = PIPELINE.run(page).flags
    result = both(b'{"text": "a"}\n' + json.dumps({"text": page}).encode(), "jsonl")
    assert [flag.reason for flag in result.flags] == [f"record 2: {flag.reason}" for flag in flagged]


def test_a_file_of_something_else_is_named():
    with pytest.raises(FileError, match="has no column 'text'"):
        inspect_records(source_of(b"a,b\n", "x.csv"), RecordCleaner(PIPELINE, ("text",), "csv"))


words = st.sampled_from(["a  b", "Ã©", "\u200b", '"', "\\", "/", "é", "\n", ",", " ", "\t", "Share this:\n", DIRTY])


@given(st.lists(st.lists(words, max_size=8).map("".join), max_size=4), st.booleans())
def test_an_inspection_of_lines_tells_what_cleaning_does(texts, ascii_only):
    lines = [json.dumps({"text": text, "more": {"title": text}}, ensure_ascii=ascii_only) for text in texts]
    if texts:
        both("\n".join(lines).encode(), "jsonl", fields=("more.title", "text"))


@given(st.lists(st.tuples(*[st.lists(words, max_size=8).map("".join)] * 2), max_size=4))
def test_an_inspection_of_a_table_tells_what_cleaning_does(rows):
    quoted = ('"' + cell.replace('"', '""') + '"' for row in rows for cell in row)
    body = "".join(f"{first},{second}\n" for first, second in zip(quoted, quoted, strict=False))
    both(f"b,a\n{body}".encode(), "csv", fields=("a", "b"))
