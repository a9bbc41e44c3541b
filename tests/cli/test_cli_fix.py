"""``cleanpress fix``: files are cleaned in place, and what cannot be cleaned is named and left alone."""

import os
import stat
import subprocess

import pytest

DIRTY, CLEAN = b"Two  spaces.\n", b"Two spaces.\n"


def test_dirty_files_are_cleaned_and_told_and_clean_ones_are_not_written(cleanpress, tmp_path):
    (tmp_path / "a.txt").write_bytes(DIRTY)
    (tmp_path / "b.txt").write_bytes(CLEAN)
    os.utime(tmp_path / "b.txt", ns=(1, 1))
    done = cleanpress("fix", "a.txt", "b.txt")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith("a.txt:1:5: whitespace/space-run: ")
    assert done.stdout.count(b"\n") == 1
    assert (tmp_path / "a.txt").read_bytes() == CLEAN
    assert ((tmp_path / "b.txt").stat().st_mtime_ns, (tmp_path / "b.txt").read_bytes()) == (1, CLEAN)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]
    assert cleanpress("fix", "a.txt", "b.txt").stdout == b""


def test_the_status_is_one_only_when_a_file_was_changed_and_that_is_asked_for(cleanpress, tmp_path):
    (tmp_path / "a.txt").write_bytes(DIRTY)
    assert cleanpress("fix", "--exit-non-zero-on-fix", "a.txt").returncode == 1
    assert cleanpress("fix", "--exit-non-zero-on-fix", "a.txt").returncode == 0


def test_a_backup_keeps_the_old_file(cleanpress, tmp_path):
    (tmp_path / "a.txt").write_bytes(DIRTY)
    assert cleanpress("fix", "--backup", ".orig", "a.txt").returncode == 0
    assert (tmp_path / "a.txt.orig").read_bytes() == DIRTY
    assert (tmp_path / "a.txt").read_bytes() == CLEAN


def test_a_file_that_cannot_be_cleaned_is_named_and_the_others_are_cleaned(cleanpress, tmp_path):
    kept = {
        "latin.txt": b"\xe9t\xe9  x\n",
        "wide.txt": "a  b".encode("utf-16-le"),
        "cut.txt": b"a  \xe2\x82",
        "data.jsonl": b'{"text": "a  b"}\n',
        "page.pdf": b"%PDF-1.4 a  b",
    }
    for name, data in kept.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "a.txt").write_bytes(DIRTY)
    (tmp_path / "z.md").write_bytes("caf\u00c3\u00a9\n".encode())
    os.mkfifo(tmp_path / "fifo.txt")
    done = cleanpress("fix", "a.txt", *kept, "fifo.txt", "missing.md", "z.md")
    assert done.returncode == 2
    lines = done.stderr.decode().splitlines()
    assert [line.split(": ")[2] for line in lines] == [*kept, "fifo.txt", "missing.md"]
    assert all(line.startswith("cleanpress: error: ") for line in lines)
    assert {name: (tmp_path / name).read_bytes() for name in kept} == kept
    assert (tmp_path / "a.txt").read_bytes() == CLEAN
    assert (tmp_path / "z.md").read_bytes() == "café\n".encode()


def test_what_is_no_text_is_skipped_by_name(cleanpress, tmp_path):
    kept = {
        "picture.txt": b"\x89PNG\r\n\x1a\n  x",
        "pointer.md": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize  1\n",
        "conflict.md": b"<<<<<<< ours\na  b\n=======\nc\n>>>>>>> theirs\n",
    }
    for name, data in kept.items():
        (tmp_path / name).write_bytes(data)
    done = cleanpress("fix", ".")
    assert (done.returncode, done.stdout) == (0, b"")
    assert [line.split(": ")[1:3] for line in done.stderr.decode().splitlines()] == [
        ["skipped", name] for name in sorted(kept)
    ]
    assert {name: (tmp_path / name).read_bytes() for name in kept} == kept


@pytest.mark.parametrize("data", [b"\xe9t\xe9  x\n", "a  b\n".encode("utf-16"), "a  b\n".encode("utf-32"), b"a  \xff"])
def test_utf8_only_leaves_other_encodings_alone_without_an_error(cleanpress, tmp_path, data):
    (tmp_path / "x.txt").write_bytes(data)
    (tmp_path / "y.txt").write_bytes(b"\xef\xbb\xbf" + DIRTY)
    done = cleanpress("fix", "--utf8-only", "x.txt", "y.txt")
    assert done.returncode == 0
    assert done.stderr.startswith(b"cleanpress: skipped: x.txt: ")
    assert done.stderr.count(b"\n") == 1
    assert (tmp_path / "x.txt").read_bytes() == data
    assert (tmp_path / "y.txt").read_bytes() == b"\xef\xbb\xbf" + CLEAN


