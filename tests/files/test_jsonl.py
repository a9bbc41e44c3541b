"""JSONL: only the text of a field changes; everything else is the bytes that were read."""

import io
import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import CLEAN, DIRTY

from cleanpress import Pipeline
from cleanpress.errors import FileError
from cleanpress.files import MAX_RECORD
from cleanpress.files.records import RecordCleaner
from cleanpress.files.streams import clean_records

PIPELINE = Pipeline.default()


def run(data, *fields, pieces=None, **options):
    """The cleaned bytes, the notes and the counts; with ``pieces`` the stream gives that many bytes at a time."""
    cleaner = RecordCleaner(PIPELINE, fields or ("text",), **options)
    stream = io.BytesIO(data)
    if pieces:
        read1 = stream.read1
        stream.read1 = lambda size: read1(min(size, pieces))
    out, notes = io.BytesIO(), []
    summary = clean_records(stream, out.write, cleaner, on_note=notes.append)
    return out.getvalue(), notes, summary


def test_only_the_text_of_the_field_changes():
    line = '{ "id" : 1.10, "z": 1E400, "text":"%s" ,"b":[ 1,2 ], "n": NaN}\r\n'
    out, notes, summary = run((line % DIRTY).encode())
    assert out == (line % CLEAN).encode()
    assert (notes, summary.changed, summary.edits) == ([], 1, 1)


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        (r"caf\u00E9  \/ok", r"caf\u00E9 \/ok"),
        (r"\ud83d\ude00  x", r"\ud83d\ude00 x"),
        (r"\"a\"  \\b\/c", r"\"a\" \\b\/c"),
        ("é  \\u00e9", "é \\u00e9"),
        (r"tail\n\nend  x\u0020", r"tail\n\nend x"),
    ],
)
def test_escapes_that_do_not_change_stay_as_they_were_spelt(token, expected):
    out, _, _ = run(f'{{"text": "{token}"}}\n'.encode())
    assert out == f'{{"text": "{expected}"}}\n'.encode()


@pytest.mark.parametrize(
    ("line", "spelling"),
    [
        (r'{"text": "Il a cr\u00c3\u00a9\u00c3\u00a9 une \u00c3\u00a9cole"}', r"cr\u00e9\u00e9 une \u00e9cole"),
        ('{"text": "Il a crÃ©Ã© une Ã©cole"}', "créé une école"),
    ],
)
def test_what_is_put_in_is_spelt_as_the_rest_of_the_text_is(line, spelling):
    out, _, _ = run(f"{line}\n".encode())
    assert spelling in out.decode()


def test_fields_are_dotted_paths_and_a_dot_in_a_key_is_escaped():
    line = '{"meta": {"title": "%s", "other": "a  b"}, "meta.title": "%s", "text": "%s", "x.y": {"z": "%s"}}\n'
    out, _, summary = run((line % ((DIRTY,) * 4)).encode(), "text", "meta.title", r"x\.y.z")
    assert out == (line % (CLEAN, DIRTY, CLEAN, CLEAN)).encode()
    assert summary.edits == 3


def test_a_key_is_known_whatever_its_spelling():
    out, _, _ = run(rb'{"te\u0078t": "a  b"}' + b"\n")
    assert out == rb'{"te\u0078t": "a b"}' + b"\n"


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (b'{"text": "a  b"', "is cut off"),
        (b'{"text": "a  b', "Unterminated string"),
        (b'{"text": "a  b"} {"text": "c  d"}', "more than one value on the line (character 18)"),
        (b'"a  b"', "is no JSON object"),
        (b'{"text": a  b}', "no value at character"),
        (b'{"text": "a  b" "x": 1}', "a comma is missing"),
        (b'{"text": "a  b",}', "a key in double quotes is missing"),
        (b'{"text" "a  b"}', "a colon is missing"),
        (b'{"text": "a  b", "text": "c  d"}', "has the field 'text' twice"),
        (b'{"text": "a  b\xff"}', "is not UTF-8 (byte 15 of it)"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b', "text": "a  b"}', "nested too deeply"),
    ],
)
def test_hostile_17_18_a_broken_record_is_named_by_number_and_passed_through(broken, words):
    lines = [f'{{"text": "{DIRTY}"}}'.encode(), broken, f'{{"text": "{DIRTY}"}}'.encode()]
    out, notes, summary = run(b"\n".join(lines) + b"\n")
    cleaned = f'{{"text": "{CLEAN}"}}'.encode()
    assert out.split(b"\n") == [cleaned, broken, cleaned, b""]
    assert [(note.number, note.broken) for note in notes] == [(2, True)]
    assert words in notes[0].message
    assert (summary.records, summary.changed, summary.broken) == (3, 2, 1)


