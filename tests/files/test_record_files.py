"""Files of records: compressed or not, in place or into another file, in one process or several."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from samples import CLEAN, DIRTY, names

from cleanpress import Phase, Pipeline
from cleanpress.errors import FileError
from cleanpress.files.jobs import clean_record_file
from cleanpress.files.records import RecordCleaner

PIPELINE = Pipeline.default()
LINE = '{"text": "%s", "n": 1.10}\n'
DIRTY_LINE, CLEAN_LINE = (LINE % DIRTY).encode(), (LINE % CLEAN).encode()


def packed(data, kind, members=1):
    zstandard = pytest.importorskip("zstandard", reason="the extra zstd is not installed") if kind == ".zst" else None
    compress = zstandard.ZstdCompressor(write_checksum=True).compress if zstandard else gzip.compress
    size = -(-len(data) // members)
    return b"".join(compress(data[n : n + size]) for n in range(0, len(data), size))


def unpacked(data, kind):
    if kind == ".gz":
        return gzip.decompress(data)
    zstandard = pytest.importorskip("zstandard", reason="the extra zstd is not installed")
    return zstandard.ZstdDecompressor().decompressobj().decompress(data)


def run(source, target=None, jobs=1, fields=("text",), **options):
    notes = []
    form = "csv" if ".csv" in str(source) else "jsonl"
    cleaner = RecordCleaner(PIPELINE, fields, form, path=str(source), **options)
    goal = None if target is None else str(target)
    return clean_record_file(str(source), goal, cleaner, jobs=jobs, on_note=notes.append), notes


def failed(folder, source, words, **options):
    """Cleaning must fail with these words and leave nothing but the source behind."""
    before = source.read_bytes()
    with pytest.raises(FileError, match=words) as caught:
        run(source, folder / "out.jsonl", **options)
    assert str(caught.value).startswith(str(source))
    assert names(folder) == [source.name]
    assert source.read_bytes() == before
    return caught.value


def test_a_file_is_cleaned_into_another_one(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(DIRTY_LINE + b"broken\n")
    summary, notes = run(tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    assert (tmp_path / "b.jsonl").read_bytes() == CLEAN_LINE + b"broken\n"
    assert (tmp_path / "a.jsonl").read_bytes() == DIRTY_LINE + b"broken\n"
    assert (summary.broken, [note.number for note in notes]) == (1, [2])
    assert names(tmp_path) == ["a.jsonl", "b.jsonl"]


@pytest.mark.parametrize("target", [None, "a.jsonl", "link.jsonl"])
def test_a_file_is_cleaned_in_place(tmp_path, target):
    source = tmp_path / "a.jsonl"
    source.write_bytes(DIRTY_LINE)
    source.chmod(0o640)
    (tmp_path / "link.jsonl").symlink_to("a.jsonl")
    run(source, None if target is None else tmp_path / target)
    assert source.read_bytes() == CLEAN_LINE
    assert source.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "link.jsonl").is_symlink()
    assert len(names(tmp_path)) == 2


def test_in_place_a_file_without_changes_is_not_written(tmp_path):
    source = tmp_path / "a.jsonl"
    source.write_bytes(CLEAN_LINE)
    before = source.stat()
    run(source)
    assert (source.stat().st_ino, source.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert names(tmp_path) == ["a.jsonl"]


@pytest.mark.parametrize("kind", [".gz", ".zst"])
@pytest.mark.parametrize("members", [1, 3])
def test_hostile_14_compressed_files_are_read_in_all_their_members(tmp_path, kind, members):
    source, target = tmp_path / f"a.jsonl{kind}", tmp_path / f"b.jsonl{kind}"
    source.write_bytes(packed(DIRTY_LINE * 50, kind, members))
    run(source, target)
    assert unpacked(target.read_bytes(), kind) == CLEAN_LINE * 50
    run(source, tmp_path / "plain.jsonl")
    assert (tmp_path / "plain.jsonl").read_bytes() == CLEAN_LINE * 50
    first = target.read_bytes()
    run(source, target)
    assert target.read_bytes() == first


def test_hostile_14_padding_behind_gzip_data_is_no_garbage(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(packed(DIRTY_LINE, ".gz") + bytes(512))
    run(tmp_path / "a.jsonl.gz", tmp_path / "b.jsonl")
    assert (tmp_path / "b.jsonl").read_bytes() == CLEAN_LINE


def test_hostile_14_skippable_frames_of_zstd_are_skipped(tmp_path):
    skip = b"\x50\x2a\x4d\x18\x04\0\0\0abcd"
    data = packed(DIRTY_LINE, ".zst")
    (tmp_path / "a.jsonl.zst").write_bytes(data + skip + data)
    run(tmp_path / "a.jsonl.zst", tmp_path / "b.jsonl")
    assert (tmp_path / "b.jsonl").read_bytes() == CLEAN_LINE * 2


@pytest.mark.parametrize("kind", [".gz", ".zst"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_hostile_14_a_file_that_is_cut_is_named_and_nothing_appears(tmp_path, kind, jobs):
    source = tmp_path / f"a.jsonl{kind}"
    data = packed(b"".join(LINE.encode() % f"{DIRTY} {os.urandom(30).hex()}".encode() for _ in range(3000)), kind, 2)
    for size in (5, 100, len(data) // 3, len(data) - 9, len(data) - 1):
        source.write_bytes(data[:size])
        assert failed(tmp_path, source, "is cut off at compressed byte", jobs=jobs).trouble == "damaged"


@pytest.mark.parametrize("kind", [".gz", ".zst"])
def test_hostile_14_damage_and_other_kinds_are_named(tmp_path, kind):
    source = tmp_path / f"a.jsonl{kind}"
    data = packed(DIRTY_LINE * 9, kind)
    wrong_sum = data[:-6] + bytes([data[-6] ^ 1]) + data[-5:] if kind == ".gz" else data[:-2] + b"\0\0"
    for content, words in (
        (b"", "is empty"),
        (b'{"text": "a"}\n', "is no (gzip|zstd) data"),
        (wrong_sum, "is (damaged|no (gzip|zstd) data)"),
        (data + b"something else", "is followed by something else"),
    ):
        source.write_bytes(content)
        assert failed(tmp_path, source, words).trouble == "damaged"


@pytest.mark.parametrize("kind", [".gz", ".zst"])
def test_hostile_14_compressed_data_under_a_plain_name_is_named(tmp_path, kind):
    source = tmp_path / "a.jsonl"
    source.write_bytes(packed(DIRTY_LINE, kind))
    failed(tmp_path, source, f"data; give it a name that ends in {kind}")


def test_hostile_08_records_in_utf_16_are_named(tmp_path):
    source = tmp_path / "a.csv"
    source.write_bytes("text\na  b\n".encode("utf-16"))
    failed(tmp_path, source, "is UTF-16")


def bomb(path, kind):
    """A small file that holds 1.1 GiB of zeros."""
    if kind == ".gz":
        pack = zlib.compressobj(9, zlib.DEFLATED, 31)
        piece = pack.compress(bytes(1 << 20))
    else:
        zstandard = pytest.importorskip("zstandard", reason="the extra zstd is not installed")
        pack = zstandard.ZstdCompressor(level=1).compressobj()
        piece = pack.compress(bytes(1 << 20))
    with path.open("wb") as file:
        file.write(piece)
        for _ in range(1100):
            file.write(pack.compress(bytes(1 << 20)))
        file.write(pack.flush())


@pytest.mark.slow
@pytest.mark.parametrize("kind", [".gz", ".zst"])
def test_hostile_15_a_bomb_is_named_in_constant_memory(tmp_path, kind):
    source = tmp_path / f"a.jsonl{kind}"
    bomb(source, kind)
    code = """
