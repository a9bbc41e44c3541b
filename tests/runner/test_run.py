"""Runs over real files: what comes out, what is left alone, and what an interruption costs."""

from __future__ import annotations

import csv
import gzip
import importlib.util
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import faults
from cleanpress import Pipeline, as_filter
from cleanpress.runner import Job, run
from cleanpress.runner.work import do_part

has_arrow = importlib.util.find_spec("pyarrow") is not None
needs_arrow = pytest.mark.skipif(not has_arrow, reason="pyarrow is not installed")
needs_warc = pytest.mark.skipif(importlib.util.find_spec("fastwarc") is None, reason="fastwarc is not installed")
needs_zstd = pytest.mark.skipif(importlib.util.find_spec("zstandard") is None, reason="zstandard is not installed")

OWN = "The council met slotgacor88.live today."


def record(number, *, dirty=None):
    dirty = number % 5 == 0 if dirty is None else dirty
    text = faults.DIRTY if dirty else faults.CLEAN
    return {"id": number, "url": f"https://site{number % 3}.example.org/{number}", "language": "en", "text": text}


def lines(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def cleaned(rows):
    return lines([{**row, "text": faults.CLEAN} for row in rows])


def joined(summary):
    return b"".join(Path(name).read_bytes() for name in summary.outputs)


def tree(folder):
    """The files below a folder, but those of the run itself."""
    files = (path for path in folder.rglob("*") if path.is_file() and "_cleanpress" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


class TestJsonl:
    @pytest.fixture
    def rows(self):
        return [record(number) for number in range(60)]

    def test_parts_joined_in_order_are_the_clean_file(self, tmp_path, rows):
        (tmp_path / "a.jsonl").write_bytes(lines(rows))
        whole = run(Job(str(tmp_path / "one")), [str(tmp_path / "a.jsonl")])
        parts = run(Job(str(tmp_path / "many"), part_size=3000), [str(tmp_path / "a.jsonl")], workers=2)
        assert (len(whole.outputs), len(parts.outputs)) == (1, 10)
        assert joined(whole) == joined(parts) == cleaned(rows)
        assert whole.tally.to_dict() == parts.tally.to_dict()

    def test_the_summary_counts(self, tmp_path, rows):
        (tmp_path / "a.jsonl").write_bytes(lines(rows) + b"{broken\n" + b'{"text": null}\n')
        summary = run(Job(str(tmp_path / "out")), [str(tmp_path / "a.jsonl")])
        data = json.loads((tmp_path / "out" / "_cleanpress" / "summary.json").read_text())
        assert data["total"] == {
            "bytes": (tmp_path / "a.jsonl").stat().st_size,
            "documents": 60,
            "changed": 12,
            "edits": 36,
            "skipped": 1,
        }
        assert data["rules"] == dict.fromkeys(
            ["artifacts/copy-protection/wp-content-protected", "links/bare-host", "mojibake/wrong-encoding"], 12
        )
        assert data["languages"] == {"en": {"documents": 60, "changed": 12, "edits": 36}}
        assert data["sites"] == {"example.org": {"documents": 12, "changed": 12, "edits": 36}}
        assert data["hosts"] == {"slotgacor88.live": 12}
        assert "record 61 is no JSON" in data["skipped"][0]
        assert joined(summary) == cleaned(rows) + b"{broken\n" + b'{"text": null}\n'

    def test_the_host_of_a_record_is_never_removed(self, tmp_path):
        rows = [{"meta": {"from": f"https://{host}/1"}, "text": OWN} for host in ("slotgacor88.live", "x.example.org")]
        (tmp_path / "a.jsonl").write_bytes(lines(rows))
        summary = run(Job(str(tmp_path / "out"), url_field="meta.from"), [str(tmp_path / "a.jsonl")])
        assert [json.loads(line)["text"] for line in joined(summary).splitlines()] == [OWN, "The council met today."]

    @needs_zstd
    def test_compressed_files_stay_compressed(self, tmp_path, rows):
        import zstandard

        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "a.jsonl.gz").write_bytes(gzip.compress(lines(rows)))
        (tmp_path / "in" / "b.jsonl.zst").write_bytes(zstandard.ZstdCompressor().compress(lines(rows)))
        summary = run(Job(str(tmp_path / "out")), [str(tmp_path / "in")])
        first, second = (Path(name).read_bytes() for name in summary.outputs)
        assert gzip.decompress(first) == cleaned(rows)
        assert zstandard.ZstdDecompressor().decompressobj().decompress(second) == cleaned(rows)

    def test_files_without_changes_keep_every_byte(self, tmp_path):
        rows = [record(number, dirty=False) for number in range(9)]
        (tmp_path / "in").mkdir()
        (tmp_path / "in" / "a.jsonl").write_bytes(lines(rows).replace(b", ", b" ,\t").rstrip(b"\n"))
        (tmp_path / "in" / "b.jsonl.gz").write_bytes(gzip.compress(lines(rows), 1, mtime=77))
        run(Job(str(tmp_path / "out")), [str(tmp_path / "in")])
        assert tree(tmp_path / "out") == tree(tmp_path / "in")

    def test_the_report_names_every_edit(self, tmp_path):
        (tmp_path / "a.jsonl").write_bytes(lines([record(0), record(1)]))
        summary = run(Job(str(tmp_path / "out"), report_field="edits"), [str(tmp_path / "a.jsonl")])
        first, second = map(json.loads, joined(summary).splitlines())
        assert [edit["rule"].partition("/")[0] for edit in first["edits"]] == ["links", "mojibake", "artifacts"]
        assert "edits" not in second


def test_csv(tmp_path):
    rows = [{key: str(value) for key, value in record(number).items()} for number in range(12)]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    (tmp_path / "a.csv").write_bytes(stream.getvalue().encode())
    summary = run(Job(str(tmp_path / "out")), [str(tmp_path / "a.csv")])
    got = list(csv.DictReader(io.StringIO(joined(summary).decode(), newline="")))
    assert got == [{**row, "text": faults.CLEAN} for row in rows]
    assert summary.tally.total["changed"] == 3
    assert summary.tally.languages["en"]["documents"] == 12


@needs_arrow
class TestParquet:
    def written(self, path, rows, **options):
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.Table.from_pylist(rows).replace_schema_metadata({"made": "here"})
        pq.write_table(table, path, **options)
        return table

    def test_row_groups_schema_and_codecs_stay(self, tmp_path):
        import pyarrow.parquet as pq

        rows = [record(number) for number in range(50)]
        codecs = {"id": "NONE", "url": "ZSTD", "language": "SNAPPY", "text": "GZIP"}
        table = self.written(tmp_path / "a.parquet", rows, row_group_size=10, compression=codecs)
        job = Job(str(tmp_path / "out"), part_size=table.nbytes // 3)
        summary = run(job, [str(tmp_path / "a.parquet")])
        files = [pq.ParquetFile(name) for name in summary.outputs]
        assert len(files) > 1
        assert [
            group
            for file in files
            for group in [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
        ] == [10] * 5
        got = [row for file in files for row in file.read().to_pylist()]
        assert got == [{**row, "text": faults.CLEAN} for row in rows]
        for file in files:
            assert file.schema_arrow.equals(table.schema, check_metadata=True)
            columns = (file.metadata.row_group(0).column(n) for n in range(4))
            found = {column.path_in_schema: column.compression.replace("UNCOMPRESSED", "NONE") for column in columns}
            assert found == codecs
        assert summary.tally.total["changed"] == 10
        assert summary.tally.sites["example.org"]["edits"] == 30

    def test_a_clean_file_keeps_every_byte_and_a_report_is_a_column(self, tmp_path):
        import pyarrow.parquet as pq

        self.written(tmp_path / "a.parquet", [record(1), {**record(2), "text": None}])
        run(Job(str(tmp_path / "out")), [str(tmp_path / "a.parquet")])
        assert (tmp_path / "out" / "a.parquet").read_bytes() == (tmp_path / "a.parquet").read_bytes()
        run(Job(str(tmp_path / "told"), report_field="report"), [str(tmp_path / "a.parquet")])
        assert [r and r["edits"] for r in pq.read_table(tmp_path / "told" / "a.parquet")["report"].to_pylist()] == [
            [],
            None,
        ]

    def test_a_column_that_is_not_there_is_named(self, tmp_path):
        self.written(tmp_path / "a.parquet", [record(1)])
        summary = run(Job(str(tmp_path / "out"), field="txt"), [str(tmp_path / "a.parquet")])
        assert summary.errors == [f"{tmp_path}/a.parquet: no column 'txt'; did you mean 'text'?"]
        assert tree(tmp_path / "out") == {}


def member(kind, url, content_type, content, extra=""):
    """One record of an archive."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{abs(hash(url))}>\r\n"
        f"WARC-Date: 2026-05-01T00:00:00Z\r\nWARC-Target-URI: {url}\r\n{extra}"
        f"Content-Type: {content_type}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def response(url, page, *, charset="utf-8", headers=""):
    body = page.encode(charset) if isinstance(page, str) else page
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={charset}\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
    )
    return member("response", url, "application/http; msgtype=response", head.encode() + body)


@needs_warc
class TestArchives:
    def read(self, data):
        from fastwarc.warc import ArchiveIterator

        return [
            (record.headers.get("WARC-Target-URI"), bytes(record.reader.read()), record.content_length)
            for record in ArchiveIterator(io.BytesIO(data), parse_http=True, auto_decode="all")
        ]

    @pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
    def test_wet_records_are_cleaned_and_the_others_keep_every_byte(self, tmp_path, pack):
        language = "WARC-Identified-Content-Language: eng,ind\r\nWARC-Block-Digest: sha1:X\r\n"
        members = [
            member("warcinfo", "x", "application/warc-fields", b"software: test\r\n"),
            member("conversion", "https://a.example.org/1", "text/plain", faults.DIRTY.encode(), language),
            member("conversion", "https://a.example.org/2", "text/plain", faults.CLEAN.encode()),
            member("conversion", "https://slotgacor88.live/3", "text/plain", OWN.encode()),
            member("conversion", "https://a.example.org/4", "text/plain", b"Caf\xe9  au lait"),
        ]
        name = "a.warc.wet" + (".gz" if pack is gzip.compress else "")
        packed = [pack(each) for each in members]
        (tmp_path / name).write_bytes(b"".join(packed))
        summary = run(Job(str(tmp_path / "out")), [str(tmp_path / name)])
        assert summary.errors == []
        got = joined(summary)
        assert [content for _, content, _ in self.read(got)][1:4] == [faults.CLEAN.encode()] * 2 + [OWN.encode()]
        assert got.startswith(packed[0])
        assert got.endswith(b"".join(packed[2:]))
        assert summary.tally.languages == {"eng": {"documents": 1, "changed": 1, "edits": 3}}
        assert "record 5 is not utf-8" in summary.tally.skipped[0]

    def test_the_digest_is_that_of_the_new_content(self, tmp_path):
        from fastwarc.warc import ArchiveIterator

        digest = "WARC-Block-Digest: sha1:X\r\n"
        data = member("conversion", "https://a.example.org/1", "text/plain", faults.DIRTY.encode(), digest)
        (tmp_path / "a.wet").write_bytes(data)
        summary = run(Job(str(tmp_path / "out")), [str(tmp_path / "a.wet")])
        archive = ArchiveIterator(io.BytesIO(joined(summary)), parse_http=False)
        assert [found.verify_block_digest() for found in archive] == [True]

    def test_pages_of_responses_are_cleaned_in_their_encoding(self, tmp_path):
        page = faults.page(3)
        latin = page.replace("LÃ³pez", "López").replace("utf-8", "latin-1")
        chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(page.encode()), page.encode())
        members = [
            response("https://a.example.org/1", page),
            response("https://a.example.org/2", latin, charset="latin-1"),
            response("https://a.example.org/3", gzip.compress(page.encode()), headers="Content-Encoding: gzip\r\n"),
            response("https://a.example.org/4", chunked, headers="Transfer-Encoding: chunked\r\n"),
            member(
                "request", "https://a.example.org/1", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"
            ),
        ]
        (tmp_path / "a.warc").write_bytes(b"".join(members))
        summary = run(Job(str(tmp_path / "out")), [str(tmp_path / "a.warc")])
        assert (summary.errors, summary.tally.skipped) == ([], [])
        clean = faults.page(3, dirty=False)
        texts = [content for _, content, _ in self.read(joined(summary))]
        expected = Pipeline.default().clean(page, format="html").encode()
        assert texts[0] == texts[2] == texts[3] == expected
        assert texts[1].decode("latin-1") == expected.decode().replace("utf-8", "latin-1")
        assert faults.SPOT.encode() not in texts[0]
        assert faults.CURED in clean
        assert texts[4] == b""

    def test_a_cut_archive_publishes_nothing(self, tmp_path):
        data = gzip.compress(member("conversion", "u", "text/plain", faults.DIRTY.encode()))
        (tmp_path / "a.wet.gz").write_bytes(data + data[:-40])
        summary = run(Job(str(tmp_path / "out")), [str(tmp_path / "a.wet.gz")])
        assert tree(tmp_path / "out") == {} or summary.tally.total["skipped"] == 1

    def test_records_in_one_compressed_member_are_refused(self, tmp_path):
        data = member("conversion", "u", "text/plain", faults.DIRTY.encode())
        clean = member("conversion", "u", "text/plain", faults.CLEAN.encode())
        (tmp_path / "a.wet.gz").write_bytes(gzip.compress(data + clean))
        summary = run(Job(str(tmp_path / "out")), [str(tmp_path / "a.wet.gz")])
        assert "compress each record by itself" in summary.errors[0]
        assert tree(tmp_path / "out") == {}


class TestInterruptions:
    @pytest.fixture
    def source(self, tmp_path):
        (tmp_path / "in").mkdir()
        for name in "abc":
            (tmp_path / "in" / f"{name}.jsonl").write_bytes(lines(record(number) for number in range(10)))
        return tmp_path / "in"

    def test_finished_parts_are_not_done_again(self, source, tmp_path):
        job = Job(str(tmp_path / "out"))
        first = run(job, [str(source)])
        before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.jsonl")}
        second = run(job, [str(source)])
        assert (first.earlier, second.earlier) == (0, 3)
        assert second.tally.to_dict() == first.tally.to_dict()
        assert {path: path.stat().st_mtime_ns for path in before} == before

    def test_a_changed_input_a_lost_output_and_other_settings_are_done_again(self, source, tmp_path):
        job = Job(str(tmp_path / "out"))
        run(job, [str(source)])
        (source / "a.jsonl").write_bytes(lines([record(0)]))
        (tmp_path / "out" / "b.jsonl").unlink()
        again = run(job, [str(source)])
        assert again.earlier == 1
        assert (tmp_path / "out" / "a.jsonl").read_bytes() == cleaned([record(0)])
        assert run(Job(str(tmp_path / "out"), pipeline=Pipeline([])), [str(source)]).earlier == 0

    def test_a_bad_file_stops_no_other(self, source, tmp_path):
        (source / "b.jsonl").write_bytes(b"\x1f\x8b\x08 not really")
        summary = run(Job(str(tmp_path / "out")), [str(source)])
        assert (summary.finished, len(summary.errors)) == (2, 1)
        assert "b.jsonl: is gzip data" in summary.errors[0]
        assert sorted(tree(tmp_path / "out")) == ["a.jsonl", "c.jsonl"]

    def test_a_part_is_published_whole_or_not_at_all(self, source, tmp_path):
        (source / "b.jsonl.gz").write_bytes(gzip.compress(lines(record(n) for n in range(2000)))[:-9])
        summary = run(Job(str(tmp_path / "out")), [str(source)])
        assert "b.jsonl.gz: is cut off" in summary.errors[0]
        assert sorted(tree(tmp_path / "out")) == ["a.jsonl", "b.jsonl", "c.jsonl"]
        assert not (tmp_path / "out" / "_cleanpress" / "tmp").exists()

    def test_a_record_on_which_a_filter_fails_stays_and_is_told(self, source, tmp_path):
        summary = run(Job(str(tmp_path / "out"), pipeline=Pipeline([broken])), [str(source / "a.jsonl")])
        assert tree(tmp_path / "out")["a.jsonl"] == (source / "a.jsonl").read_bytes()
        assert summary.tally.total["skipped"] == 10

    @pytest.mark.slow
    @pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
    def test_a_killed_run_goes_on_where_it_was(self, tmp_path, number):
        rows = [record(n) for n in range(6_000)]
        (tmp_path / "a.jsonl").write_bytes(lines(rows))
        command = [sys.executable, "-m", "cleanpress", "run", "a.jsonl", "-o", "out", "--part-size", "0.1"]
        process = subprocess.Popen(
            [*command, "--workers", "2"], cwd=tmp_path, stdout=subprocess.DEVNULL, start_new_session=True
        )
        marks = tmp_path / "out" / "_cleanpress" / "parts"
        limit = time.monotonic() + 60
        while len(list(marks.glob("*.json"))) < 4 and time.monotonic() < limit:
            time.sleep(0.01)
        os.killpg(process.pid, number)
        assert process.wait(30) in (-9, 130)
        whole = lines(rows)
        for name, data in tree(tmp_path / "out").items():
            assert data in cleaned(rows), name
        done = subprocess.run([*command, "--workers", "1"], cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        summary = json.loads((tmp_path / "out" / "_cleanpress" / "summary.json").read_text())
        assert 4 <= summary["earlier"] < summary["parts"]
        assert b"".join((tmp_path / name).read_bytes() for name in summary["outputs"]) == cleaned(rows)
        assert summary["total"]["bytes"] == len(whole)


@as_filter("mine/broken")
def broken(doc):
    raise RuntimeError("no")


def test_doing_a_part_twice_gives_the_same_bytes(tmp_path):
    from cleanpress.runner import plan

    (tmp_path / "a.jsonl").write_bytes(lines(record(n) for n in range(10)))
    jobs = [Job(str(tmp_path / name)) for name in ("one", "two")]
    for job in jobs:
        (part,) = plan(job, [str(tmp_path / "a.jsonl")])
        do_part(job, part)
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
