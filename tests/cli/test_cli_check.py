"""``cleanpress check``: tells what there is to clean, writes no text, exits 1 on findings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def check(*args: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "cleanpress", "check", *args], input=stdin, capture_output=True)


def test_a_dirty_file_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "dirty.txt"
    path.write_bytes(b"Two  spaces here.\n")
    done = check(str(path))
    assert done.returncode == 1
    assert done.stdout.decode().startswith(f"{path}:1:5: whitespace/space-run: ")
    assert done.stdout.count(b"\n") == 1
    assert path.read_bytes() == b"Two  spaces here.\n"


def test_a_clean_file_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "clean.txt"
    path.write_bytes(b"One space here.\r\n")
    done = check(str(path))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_standard_input_and_ignored_rules_work_as_in_the_filter() -> None:
    assert check(stdin=b"Two  spaces.").returncode == 1
    assert check("--ignore", "whitespace/space-run", stdin=b"Two  spaces.").returncode == 0


def test_wrong_input_is_status_two(tmp_path: Path) -> None:
    done = check(str(tmp_path / "missing.txt"))
    assert done.returncode == 2
    assert b"no such file" in done.stderr
