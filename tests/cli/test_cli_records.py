"""Records on the command line: fields of JSONL and CSV, to standard output, to a file, in place."""

import gzip
import io
import json
import os
import pty
import subprocess
import sys

import pytest

from cleanpress.cli.records import Meter

DIRTY = '{"id": 1.10, "text": "Harga  naik.", "meta": {"title": "Beras  mahal"}}\n'
CLEAN = '{"id": 1.10, "text": "Harga naik.", "meta": {"title": "Beras  mahal"}}\n'
FULLY = CLEAN.replace("Beras  mahal", "Beras mahal")


def said(done):
    return [line for line in done.stderr.decode().splitlines() if line]


def test_a_file_of_records_goes_cleaned_to_standard_output(cleanpress, tmp_path):
    (tmp_path / "news.jsonl").write_text(DIRTY)
    done = cleanpress("news.jsonl", "--field", "text")
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, CLEAN, b"")
    done = cleanpress("news.jsonl", "--field", "text", "--field", "meta.title")
    assert done.stdout.decode() == FULLY
    assert (tmp_path / "news.jsonl").read_text() == DIRTY


@pytest.mark.parametrize("args", [("--format", "jsonl"), ("--stdin-filename", "x.ndjson")])
def test_records_come_from_standard_input(cleanpress, args):
    done = cleanpress(*args, "--field", "text", stdin=DIRTY.encode())
    assert (done.returncode, done.stdout.decode()) == (0, CLEAN)


def test_compressed_records_come_from_standard_input_by_name(cleanpress):
    args = ("--stdin-filename", "x.jsonl.gz", "--field", "text")
    assert cleanpress(*args, stdin=gzip.compress(DIRTY.encode())).stdout.decode() == CLEAN


def test_several_files_of_lines_come_one_after_another(cleanpress, tmp_path):
    (tmp_path / "a.jsonl").write_text(DIRTY)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(DIRTY.encode()))
    assert cleanpress("a.jsonl", "b.jsonl.gz", "--field", "text").stdout.decode() == CLEAN * 2


def test_each_record_keeps_its_line_when_a_file_has_no_last_line_end(cleanpress, tmp_path):
    for name, text in (("a.jsonl", DIRTY.strip()), ("b.jsonl", ""), ("c.jsonl", DIRTY.strip())):
        (tmp_path / name).write_text(text)
    done = cleanpress("a.jsonl", "b.jsonl", "c.jsonl", "--field", "text")
    assert done.stdout.decode() == CLEAN + CLEAN.strip()


@pytest.mark.parametrize("option", ["-o", "--output-file"])
@pytest.mark.parametrize("end", ["", ".gz"])
def test_records_go_into_a_file(cleanpress, tmp_path, option, end):
    (tmp_path / "news.jsonl").write_text(DIRTY)
    done = cleanpress("news.jsonl", "--field", "text", option, f"out.jsonl{end}", "--jobs", "2")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    data = (tmp_path / f"out.jsonl{end}").read_bytes()
    assert (gzip.decompress(data) if end else data).decode() == CLEAN


def test_columns_of_a_table_are_cleaned(cleanpress, tmp_path):
    (tmp_path / "news.csv").write_bytes(b'id;text\r\n1;Harga  naik.\r\n2;"Harga  ;naik."\r\n')
    done = cleanpress("news.csv", "--field", "text", "--keep-original", "raw")
    assert done.stdout == (b'id;text;raw\r\n1;Harga naik.;Harga  naik.\r\n2;"Harga ;naik.";"Harga  ;naik."\r\n')


def test_records_that_cannot_be_read_pass_through_and_are_numbered(cleanpress, tmp_path):
    (tmp_path / "news.jsonl").write_text(DIRTY + "broken\n" * 30 + '{"id": 2}\n' + DIRTY)
    done = cleanpress("news.jsonl", "--field", "text")
    assert done.returncode == 1
    assert done.stdout.decode() == CLEAN + "broken\n" * 30 + '{"id": 2}\n' + CLEAN
    lines = said(done)
    assert lines[0] == "cleanpress: warning: news.jsonl: record 2: is no JSON object; passed through as it is"
    assert len(lines) == 23
    assert lines[-3:] == [
        "cleanpress: notice: news.jsonl: 10 more records were noticed",
        "cleanpress: warning: news.jsonl: 30 of 33 records not read",
        'cleanpress: notice: news.jsonl: 1 of 33 records have no text in "text"',
    ]


def test_hostile_33_notes_on_records_are_escaped(cleanpress):
    field = "te\x1b[31m\u202ext"
    data = json.dumps({"text": "a", field: 1}) + "\n" + json.dumps({field: "b"}) + "\n"
    done = cleanpress("--format", "jsonl", "--field", field, "--field", "text", stdin=data.encode())
    assert done.returncode == 0
    assert done.stderr.decode().replace("\n", "").isprintable()
    assert len(said(done)) == 2