def test_hostile_17_lines_end_only_at_a_line_feed():
    odd = "x\u2028y\u0085z\x0b"
    line = json.dumps({"text": f"a  b {odd}"}, ensure_ascii=False).replace("\\u000b", "\u2029")
    out, notes, summary = run(f"{line}\n{line}".encode())
    assert (out.count(b"\n"), summary.records, notes) == (1, 2, [])


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("last", [True, False])
def test_hostile_17_line_ends_blank_lines_and_the_byte_order_mark_stay(end, mark, last):
    def file(text):
        line = f'{{"text": "{text}"}}'.encode()
        return mark + end.join([line, b"", b"  ", line]) + end * last

    out, notes, summary = run(file(DIRTY))
    assert (out, notes) == (file(CLEAN), [])
    assert (summary.records, summary.blank) == (4, 2)


def test_hostile_17_an_array_file_is_named():
    with pytest.raises(FileError, match="one array of JSON"):
        run(b'[{"text": "a  b"},\n{"text": "c"}]\n')


def test_hostile_18_giant_integers_nan_and_odd_numbers_stay_as_spelt():
    line = '{"i": %s, "f": 1.10, "e": 1E400, "n": -Infinity, "z": -0.0, "text": "%%s"}\n' % ("9" * 5000)
    out, notes, _ = run((line % DIRTY).encode())
    assert (out, notes) == ((line % CLEAN).encode(), [])


def test_hostile_18_a_field_that_is_missing_or_no_text_is_counted_and_the_record_kept():
    lines = b'{"text": "a  b"}\n{"id": 1}\n{"text": null}\n{"text": 5}\n{"text": {"a": "b  c"}}\n{"text": ["d  e"]}\n'
    out, notes, summary = run(lines)
    assert out == lines.replace(b"a  b", b"a b")
    assert (summary.missing, summary.broken, notes) == ({"text": 5}, 0, [])


def test_a_field_that_no_record_has_is_an_error():
    with pytest.raises(FileError, match="no record has a text in the field 'body'"):
        run(b'{"text": "a  b"}\n', "text", "body")


def test_hostile_06_18_a_lone_surrogate_never_stops_the_output():
    out, notes, _ = run(rb'{"text": "a\ud800  b", "other": "\udfff"}' + b"\n")
    assert notes == []
    assert rb'"other": "\udfff"' in out
    assert "  " not in json.loads(out)["text"]


def test_a_cut_that_brings_two_halves_together_is_spelt_anew():
    out, _, _ = run(rb'{"text": "a\ud83d\u200b\ude00  b"}' + b"\n")
    assert json.loads(out)["text"].encode()


def test_the_original_is_kept_beside_a_changed_text_only():
    lines = f'{{"id":1,"text":"{DIRTY}"}}\n{{"id":2,"text":"{CLEAN}"}}\n'
    out, _, _ = run(lines.encode(), keep_original="raw")
    assert out.decode() == f'{{"id":1,"text":"{CLEAN}","raw":"{DIRTY}"}}\n{{"id":2,"text":"{CLEAN}"}}\n'


def test_with_several_fields_the_originals_are_an_object_by_path():
    out, _, _ = run(b'{"a": {"b": "x  y"}, "text": "p  q"}\n', "text", "a.b", keep_original="raw")
    assert json.loads(out)["raw"] == {"text": "p  q", "a.b": "x  y"}


def test_the_report_says_what_was_done_to_which_field():
    out, _, _ = run('{"é": 1, "text": "Harga  naik."}\n'.encode(), report_field="edits")
    assert out.startswith('{"é": 1, "text": "Harga naik.", "edits": [{"field": "text", "start": 6, '.encode())
    [edit] = json.loads(out)["edits"]
    assert (edit["start"], edit["end"], edit["rule"]) == (6, 7, "whitespace/space-run")


def test_a_field_that_is_there_already_is_not_overwritten():
    line = b'{"text": "a  b", "raw": "mine"}\n'
    out, notes, summary = run(line, keep_original="raw")
    assert (out, summary.broken) == (line, 1)
    assert "has a field 'raw' already" in notes[0].message


@pytest.mark.parametrize(
    "options", [{"fields": ()}, {"fields": ("a", "a")}, {"keep_original": "text"}, {"fields": ("",)}]
)
def test_field_names_must_be_there_and_differ(options):
    with pytest.raises(ValueError, match="name"):
        RecordCleaner(PIPELINE, **({"fields": ("text",)} | options))


