"""CSV: records over several lines, quotes of all kinds, and every byte outside the cleaned cells kept."""

import csv
import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import CLEAN, DIRTY

from cleanpress import Pipeline
from cleanpress.errors import FileError
from cleanpress.files import MAX_RECORD
from cleanpress.files.jsonl import RecordError
from cleanpress.files.records import RecordCleaner
from cleanpress.files.streams import clean_records
from cleanpress.files.tables import cells, quoted, record_ends, whole_records

PIPELINE = Pipeline.default()


def run(data, *fields, pieces=None, **options):
    cleaner = RecordCleaner(PIPELINE, fields or ("text",), "csv", **options)
    stream = io.BytesIO(data)
    if pieces:
        read1 = stream.read1
        stream.read1 = lambda size: read1(min(size, pieces))
    out, notes = io.BytesIO(), []
    summary = clean_records(stream, out.write, cleaner, on_note=notes.append)
    return out.getvalue(), notes, summary


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_the_cells_of_the_column_change(delimiter, end, last, mark):
    def table(text):
        rows = [("id", "text", "no  te"), ("1", f'"{text}"', "a  b"), ("2", text, '"c  ""d"""'), ("3", "", "")]
        return (mark + end.join(map(delimiter.join, rows)) + end * last).encode()

    out, notes, summary = run(table(DIRTY))
    assert (out, notes) == (table(CLEAN), [])
    assert (summary.records, summary.changed) == (4, 2)


def test_a_cell_may_hold_line_ends_delimiters_and_quotes():
    out, _, summary = run(b'text,n\n"one  two, ""three""\nfour  five\n",7\nsix  seven,8\n')
    assert out == b'text,n\n"one two, ""three""\nfour five\n",7\nsix seven,8\n'
    assert summary.records == 3


def test_a_header_over_two_lines_is_read():
    out, _, _ = run(b'"the\ntext",n\na  b,c\n', "the\ntext")
    assert out == b'"the\ntext",n\na b,c\n'


def test_a_quote_inside_a_bare_cell_is_a_letter():
    out, notes, _ = run(b'text,n\nA 5" disk  drive,x\nb  c,y\n')
    assert (out, notes) == (b'text,n\nA 5" disk drive,x\nb c,y\n', [])


def test_a_value_that_comes_to_need_quotes_gets_them():
    assert [quoted(v, ",", always=False) for v in ("a", "a,b", 'a"b', '"a"', "a\nb", "a\rb")] == [
        "a",
        '"a,b"',
        'a"b',
        '"""a"""',
        '"a\nb"',
        '"a\rb"',
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (b"a  b", "has 1 columns where the header has 2"),
        (b"a  b,c,d", "has 3 columns where the header has 2"),
        (b'"a  b"x,c', "text behind the closing quote of column 1"),
        (b'a  b,"c', "a quote that is never closed, in column 2"),
        (b"a  \xff,c", "is not UTF-8 (byte 4 of it)"),
    ],
)
def test_hostile_17_a_broken_record_is_named_by_number_and_passed_through(row, words):
    out, notes, summary = run(b"text,n\nx  y,1\n" + row + b"\nv  w,2\n")
    assert out == b"text,n\nx y,1\n" + row + b"\nv w,2\n"
    assert [(note.number, note.broken) for note in notes] == [(3, True)]
    assert words in notes[0].message
    assert (summary.records, summary.broken, summary.changed) == (4, 1, 2)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (b"id,body\n", "has no column 'text'; it has 'id', 'body'"),
        (b"text,text\n", "has two columns 'text'"),
        (b"text,\xff\n", "not UTF-8"),
    ],
)
def test_a_header_without_the_column_is_named(header, words):
    with pytest.raises(FileError, match=words):
        run(header + b"1,2\n")


@pytest.mark.parametrize("start", [b'"', b"x" * 999_999, b'"a\n'])
def test_hostile_01_a_header_without_an_end_is_named_soon(start):
    with pytest.raises(FileError, match="has no header in its first 1048576 bytes"):
        run(start + (b"\n" if start[:1] == b'"' else b"x") * 3_000_000)


def test_a_byte_order_mark_wins_over_the_option():
    out, _, _ = run("\ufefftext,n\ncafé  é,ü\n".encode(), encoding="cp1252")
    assert out == "\ufefftext,n\ncafé é,ü\n".encode()