def test_originals_and_reports_are_added_to_changed_records(cleanpress):
    args = ("--format", "jsonl", "--field", "text", "--keep-original", "raw", "--report-field", "edits")
    record = json.loads(cleanpress(*args, stdin=DIRTY.encode()).stdout)
    assert (record["text"], record["raw"]) == ("Harga naik.", "Harga  naik.")
    assert [edit["rule"] for edit in record["edits"]] == ["whitespace/space-run"]
    assert cleanpress(*args, stdin=CLEAN.encode()).stdout.decode() == CLEAN


def test_files_of_records_are_cleaned_in_place(cleanpress, tmp_path):
    (tmp_path / "news.jsonl").write_text(DIRTY)
    (tmp_path / "clean.jsonl").write_text(CLEAN)
    (tmp_path / "gone.jsonl.gz").write_bytes(gzip.compress(DIRTY.encode())[:-9])
    done = cleanpress("fix", "news.jsonl", "clean.jsonl", "--field", "text", "--backup", ".bak")
    assert (done.returncode, done.stdout) == (0, b"news.jsonl: 1 of 1 records cleaned\n")
    assert (tmp_path / "news.jsonl").read_text() == CLEAN
    assert (tmp_path / "news.jsonl.bak").read_text() == DIRTY
    done = cleanpress("fix", "gone.jsonl.gz", "news.jsonl", "--field", "text")
    assert done.returncode == 2
    assert "gone.jsonl.gz: is cut off" in done.stderr.decode()


def test_the_status_of_the_hook_tells_of_a_change(cleanpress, tmp_path):
    (tmp_path / "news.jsonl").write_text(DIRTY)
    args = ("fix", "--exit-non-zero-on-fix", "news.jsonl", "--field", "text")
    assert [cleanpress(*args).returncode for _ in range(2)] == [1, 0]


def test_settings_hold_for_records_too(cleanpress, tmp_path):
    (tmp_path / "cleanpress.toml").write_text("ignore = ['whitespace/space-run']\n")
    assert cleanpress("--format", "jsonl", "--field", "text", stdin=DIRTY.encode()).stdout.decode() == DIRTY


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("news.jsonl",), "holds records; say which field is the text, for instance --field text"),
        (("news.txt", "--field", "text"), "is not known to hold records; say --format jsonl or csv"),
        (("news.jsonl", "--field", "body"), "no record has a text in the field 'body'"),
        (("news.jsonl", "--field", "text", "--field", "text"), "is named twice"),
        (("news.jsonl", "--field", "text", "--keep-original", "text"), "is named twice"),
        (("news.jsonl", "--field", "text", "--encoding", "utf-16-le"), "encodings that extend ASCII"),
        (("news.jsonl", "--field", "text", "--encoding", "nonsense"), "unknown encoding"),
        (("news.jsonl", "--field", "text", "--jobs", "0"), "is not a number of processes"),
        (("news.jsonl", "news.jsonl", "--field", "text", "-o", "x.jsonl"), "the records of one named file"),
        (("a.csv", "b.csv", "--field", "text"), "several tables do not make one"),
        (("none.jsonl", "--field", "text"), "no such file"),
        (("--field", "text"), "is not known to hold records"),
    ],
)
def test_what_is_wrong_is_named_with_the_remedy(cleanpress, tmp_path, args, words):
    (tmp_path / "news.jsonl").write_text(CLEAN)
    (tmp_path / "news.txt").write_text(CLEAN)
    done = cleanpress(*args)
    assert done.returncode == 2
    [line] = said(done)
    assert line.startswith("cleanpress: error: ")
    assert words in line


def test_hostile_14_nothing_appears_under_the_name_of_the_output_when_the_input_is_cut(cleanpress, tmp_path):
    (tmp_path / "news.jsonl.gz").write_bytes(gzip.compress(DIRTY.encode() * 500)[:-20])
    done = cleanpress("news.jsonl.gz", "--field", "text", "-o", "out.jsonl")
    assert done.returncode == 2
    assert "news.jsonl.gz: is cut off at compressed byte" in done.stderr.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["news.jsonl.gz"]


def test_hostile_26_a_reader_of_records_that_goes_away_ends_it_quietly(tmp_path):
    (tmp_path / "news.jsonl").write_text(DIRTY * 40_000)
    command = [sys.executable, "-m", "cleanpress", "news.jsonl", "--field", "text"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout.read(10) == CLEAN[:10].encode()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=30) == 141
    process.stderr.close()