def test_texts_may_be_html():
    line = r'{"text": "<p title=\"a\u200bb\">Harga\u200b naik.<\/p>"}' + "\n"
    out, _, _ = run(line.encode(), content="html")
    assert out.decode() == r'{"text": "<p title=\"a\u200bb\">Harga naik.<\/p>"}' + "\n"


@pytest.mark.parametrize("pieces", [1, 7, 64])
def test_the_size_of_what_a_pipe_gives_does_not_matter(pieces):
    lines = b"".join(
        json.dumps({"text": DIRTY * n, "n": n}).encode() + (b"\n" if n % 3 else b"\r\n") for n in range(1, 8)
    )
    assert run(lines, pieces=pieces) == run(lines)


@given(
    st.lists(
        st.dictionaries(st.text(max_size=5), st.text(max_size=20) | st.floats() | st.none(), max_size=4), max_size=6
    ),
    st.booleans(),
    st.sampled_from([None, 1, 5]),
)
def test_records_without_dirt_in_the_field_come_back_byte_for_byte(records, ascii_only, pieces):
    data = b"".join(
        json.dumps({**record, "body": CLEAN}, ensure_ascii=ascii_only).encode("utf-8", "replace") + b"\n"
        for record in records
    )
    assert run(data, "body", pieces=pieces)[0] == data


@given(st.text(), st.booleans(), st.sampled_from([(", ", ": "), (",", ":")]))
def test_a_changed_record_has_the_cleaned_text_and_nothing_else_new(text, ascii_only, separators):
    record = {"before": [1, {"text": "no  touch"}], "text": text, "after": text}
    data = (json.dumps(record, ensure_ascii=ascii_only, separators=separators) + "\n").encode("utf-8", "replace")
    record = json.loads(data)
    out, notes, _ = run(data)
    assert notes == [] or notes[0].message.endswith(PIPELINE.run(record["text"]).notice)
    assert json.loads(out) == {**record, "text": PIPELINE.clean(record["text"])}
    assert out.startswith(data[: data.index(b'"text"', 30)])


@given(
    st.binary(max_size=200)
    | st.lists(
        st.sampled_from([b'{"text":"', b'"}', b"\n", b"a  b", b"\\", b'"', b"{", b",", b"\xff"]), max_size=30
    ).map(b"".join)
)
def test_any_bytes_come_out_with_as_many_lines(data):
    try:
        out, _, summary = run(data)
    except FileError:
        return
    assert out.count(b"\n") == data.count(b"\n")
    if not summary.changed:
        assert out == data


class Lines(io.RawIOBase):
    """A stream that is made as it is read."""

    def __init__(self, pieces):
        self.pieces = iter(pieces)

    def read1(self, _):
        return next(self.pieces, b"")


def test_hostile_19_a_line_too_long_is_named_and_the_next_one_is_read():
    long = b'{"text": "' + b"a  b" * (MAX_RECORD // 4)
    pieces = [
        b'{"text": "a  b"}\n',
        *(long[n : n + 65536] for n in range(0, len(long), 65536)),
        b'"}\n{"text": "c  d"}\n',
    ]
    out, notes = io.BytesIO(), []
    summary = clean_records(Lines(pieces), out.write, RecordCleaner(PIPELINE, ("text",)), on_note=notes.append)
    lines = out.getvalue().split(b"\n")
    assert (lines[0], lines[2], lines[3]) == (b'{"text": "a b"}', b'{"text": "c d"}', b"")
    assert lines[1] == long + b'"}'
    assert [(note.number, note.message) for note in notes] == [
        (2, "does not end within 32 MiB; passed through as it is")
    ]
    assert (summary.records, summary.broken, summary.changed) == (3, 1, 2)


def test_hostile_02_memory_does_not_grow_with_the_stream():
    code = """
import json, resource, sys
from cleanpress import Pipeline
from cleanpress.files.records import RecordCleaner
from cleanpress.files.streams import clean_records
line = json.dumps({"pad": "x" * 60_000, "text": "a  b"}).encode() + b"\\n"
class Many:
    left = int(sys.argv[1])
    def read1(self, size):
        self.left -= 1
        return line * 4 if self.left >= 0 else b""
clean_records(Many(), lambda data: None, RecordCleaner(Pipeline.default(), ("text",)))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
    small, large = (
        int(subprocess.run([sys.executable, "-c", code, n], capture_output=True, check=True).stdout)
        for n in ("10", "400")  # 2 and 96 MB
    )
    assert large < small + 16_000  # KiB
