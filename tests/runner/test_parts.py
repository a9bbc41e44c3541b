"""The plan: which files, in which parts, under which names; and lines that are parted nowhere."""

from __future__ import annotations

import io
import itertools
import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanpress import CleanpressError, ConfigError, Pipeline
from cleanpress.runner import Job, plan
from cleanpress.runner.records import _Range

LINE = b'{"text": "The ferry sails at nine."}\n'


@pytest.fixture
def folder(tmp_path):
    for name in ("b.jsonl", "a/x.jsonl.gz", "a/y.NDJSON", "c.csv", "a/_old.jsonl", ".hidden/z.jsonl", "w.warc.wet.gz"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(LINE)
    return tmp_path / "in"


def names(job, *inputs):
    return [part.name for part in plan(job, map(str, inputs))]


class TestInputs:
    def test_a_folder_means_all_files_below_it_but_hidden_ones(self, folder, tmp_path):
        assert names(Job(str(tmp_path / "out")), folder) == [
            "a/x.jsonl.gz",
            "a/y.NDJSON",
            "b.jsonl",
            "c.csv",
            "w.warc.wet.gz",
        ]

    def test_a_pattern_and_a_file(self, folder, tmp_path):
        job = Job(str(tmp_path / "out"))
        assert names(job, folder / "*.jsonl", folder / "c.csv") == ["b.jsonl", "c.csv"]
        assert names(job, folder / "**" / "*.jsonl*") == ["a/x.jsonl.gz", "b.jsonl"]
        assert names(job, folder / "a" / "_old.jsonl") == ["_old.jsonl"]

    def test_what_lies_in_the_output_folder_is_no_input(self, folder):
        (folder / "cleaned").mkdir()
        (folder / "cleaned" / "b.jsonl").write_bytes(LINE)
        assert "cleaned/b.jsonl" not in names(Job(str(folder / "cleaned")), folder)
        with pytest.raises(CleanpressError, match="lies in the output folder"):
            plan(Job(str(folder)), [str(folder / "b.jsonl")])

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("missing.jsonl", "no such file"),
            ("notes.txt", "what it holds cannot be told by its name; known: .csv, .jsonl"),
            ("t.parquet.gz", "what it holds cannot be told"),
        ],
    )
    def test_what_cannot_be_read_is_named(self, folder, tmp_path, name, message):
        if name != "missing.jsonl":
            (folder / name).write_bytes(b"")
        with pytest.raises(CleanpressError, match=message) as error:
            plan(Job(str(tmp_path / "out")), [str(folder / name)])
        assert name in str(error.value)

    def test_two_files_of_one_name_are_refused(self, folder, tmp_path):
        (folder / "a" / "b.jsonl").write_bytes(LINE)
        with pytest.raises(CleanpressError, match=r"b\.jsonl would be written for .*; run them apart"):
            plan(Job(str(tmp_path / "out")), [str(folder / "b.jsonl"), str(folder / "a" / "b.jsonl")])
        with pytest.raises(CleanpressError, match="named twice"):
            plan(Job(str(tmp_path / "out")), [str(folder / "b.jsonl"), str(folder / "b.jsonl")])

    @pytest.mark.parametrize("values", [{"part_size": 0}, {"field": ""}, {"url_field": "text"}])
    def test_settings_without_sense_are_refused(self, values):
        with pytest.raises(ConfigError):
            Job("out", **values)


class TestParts:
    def test_a_large_file_becomes_parts_of_about_the_size(self, tmp_path):
        (tmp_path / "a.jsonl").write_bytes(LINE * 100)
        parts = plan(Job(str(tmp_path / "out"), part_size=1000), [str(tmp_path / "a.jsonl")])
        assert [part.name for part in parts] == [f"a.{n:05d}-of-00004.jsonl" for n in range(4)]
        assert [part.stop - part.start for part in parts] == [925] * 4

    def test_compressed_and_empty_files_are_one_part(self, tmp_path):
        for name in ("a.jsonl.gz", "empty.jsonl"):
            (tmp_path / name).write_bytes(LINE * 100 if name == "a.jsonl.gz" else b"")
        parts = plan(Job(str(tmp_path / "out"), part_size=1000), [str(tmp_path)])
        assert [(part.name, part.whole) for part in parts] == [("a.jsonl.gz", True), ("empty.jsonl", True)]

    @given(
        data=st.lists(st.binary(max_size=12).map(lambda line: line.replace(b"\n", b"")), max_size=12),
        final=st.booleans(),
        count=st.integers(1, 8),
        size=st.integers(1, 9),
    )
    def test_each_line_is_in_the_part_where_it_begins(self, data, final, count, size):
        whole = b"\n".join(data) + b"\n" * final
        bounds = [len(whole) * n // count for n in range(count + 1)]
        pieces = []
        for start, stop in itertools.pairwise(bounds):
            if start < stop:
                reader = _Range(io.BytesIO(whole), start, stop)
                pieces.append(b"".join(iter(lambda r=reader: r.read1(size), b"")))
        assert b"".join(pieces) == whole
        assert all(piece.endswith(b"\n") for piece in list(filter(None, pieces))[:-1])


class TestKey:
    """What a finished part is recognised by."""

    @pytest.fixture
    def file(self, tmp_path):
        (tmp_path / "a.jsonl").write_bytes(LINE)
        return tmp_path / "a.jsonl"

    def key(self, file, **settings):
        job = Job(str(file.parent / "out"), **settings)
        (part,) = plan(job, [str(file)])
        return part.key(job)

    def test_it_is_the_same_for_equal_settings(self, file):
        pipeline = Pipeline.default()
        pipeline.clean("The old bridge must slotgacor88.live be  repaired.")
        assert self.key(file) == self.key(file) == self.key(file, pipeline=pipeline)

    def test_it_changes_with_the_settings_the_rules_and_the_file(self, file, monkeypatch):
        keys = {
            self.key(file),
            self.key(file, field="body"),
            self.key(file, content="html"),
            self.key(file, report_field="r"),
            self.key(file, pipeline=Pipeline.default().excluding("links")),
            self.key(file, pipeline=Pipeline.default().excluding("whitespace/space-run")),
            self.key(file, pipeline=Pipeline(Pipeline.default().filters, min_confidence=0.8)),
        }
        monkeypatch.setattr("cleanpress.runner.job.rules_version", lambda: "another")
        keys.add(self.key(file))
        monkeypatch.undo()
        os.utime(file, ns=(1, 1))
        keys.add(self.key(file))
        assert len(keys) == 9

    def test_parts_of_one_file_differ(self, file):
        job = Job(str(file.parent / "out"))
        (part,) = plan(job, [str(file)])
        assert replace(part, stop=5).key(job) != part.key(job)