import resource, sys
from cleanpress import Phase, Pipeline
from cleanpress.files.jobs import clean_record_file
from cleanpress.files.records import RecordCleaner
resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))
clean_record_file(sys.argv[1], sys.argv[2], RecordCleaner(Pipeline.default(), ("text",), path=sys.argv[1]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, source, tmp_path / "out.jsonl"], capture_output=True, text=True, check=False
    )
    assert "grows to more than 500 times its size" in done.stderr
    assert names(tmp_path) == [source.name]


def corpus(path, size, form="jsonl"):
    """About ``size`` bytes of records, every third one dirty, some broken."""
    filler = " ".join(f"word{n % 17} of{n % 5}" for n in range(150))
    with path.open("wb") as file:
        if form == "csv":
            file.write(b"id,text\r\n")
        number = 0
        while file.tell() < size:
            number += 1
            text = f"{filler}\n{number}{'  ' if number % 3 == 0 else ' '}{filler}"
            if form == "csv":
                file.write(f'{number},"{text} ""q""\n"\r\n'.encode())
            elif number % 50 == 0:
                file.write(b'{"text": "broken\n')
            else:
                file.write(json.dumps({"id": number, "text": text}).encode() + b"\n")


@pytest.mark.parametrize("form", ["jsonl", "csv", "jsonl.gz"])
def test_any_number_of_jobs_gives_the_same_bytes_and_notes(tmp_path, form):
    source = tmp_path / f"a.{form}"
    corpus(source, 3_500_000, form.partition(".")[0])
    if form.endswith(".gz"):
        source.write_bytes(packed(source.read_bytes(), ".gz", 3))
    seen = []
    for jobs in (1, 2, 3):
        result = run(source, tmp_path / f"out.{form}", jobs=jobs)
        seen.append(((tmp_path / f"out.{form}").read_bytes(), result))
    assert seen[0] == seen[1] == seen[2]
    summary, notes = seen[0][1]
    assert summary.changed > 300
    assert notes == sorted(notes)
    assert len(notes) == summary.broken
    if form == "jsonl":
        assert summary.broken > 20
        assert seen[0][0].count(b"\n") == source.read_bytes().count(b"\n")


