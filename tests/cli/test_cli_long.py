"""Texts of more than a million code points on the command line: the same output, a window at a time."""

import json
from pathlib import Path

import pytest

from cleanpress import Document, Pipeline
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