def test_encodings_and_line_ends_are_kept(cleanpress, tmp_path):
    files = {
        "le.txt": ("\ufeffA  b, 東京.\r\nZwei\n".encode("utf-16-le"), "\ufeffA b, 東京.\r\nZwei\n".encode("utf-16-le")),
        "be.txt": ("\ufeffA  b.".encode("utf-32-be"), "\ufeffA b.".encode("utf-32-be")),
    }
    for name, (data, _) in files.items():
        (tmp_path / name).write_bytes(data)
    assert cleanpress("fix", *files).returncode == 0
    assert {name: (tmp_path / name).read_bytes() for name in files} == {name: new for name, (_, new) in files.items()}
    (tmp_path / "latin.txt").write_bytes("Größe:  zwei\r\n".encode("latin-1"))
    assert cleanpress("fix", "--encoding", "latin-1", "latin.txt").returncode == 0
    assert (tmp_path / "latin.txt").read_bytes() == "Größe: zwei\r\n".encode("latin-1")


def test_mode_and_links_are_kept_and_hard_links_refused(cleanpress, tmp_path):
    (tmp_path / "a.txt").write_bytes(DIRTY)
    (tmp_path / "a.txt").chmod(0o640)
    (tmp_path / "link.txt").symlink_to("a.txt")
    assert cleanpress("fix", "link.txt").returncode == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "a.txt").read_bytes() == CLEAN
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o640
    (tmp_path / "b.txt").write_bytes(DIRTY)
    os.link(tmp_path / "b.txt", tmp_path / "c.txt")
    done = cleanpress("fix", "--exit-non-zero-on-fix", "b.txt")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"b.txt: has 2 hard links" in done.stderr
    assert (tmp_path / "b.txt").read_bytes() == DIRTY


def test_html_and_markdown_are_read_as_what_they_are(cleanpress, tmp_path):
    spam = "The old bridge must slotgacor88.live be repaired before winter."
    (tmp_path / "a.md").write_text(
        f"---\ntitle: a  b\n---\n\n{spam}  \nNext `a  b`.\n\n    code  here slotgacor88.live\n"
    )
    (tmp_path / "b.HTM").write_text(f"<p title='a  b'>{spam}</p><pre>a  slotgacor88.live</pre>")
    assert cleanpress("fix", "a.md", "b.HTM").returncode == 0
    kept = spam.replace("slotgacor88.live ", "")
    assert (tmp_path / "a.md").read_text() == (
        f"---\ntitle: a  b\n---\n\n{kept}  \nNext `a  b`.\n\n    code  here slotgacor88.live\n"
    )
    assert (tmp_path / "b.HTM").read_text() == f"<p title='a  b'>{kept}</p><pre>a  slotgacor88.live</pre>"
    (tmp_path / "c.txt").write_text("<p>a &amp;  b</p>")
    assert cleanpress("fix", "--format", "html", "c.txt").stdout == b""
    assert cleanpress("--stdin-filename", "x.html", stdin=b"<pre>a  b</pre>").stdout == b"<pre>a  b</pre>"


@pytest.mark.parametrize("args", [("fix", "-"), ("fix", "--diff", "--statistics", "a.txt"),
                                  ("fix", "--statistics", "--output-format", "sarif", "a.txt"),
                                  ("fix", "--backup", "", "a.txt"), ("fix", "--backup", "../x", "a.txt"),
                                  ("fix", "--output-file", "a.txt", "a.txt")])  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_is_written(refused, tmp_path, args):
    (tmp_path / "a.txt").write_bytes(DIRTY)
    refused(*args)
    assert (tmp_path / "a.txt").read_bytes() == DIRTY
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_without_a_file_there_is_short_help(cleanpress):
    done = cleanpress("fix")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"usage: cleanpress ")


def test_files_named_like_options_or_commands(cleanpress, tmp_path):
    names = ["-x.md", "--diff.md", "-", "fix", "--", "--config=evil.md"]
    for name in names:
        (tmp_path / name).write_bytes("caf\u00c3\u00a9\n".encode())
    assert cleanpress("fix", "-x.md", "--diff.md", "./-", "fix", "--", "--", "--config=evil.md").returncode == 0
    assert {(tmp_path / name).read_bytes() for name in names} == {"café\n".encode()}


def test_several_runs_at_once_leave_each_file_whole(tmp_path, cleanpress):
    import sys

    text = "A caf\u00c3\u00a9 by the sea.\n" * 2000
    for n in range(20):
        (tmp_path / f"{n}.txt").write_text(text, encoding="utf-8")
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "cleanpress", "fix", "--statistics", "."],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for run in runs:
        _, err = run.communicate(timeout=60)
        assert run.returncode in (0, 2), err
        assert b"Traceback" not in err
    assert {(tmp_path / f"{n}.txt").read_bytes().decode() for n in range(20)} == {"A café by the sea.\n" * 2000}
    assert len(list(tmp_path.iterdir())) == 20


def test_a_file_that_is_named_twice_is_cleaned_once(cleanpress, tmp_path):
    (tmp_path / "a.txt").write_bytes(b"one  two\n")
    (tmp_path / "link.txt").symlink_to("a.txt")
    done = cleanpress("fix", "a.txt", "link.txt", "./a.txt", "a.txt")
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (0, 1, b"")
    assert (tmp_path / "a.txt").read_bytes() == b"one two\n"
