"""Texts of more than a million code points on the command line: the same output, a window at a time."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cleanpress import Document, Pipeline
from cleanpress.cli import main
from cleanpress.files.writing import Staged
from cleanpress.filters import BUILTIN

LINE = "The council met on Monday and put off the vote on the new bridge until the budget is settled.\n"
TEXT = "A cafÃ© opens on  the square.\n" + LINE * 12_000 + "Two  spaces, 東京 and 😀.\n" + LINE * 800
CLEAN = TEXT.replace("cafÃ©", "café").replace("  ", " ")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_files_and_pipes_come_out_cleaned(cleanpress, news):
    for done in (cleanpress("news.txt"), cleanpress(stdin=TEXT.encode())):
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode() == CLEAN
    assert news.read_text(encoding="utf-8") == TEXT


def test_short_and_long_ones_come_out_one_after_another(cleanpress, news, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"one  two\n")
    done = cleanpress("a.txt", "-", "news.txt", "a.txt", stdin=TEXT.encode())
    assert done.stdout.decode() == f"one two\n{CLEAN}{CLEAN}one two\n"


def test_the_mark_line_ends_and_the_end_of_the_text_stay(cleanpress):
    data = b"\xef\xbb\xbf" + TEXT.rstrip("\n").replace("\n", "\r\n").encode()
    assert cleanpress(stdin=data).stdout == b"\xef\xbb\xbf" + CLEAN.rstrip("\n").replace("\n", "\r\n").encode()


def test_a_file_for_the_output_gets_it_whole(cleanpress, news, tmp_path):
    assert cleanpress("-o", "out.txt", "news.txt").stdout == b""
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == CLEAN


def test_reports_count_in_the_whole_text(cleanpress, news, tmp_path):
    done = cleanpress("--report", "--report-json", "report.json", "news.txt")
    assert done.stdout.decode() == CLEAN
    assert "news.txt:12002:5: whitespace/space-run" in done.stderr.decode()
    (entry,) = json.loads((tmp_path / "report.json").read_text())["files"]
    assert [TEXT[edit["start"] : edit["end"]] for edit in entry["edits"]] == ["Ã©", " ", " "]
    expected = Pipeline([BUILTIN["mojibake"](), BUILTIN["whitespace"]()]).run(Document(TEXT))
    assert [(edit["start"], edit["end"]) for edit in entry["edits"]] == [(e.start, e.end) for e in expected.edits]


@pytest.mark.parametrize("place", [0, 700_000, len(TEXT.encode()) - 10])
def test_one_bad_byte_and_nothing_is_written(cleanpress, refused, news, tmp_path, place):
    data = TEXT.encode()
    broken = data[:place].rpartition(b"\n")[0] + b"\n\xe9 " + data[place:].partition(b"\n")[2]
    (tmp_path / "bad.txt").write_bytes(broken)
    assert "byte offset" in refused("news.txt", "bad.txt")
    assert "byte offset" in refused(stdin=broken)
    assert "byte offset" in refused(stdin=data + b"\xc3")


def test_what_is_no_text_is_refused_wherever_that_shows(refused):
    data = TEXT.encode()
    assert "merge conflict" in refused(stdin=data + b"<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n")
    assert "NUL" in refused(stdin=data + b"\0" * len(data))


def test_comments_are_heeded_though_windows_part_them(cleanpress):
    text = f"a  b # cleanpress: ignore-start\n{LINE * 12_000}c  d\n# cleanpress: ignore-end\ne  f\n"
    assert cleanpress(stdin=text.encode()).stdout.decode() == text.replace("e  f", "e f")


def test_other_encodings_are_read_as_a_whole(cleanpress, tmp_path):
    (tmp_path / "old.txt").write_bytes(("Zwei  Straßen.\n" + LINE * 12_000).encode("utf-16"))
    done = cleanpress("old.txt")
    assert done.stdout.decode("utf-16") == "Zwei Straßen.\n" + LINE * 12_000


def test_settings_count(cleanpress, news):
    assert cleanpress("--ignore", "whitespace", "news.txt").stdout.decode() == TEXT.replace("cafÃ©", "café")
    assert cleanpress("--select", "whitespace", "news.txt").stdout.decode() == TEXT.replace("  ", " ")


def test_parts_that_are_nearly_all_dirt_are_kept_and_told(cleanpress):
    dirt = "Share this:\nError: Content is protected !!\n" * 8_000
    done = cleanpress(stdin=(LINE * 9_000 + dirt + "a  b\n" + LINE * 2_000).encode())
    assert done.returncode == 0
    assert b"Content is protected" in done.stdout
    assert b"parts of the text left unchanged" in done.stderr
    assert done.stderr.count(b"\n") == 1


DIRTY = LINE * 900 + "A cafÃ© opens on  the square, 東京.\nThe old bridge must slotgacor88.live be repaired.\n"


@pytest.fixture(params=["\n", "\r\n", "\r", " "], ids=["LF", "CRLF", "CR", "one line"])
def dirty(request, tmp_path: Path) -> Path:
    path = tmp_path / "dirty.txt"
    mark = "\ufeff" if request.param in "\r\n" else ""
    path.write_bytes((mark + (DIRTY * 13).replace("\n", request.param)).encode())
    return path


@pytest.mark.parametrize("name", ["json", "full", "sarif", "rdjson"])
def test_findings_are_those_of_the_whole_text(cleanpress, dirty, tmp_path, name):
    call = ("check", "--output-format", name, "--no-cache", dirty.name)
    whole = cleanpress(*call, "--report-json", "report.json")  # needs all of it at once
    assert whole.stdout.count(b"wrong-encoding") >= 13
    told = cleanpress(*call)
    assert (told.returncode, told.stdout, told.stderr) == (1, whole.stdout, whole.stderr)


def test_fixing_writes_what_the_filter_does_and_tells_what_a_check_does(cleanpress, dirty, tmp_path):
    before = dirty.read_bytes()
    dirty.chmod(0o640)
    cleaned, checked = cleanpress(dirty.name).stdout, cleanpress("check", dirty.name)
    done = cleanpress("fix", "--exit-non-zero-on-fix", "--backup", ".bak", dirty.name)
    assert (done.returncode, done.stdout, done.stderr) == (1, checked.stdout, b"")
    assert dirty.read_bytes() == cleaned != before
    assert dirty.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "dirty.txt.bak").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dirty.txt", "dirty.txt.bak"]
    again = cleanpress("fix", "--exit-non-zero-on-fix", dirty.name)
    assert (again.returncode, again.stdout) == (0, b"")


def test_a_long_file_with_nothing_to_clean_is_not_written_and_then_known(cleanpress, tmp_path):
    path = tmp_path / "clean.txt"
    path.write_text(LINE * 11_000)
    os.utime(path, (1e9, 1e9))
    before = path.stat()
    tmp_path.chmod(0o555)
    try:
        for _ in range(2):
            assert cleanpress("fix", "--cache-dir", str(tmp_path.parent / "known"), "clean.txt").returncode == 0
    finally:
        tmp_path.chmod(0o755)
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert any((tmp_path.parent / "known").iterdir())


@pytest.mark.parametrize("how", ["hard link", "removed", "changed", "read-only"])
def test_a_long_file_that_may_not_be_replaced_stays(tmp_path, how, capsys, monkeypatch):
    path = tmp_path / "dirty.txt"
    path.write_text(DIRTY * 13)
    if how == "hard link":
        os.link(path, tmp_path / "other.txt")
    elif how == "read-only":
        path.chmod(0o444)

    def publish(staged: Staged, unchanged: Callable[..., bool]) -> None:
        path.unlink()
        if how == "changed":
            path.write_text(DIRTY * 13 + "Mine.\n")
        return published(staged, unchanged)

    published = Staged.publish
    if how in ("removed", "changed"):
        monkeypatch.setattr(Staged, "publish", publish)
    monkeypatch.chdir(tmp_path)
    assert main(["fix", "--no-cache", "dirty.txt"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("cleanpress: error: dirty.txt: ")) == ("", 1)
    if how != "removed":
        assert path.read_text().startswith(DIRTY)
    assert not [found for found in tmp_path.iterdir() if found.suffix == ".tmp"]


def test_two_runs_at_once_over_a_long_file_both_succeed(tmp_path, cleanpress):
    path = tmp_path / "dirty.txt"
    path.write_text(DIRTY * 13)
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda _: cleanpress("fix", "--no-cache", "dirty.txt"), range(2)))
    assert [run.returncode for run in runs] == [0, 0], [run.stderr for run in runs]
    assert "Ã" not in path.read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the memory of a process as Linux tells it")
@pytest.mark.parametrize("command", ["check", "fix"])
def test_memory_does_not_grow_with_the_file(tmp_path, command):
    (tmp_path / "dirty.txt").write_text(DIRTY * 240)  # 20 MB
    code = (
        "from cleanpress.cli import main; "
        f"status = main(['{command}', '--no-cache', '--statistics', 'dirty.txt']); "
        "print(status, open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "240  mojibake/wrong-encoding" in done.stdout
    status, kilobytes = map(int, done.stdout.split("\n")[-2].split())
    assert status == (command == "check")
    assert kilobytes < 80_000