def test_an_empty_table_stays_empty():
    assert run(b"")[0] == b""
    assert run(b"text,n\n")[0] == b"text,n\n"


def test_an_encoding_that_was_named_is_read_and_written():
    out, _, _ = run("text;n\ncafé  é;ü\n".encode("cp1252"), encoding="cp1252")
    assert out == "text;n\ncafé é;ü\n".encode("cp1252")


def test_fields_that_are_added_become_columns():
    out, _, _ = run(b"text,n\r\na  b,1\r\nc d,2\r\n", keep_original="raw", report_field="edits")
    rows = list(csv.reader(io.StringIO(out.decode(), newline="")))
    assert rows[0] == ["text", "n", "raw", "edits"]
    assert rows[1][:3] == ["a b", "1", "a  b"]
    assert "whitespace/space-run" in rows[1][3]
    assert rows[2] == ["c d", "2", "", ""]


def test_an_added_cell_that_holds_quotes_is_in_quotes():
    out, _, _ = run(b'id;text\n1;"a ""b""  c"\n', keep_original="raw", report_field="edits")
    first, second = out.decode().splitlines()
    assert first == "id;text;raw;edits"
    assert second.startswith('1;"a ""b"" c";"a ""b""  c";"[{""field"": ""text"", ')


def test_a_column_that_is_there_already_is_not_added():
    with pytest.raises(FileError, match="has a column 'n' already"):
        run(b"text,n\na,b\n", keep_original="n")


@pytest.mark.parametrize("pieces", [1, 5, 64])
def test_the_size_of_what_a_pipe_gives_does_not_matter(pieces):
    data = b'id,text\n1,"a  b\n""c"",\n"\n2,d  e\n\n3,"f  g"\n4,5" h  i\n5,"open\nj,k\n'
    assert run(data, pieces=pieces) == run(data)


def test_hostile_19_a_quote_that_is_never_closed_costs_its_own_line_only():
    body = b"".join(b"%d,plain  words,%b\n" % (n, b"x" * 60_000) for n in range(MAX_RECORD // 60_000 + 2))
    out, notes, summary = run(b'id,text,pad\n0,"open\n' + body)
    assert out == b'id,text,pad\n0,"open\n' + body.replace(b"  ", b" ")
    assert [note.number for note in notes] == [2]
    assert summary.broken == 1


cell = st.text(alphabet=st.sampled_from('ab "\n\r,;\t|é\u200b'), max_size=8)


@given(st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=5), st.sampled_from(",;\t|"), st.booleans())
def test_tables_that_others_write_read_the_same_and_come_back(rows, delimiter, everything):
    if not everything:  # a bare CR is a line end to some readers and part of the cell to others
        rows = [tuple(value.replace("\r", "") for value in row) for row in rows]
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if everything else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=quoting).writerows([("x", "y", "text"), *rows])
    data = text.getvalue().encode()
    out, notes, _ = run(data)
    assert [note for note in notes if note.broken] == []
    read = list(csv.reader(io.StringIO(out.decode(), newline=""), delimiter=delimiter))[1:]
    assert [tuple(row[:2]) for row in read] == [row[:2] for row in rows]
    for row, (_, _, value) in zip(read, rows, strict=True):
        assert row[2] == PIPELINE.clean(value)


@given(st.text(alphabet='a",\n\r ', max_size=60))
def test_any_bytes_come_out_and_every_record_ends_somewhere(text):
    data = ("text\n" + text).encode()
    out, _, summary = run(data)
    if not summary.changed:
        assert out == data
    ends = list(record_ends(data, ","))
    assert ends == sorted(set(ends))
    assert ends[-1] == len(data)
    assert whole_records(data, ",") in [0, *ends]


@given(st.text(alphabet='a", ', max_size=30))
def test_cells_cover_a_record(text):
    try:
        found = cells(text, ",")
    except RecordError as error:
        assert "column" in str(error)
        return
    assert ",".join(text[cell.start : cell.end] for cell in found) == text


def test_hostile_01_splitting_is_linear_in_quotes():
    rnd = random.Random(3)
    for letters in ('"', '",', '"\n', '""\n"', 'a"\n,'):
        data = "".join(rnd.choice(letters) for _ in range(400_000)).encode()
        assert whole_records(data, ",") <= len(data)
        assert list(record_ends(data, ","))[-1] == len(data)
