"""Arrow arrays: the texts that the pipeline gives, in the type that came, and no copy of what stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")

from cleanpress import DataError, Document, Edit, Pipeline, as_filter  # noqa: E402
from cleanpress.integrations import arrow  # noqa: E402
from cleanpress.integrations.arrow import REPORT, clean_array, clean_batch  # noqa: E402

DIRTY = "The old bridge must slotgacor88.live be repaired before winter."
CLEAN = "The old bridge must be repaired before winter."
TYPES = [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())]
by_type = pytest.mark.parametrize("kind", TYPES, ids=str)


def made(rows, kind):
    return pa.array(rows, pa.string()).cast(kind) if pa.types.is_string_view(kind) else pa.array(rows, kind)


def addresses(array):
    return [buffer and buffer.address for buffer in array.buffers()]


@by_type
class TestEveryType:
    def test_dirty_rows_are_cleaned_and_nulls_stay(self, kind):
        cleaned = clean_array(made([DIRTY, None, "", "Fine."], kind))
        assert cleaned.type == kind
        assert cleaned.to_pylist() == [CLEAN, None, "", "Fine."]
        cleaned.validate(full=True)

    def test_clean_rows_come_back_as_the_same_array(self, kind):
        array = made(["Fine.", None, CLEAN], kind)
        assert clean_array(array) is array
        assert clean_array(array[1:]).to_pylist() == [None, CLEAN]

    def test_a_slice_is_cleaned_alone(self, kind):
        array = made([DIRTY, "Two  spaces.", DIRTY, None], kind)
        assert clean_array(array[1:3]).to_pylist() == ["Two spaces.", CLEAN]

    def test_an_empty_array(self, kind):
        array = made([], kind)
        assert clean_array(array) is array

    def test_chunks_without_changes_keep_their_buffers(self, kind):
        chunked = pa.chunked_array([made(["Fine.", "Good."], kind), made([DIRTY, None], kind)])
        cleaned = clean_array(chunked)
        assert cleaned.to_pylist() == ["Fine.", "Good.", CLEAN, None]
        assert cleaned.type == kind
        if not pa.types.is_dictionary(kind):
            assert addresses(cleaned.chunk(0)) == addresses(chunked.chunk(0))
        assert clean_array(cleaned) is cleaned

    def test_own_hosts_come_from_the_urls(self, kind):
        text = "The council met slotgacor88.live today."
        array = made([text, text], kind)
        cleaned = clean_array(array, urls=["https://slotgacor88.live/1", "https://harbourgazette.com/1"])
        assert cleaned.type == kind
        assert cleaned.to_pylist() == [text, "The council met today."]

    @given(rows=st.lists(st.none() | st.text(st.characters(exclude_categories=("Cs",)), max_size=40), max_size=5))
    def test_the_texts_are_those_of_the_pipeline(self, kind, rows):
        clean = Pipeline.default().clean
        assert clean_array(made(rows, kind)).to_pylist() == [None if row is None else clean(row) for row in rows]


class TestWhatCannotBeCleaned:
    def test_other_types_are_refused_by_name(self):
        with pytest.raises(TypeError, match="got int64; cast it to string"):
            clean_array(pa.array([1]))
        with pytest.raises(TypeError, match="expected an Arrow array, got list"):
            clean_array([DIRTY])

    def test_a_row_that_is_not_utf8_stays_byte_for_byte(self):
        data = pa.py_buffer(b"a\xff\xfebTwo  spaces.")
        array = pa.Array.from_buffers(pa.string(), 2, [None, pa.py_buffer(b"\0\0\0\0\4\0\0\0\x10\0\0\0"), data])
        assert clean_array(array).buffers()[2].to_pybytes() == b"a\xff\xfebTwo spaces."

    def test_urls_must_be_one_for_each_row(self):
        with pytest.raises(ValueError, match="1 urls for 2 texts"):
            clean_array(pa.array(["a", "b"]), urls=[None])


@as_filter("test/grow")
def grow(doc: Document):
    if doc.text == "grow":
        yield Edit(0, 4, "x" * 1_200_000_000)


@pytest.mark.slow
def test_texts_beyond_the_offsets_of_a_string_array():
    """Two gigabytes are more than one string array can hold: chunks are split, a single array is refused."""
    array, growing = pa.array(["grow", "grow"]), Pipeline([grow])
    with pytest.raises(DataError, match="cast it to large_string first"):
        clean_array(array, growing)
    chunked = clean_array(pa.chunked_array([array]), growing)
    assert chunked.type == pa.string()
    assert [len(chunk) for chunk in chunked.chunks] == [1, 1]
    assert chunked.nbytes > 2**31


class TestBatches:
    @pytest.fixture(params=[pa.record_batch, pa.table])
    def batch(self, request):
        return request.param({"id": [1, 2, 3], "text": [DIRTY, None, "Fine."]})

    def test_the_field_is_cleaned_and_the_rest_stays(self, batch):
        cleaned = clean_batch(batch)
        assert type(cleaned) is type(batch)
        assert cleaned.schema == batch.schema
        assert cleaned.to_pylist() == [{"id": 1, "text": CLEAN}, {"id": 2, "text": None}, {"id": 3, "text": "Fine."}]
        assert clean_batch(cleaned) is cleaned

    def test_metadata_and_nullability_stay(self):
        schema = pa.schema([pa.field("text", pa.string(), nullable=False, metadata={"a": "b"})], {"c": "d"})
        cleaned = clean_batch(pa.table({"text": [DIRTY]}, schema))
        assert cleaned.schema.equals(schema, check_metadata=True)

    def test_the_report_tells_what_was_done(self, batch):
        cleaned = clean_batch(batch, report_field="report")
        assert cleaned.schema.field("report").type == REPORT
        first, second, third = cleaned.column("report").to_pylist()
        (edit,) = first["edits"]
        assert DIRTY[edit["start"] : edit["end"]] == edit["source"] == "slotgacor88.live "
        assert edit["rule"] == "links/bare-host"
        assert second is None
        assert third == {"edits": [], "withheld": [], "flags": [], "notice": ""}

    def test_the_report_of_flags(self):
        page = "Checking your browser before accessing harbourgazette.com.\nRay ID: 7d1b2c3a4e5f6071"
        flags = Pipeline.default().run(page).flags
        report = clean_batch(pa.table({"text": [page]}), report_field="r")["r"][0].as_py()
        assert [flag["rule"] for flag in report["flags"]] == [flag.rule for flag in flags]

    def test_a_report_twice_is_replaced(self, batch):
        twice = clean_batch(clean_batch(batch, report_field="r"), report_field="r")
        assert twice.column_names == ["id", "text", "r"]
        assert twice.column("r").to_pylist()[0]["edits"] == []

    def test_the_urls_of_a_column(self):
        text = "The council met slotgacor88.live today."
        table = pa.table({"text": [text, text], "url": [None, "https://slotgacor88.live/1"]})
        assert clean_batch(table, url_field="url")["text"].to_pylist() == ["The council met today.", text]

    def test_a_wrong_column_is_named_with_the_nearest(self, batch):
        with pytest.raises(KeyError, match="no column 'txet'; did you mean 'text'"):
            clean_batch(batch, field="txet")

    def test_html(self):
        table = pa.table({"page": ["<p>The old bridge must <b>slotgacor</b>88.live be repaired before winter.</p>"]})
        assert clean_batch(table, field="page", format="html")["page"].to_pylist() == [f"<p>{CLEAN}</p>"]


def test_the_default_pipeline_is_made_once():
    assert arrow.default_pipeline() is arrow.default_pipeline()