def test_what_a_pipe_gives_comes_out_before_the_pipe_ends(tmp_path):
    command = [sys.executable, "-m", "cleanpress", "--format", "jsonl", "--field", "text"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for _ in range(2):
            process.stdin.write(DIRTY.encode())
            process.stdin.flush()
            assert process.stdout.readline().decode() == CLEAN
        process.stdin.close()
        assert process.wait(timeout=30) == 0


class Terminal(io.StringIO):
    """A stand-in for a terminal."""

    def isatty(self):
        return True

    def fileno(self):
        return self.number


@pytest.fixture
def terminal(monkeypatch):
    for name in ("CI", "PRE_COMMIT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Meter, "_FIRST", 0.0)
    monkeypatch.setattr(Meter, "_EVERY", 0.0)
    ours, theirs = pty.openpty()
    stream = Terminal()
    stream.number = theirs
    yield stream
    os.close(ours)
    os.close(theirs)


def test_a_long_run_tells_on_a_terminal_how_far_it_has_come(terminal):
    with Meter("news\x1b.jsonl", terminal) as meter:
        meter.show(25_000_000, 100_000_000)
        assert terminal.getvalue().startswith("\rnews\\x1b.jsonl  25% of 100 MB, ")
    assert terminal.getvalue().endswith("\r\x1b[K")


def test_other_lines_get_a_line_of_their_own(terminal):
    with Meter("news.jsonl", terminal) as meter:
        meter.show(1, 2)
        meter.clear()
        terminal.write("said")
    assert terminal.getvalue().endswith(" s left\x1b[K\r\x1b[Ksaid")


def test_a_terminal_that_goes_away_does_not_stop_the_work(terminal):
    def gone(_):
        raise OSError(5, "Input/output error")

    terminal.write = gone
    with Meter("news.jsonl", terminal) as meter:
        meter.show(1, 2)
        meter.show(2, 2)


@pytest.mark.parametrize("name", ["CI", "PRE_COMMIT"])
def test_in_builds_and_hooks_there_is_no_meter(terminal, monkeypatch, name):
    monkeypatch.setenv(name, "1")
    with Meter("news.jsonl", terminal) as meter:
        meter.show(1, 2)
    assert terminal.getvalue() == ""


def test_a_short_run_and_a_stream_that_is_no_terminal_have_no_meter(terminal, monkeypatch):
    with Meter("news.jsonl", io.StringIO()) as meter:
        meter.show(1, 2)
    monkeypatch.setattr(Meter, "_FIRST", 60.0)
    with Meter("news.jsonl", terminal) as meter:
        meter.show(1, 2)
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("end", ["", ".gz"])
def test_check_tells_findings_by_their_place_in_the_file(cleanpress, tmp_path, end):
    data = (CLEAN + DIRTY).encode()
    (tmp_path / f"news.jsonl{end}").write_bytes(gzip.compress(data) if end else data)
    done = cleanpress("check", f"news.jsonl{end}", "--field", "text")
    assert done.returncode == 1
    assert done.stdout.decode().startswith(f"news.jsonl{end}:2:29: whitespace/space-run: ")
    assert cleanpress("check", f"news.jsonl{end}", "--field", "id", "--field", "text").returncode == 2
    done = cleanpress("check", "--format", "jsonl", "--field", "text", stdin=CLEAN.encode())
    assert (done.returncode, done.stdout) == (0, b"")


def test_check_tells_of_broken_records(cleanpress):
    done = cleanpress("check", "--format", "jsonl", "--field", "text", stdin=(CLEAN + "broken\n").encode())
    assert (done.returncode, done.stdout) == (1, b"")
    assert said(done)[0] == "cleanpress: warning: <stdin>: record 2: is no JSON object; passed through as it is"


def test_a_baseline_knows_findings_in_records(cleanpress, tmp_path):
    (tmp_path / "news.jsonl").write_text(DIRTY)
    args = ("check", "news.jsonl", "--field", "text")
    assert cleanpress(*args, "--write-baseline", "known.json").returncode == 0
    (tmp_path / "news.jsonl").write_text(CLEAN + DIRTY)
    assert cleanpress(*args, "--baseline", "known.json").returncode == 0


@pytest.mark.parametrize("command", [(), ("fix",), ("check",)])
def test_a_difference_is_that_of_the_file(cleanpress, tmp_path, command):
    (tmp_path / "news.jsonl").write_text(DIRTY)
    done = cleanpress(*command, "news.jsonl", "--field", "text", "--diff")
    assert done.returncode == 1
    assert done.stdout.decode().splitlines()[-2:] == [f"-{DIRTY}".rstrip("\n"), f"+{CLEAN}".rstrip("\n")]
    assert (tmp_path / "news.jsonl").read_text() == DIRTY


@pytest.mark.parametrize(
    "args",
    [
        ("news.jsonl", "--report"),
        ("news.jsonl", "--report-json", "x.json"),
        ("fix", "news.jsonl", "--output-format", "json"),
        ("fix", "news.jsonl", "--statistics"),
    ],
)
def test_reports_on_edits_are_for_check(cleanpress, tmp_path, args):
    (tmp_path / "news.jsonl").write_text(DIRTY)
    done = cleanpress(*args, "--field", "text")
    assert done.returncode == 2
    assert "'cleanpress check'" in said(done)[0]
    assert (tmp_path / "news.jsonl").read_text() == DIRTY


def test_what_is_added_to_records_is_not_shown_as_a_difference(cleanpress, tmp_path):
    (tmp_path / "news.jsonl").write_text(DIRTY)
    done = cleanpress("news.jsonl", "--field", "text", "--diff", "--keep-original", "raw")
    assert done.returncode == 2
    assert "leave --keep-original and --report-field out" in said(done)[0]