def test_progress_tells_how_much_of_the_file_was_read(tmp_path):
    source = tmp_path / "a.jsonl"
    corpus(source, 4_500_000)
    told = []
    cleaner = RecordCleaner(PIPELINE, ("text",))
    clean_record_file(str(source), None, cleaner, progress=lambda done, size: told.append((done, size)))
    size = told[0][1]
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (size, size)
    assert len(told) >= 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_inplace_27_a_file_that_changes_while_it_is_read_is_left_as_it_is_then(tmp_path, jobs):
    source = tmp_path / "a.jsonl"
    corpus(source, 2_500_000 if jobs == 1 else 12_000_000)  # blocks are handed out ahead

    def meddle(done, size):
        if done < size:
            with source.open("ab") as file:
                file.write(DIRTY_LINE)

    for target in (None, str(tmp_path / "out.jsonl")):
        cleaner = RecordCleaner(PIPELINE, ("text",), path=str(source))
        with pytest.raises(FileError, match="was changed by another program"):
            clean_record_file(str(source), target, cleaner, jobs=jobs, progress=meddle)
        assert source.read_bytes().endswith(DIRTY_LINE)
        assert names(tmp_path) == ["a.jsonl"]


CLEAN_FOREVER = """
import sys
from cleanpress import Phase, Pipeline
from cleanpress.files.jobs import clean_record_file
from cleanpress.files.records import RecordCleaner
print("ready", flush=True)
clean_record_file(sys.argv[1], sys.argv[2], RecordCleaner(Pipeline.default(), ("text",)), jobs=int(sys.argv[3]))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("jobs", [1, 2])
def test_hostile_25_a_signal_ends_the_work_and_leaves_nothing_over(tmp_path, script, number, jobs):
    source = tmp_path / "a.jsonl"
    corpus(source, 40_000_000)
    process = script(CLEAN_FOREVER, source, tmp_path / "out.jsonl", jobs, wait=False)
    assert process.stdout.readline() == "ready\n"
    while len(names(tmp_path)) == 1 and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(number)
    _, error = process.communicate(timeout=30)
    assert names(tmp_path) == ["a.jsonl"]
    assert process.returncode in (-signal.SIGINT, 1) if number == signal.SIGINT else process.returncode == 128 + number
    assert error.strip().rpartition("\n")[2] == ("KeyboardInterrupt" if number == signal.SIGINT else "")


def test_workers_do_not_outlive_a_killed_run(tmp_path, script):
    source = tmp_path / "a.jsonl"
    corpus(source, 40_000_000)
    process = script(CLEAN_FOREVER, source, tmp_path / "out.jsonl", 2, wait=False)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    workers = []
    while len(workers) < 2 and process.poll() is None:
        workers = [Path(f"/proc/{pid}/cwd") for pid in children.read_text().split()]
        time.sleep(0.01)
    assert len(workers) == 2
    time.sleep(0.3)
    process.kill()
    process.communicate()
    end = time.monotonic() + 10
    while any(worker.exists() for worker in workers) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(worker.exists() for worker in workers)
    assert not (tmp_path / "out.jsonl").exists()


def test_a_worker_that_dies_is_told_of_and_nothing_appears(tmp_path):
    source = tmp_path / "a.jsonl"
    corpus(source, 2_500_000)
    cleaner = RecordCleaner(PIPELINE.including(Deadly()), ("text",), path=str(source))
    with pytest.raises(FileError, match="a process ended in the middle of the work"):
        clean_record_file(str(source), str(tmp_path / "out.jsonl"), cleaner, jobs=2)
    assert names(tmp_path) == ["a.jsonl"]


class Deadly:
    """A filter that takes its process along."""

    id = "deadly"
    phase = Phase.REMOVE

    def find(self, doc):
        os._exit(9)


class Failing(Deadly):
    """A filter that fails."""

    id = "failing"

    def find(self, doc):
        raise RuntimeError("no luck")


def test_a_filter_that_fails_is_told_by_record_and_the_record_kept(tmp_path):
    source = tmp_path / "a.jsonl"
    source.write_bytes(DIRTY_LINE)
    notes = []
    cleaner = RecordCleaner(PIPELINE.including(Failing()), ("text",))
    summary = clean_record_file(str(source), None, cleaner, on_note=notes.append)
    assert (summary.broken, source.read_bytes()) == (1, DIRTY_LINE)
    assert "filter 'failing' failed" in notes[0].message


def test_hostile_40_a_record_over_the_removal_limit_is_told_of_and_kept(tmp_path):
    source = tmp_path / "a.jsonl"
    text = "Share this:\n" * 40 + "Pemerintah daerah menunggu keputusan pusat soal harga beras pekan ini.\n" * 2
    source.write_text(json.dumps({"text": text}) + "\n")
    _, notes = run(source, tmp_path / "b.jsonl")
    result = PIPELINE.run(text)
    assert [note.message for note in notes] == ([f"field 'text': {result.notice}"] if result.notice else [])
    assert json.loads((tmp_path / "b.jsonl").read_text())["text"] == result.text


@pytest.mark.slow
def test_two_processes_cost_at_most_half_more_than_one(tmp_path, script):
    corpus(tmp_path / "a.jsonl", 60_000_000)
    code = (
        CLEAN_FOREVER
        + """
import resource
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(sum(one.ru_utime + one.ru_stime for one in used))
"""
    )
    cost = {}
    for jobs in (1, 2):
        done = script(code, tmp_path / "a.jsonl", tmp_path / "out.jsonl", jobs)
        assert done.returncode == 0, done.stderr
        cost[jobs] = float(done.stdout.split()[-1])
    assert cost[2] < 1.5 * cost[1], cost
