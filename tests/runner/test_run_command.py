"""``cleanpress run`` as people call it."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys

import pytest

import faults
from cleanpress.cli.arguments import AnswerError
from cleanpress.cli.running import parse_run


@pytest.fixture
def cleanpress(tmp_path):
    rows = [{"text": faults.DIRTY, "lang": "en"}, {"text": "Two  spaces.", "lang": "en"}, {"text": "Fine."}]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))

    def call(*argv):
        return subprocess.run(
            [sys.executable, "-m", "cleanpress", "run", *argv], cwd=tmp_path, capture_output=True, text=True, timeout=60
        )

    return call


def test_the_summary_is_told(cleanpress, tmp_path):
    done = cleanpress("in", "-o", "out", "--language-field", "lang")
    assert (done.returncode, done.stderr) == (0, "")
    first, second, *tables = done.stdout.splitlines()
    assert first.startswith("1 of 1 parts done: 3 documents, ")
    assert second == ("2 documents changed by 4 edits; 0 suspects, 0 documents flagged, 0 notices, 0 records skipped")
    assert "           1  links/bare-host" in tables
    assert "           4  en" in tables
    assert "           1  slotgacor88.live" in tables
    texts = [json.loads(line)["text"] for line in (tmp_path / "out" / "a.jsonl").read_text().splitlines()]
    assert texts == [faults.CLEAN, "Two spaces.", "Fine."]


def test_options_of_the_pipeline_and_the_settings_file(cleanpress, tmp_path):
    (tmp_path / "cleanpress.toml").write_text('ignore = ["links"]\n')
    assert cleanpress("in", "-o", "out", "--select", "links,whitespace", "--quiet").stdout == ""
    texts = [json.loads(line)["text"] for line in (tmp_path / "out" / "a.jsonl").read_text().splitlines()]
    assert texts == [faults.DIRTY, "Two spaces.", "Fine."]


def test_skipped_records_are_told_by_the_exit_status(cleanpress, tmp_path):
    (tmp_path / "in" / "a.jsonl").write_text("{broken\n")
    done = cleanpress("in", "-o", "out")
    assert done.returncode == 1
    assert "in/a.jsonl: record 1 is no JSON" in done.stdout
    assert (tmp_path / "out" / "a.jsonl").read_text() == "{broken\n"


def test_errors_name_the_file(cleanpress, tmp_path):
    (tmp_path / "in" / "b.jsonl.gz").write_bytes(b"no gzip at all")
    done = cleanpress("in", "-o", "out")
    assert done.returncode == 2
    assert done.stderr.startswith("cleanpress: error: in/b.jsonl.gz: is no gzip data")
    assert (tmp_path / "out" / "a.jsonl").exists()
    assert not (tmp_path / "out" / "b.jsonl.gz").exists()


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("in",), "required: -o/--output"),
        (("missing", "-o", "out"), "missing: no such file"),
        (("in", "-o", "out", "--part-size", "0"), "the size of a part must be 1 byte or more"),
        (("in", "-o", "out", "--select", "linsk"), "did you mean 'links'"),
        (("in", "-o", "out", "--engine", "spark"), "invalid choice: 'spark'"),
    ],
)
def test_wrong_use_is_told_in_one_line(cleanpress, tmp_path, argv, message):
    done = cleanpress(*argv)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_terminal_sees_the_progress(cleanpress, tmp_path):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "cleanpress", "run", "in", "-o", "out", "--workers", "1"]
    done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, timeout=60)
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "[####################] 1/1 parts, 3 documents, 0.0 MB in " in shown
    assert " MB/s, 4 edits" in shown
    assert shown.endswith("\r\033[K")


def test_help():
    with pytest.raises(AnswerError, match=r"_cleanpress/summary\.json"):
        parse_run(["--help"])
