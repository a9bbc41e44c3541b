"""What else holds when a file is replaced or made: backups, encodings, odd names, locks."""

import os
from pathlib import Path

import pytest
from in_place import NEW, OLD, fix, refused, untouched
from samples import names

from cleanpress.errors import FileError
from cleanpress.files import writing


def test_a_backup_keeps_the_old_file_with_all_it_had(page):
    page.chmod(0o640)
    inode = page.stat().st_ino
    fix(page, backup=".bak")
    kept = page.with_name("page.md.bak")
    assert (kept.read_text(), kept.stat().st_ino, kept.stat().st_mode & 0o777) == (OLD, inode, 0o640)
    assert (page.read_text(), page.stat().st_mode & 0o777) == (NEW, 0o640)


def test_a_backup_is_never_overwritten(page):
    page.with_name("page.md.bak").write_text("mine")
    refused(page, "page.md.bak exists", backup=".bak")
    assert page.with_name("page.md.bak").read_text() == "mine"
    assert page.read_text() == OLD


@pytest.mark.parametrize("suffix", ["", "/x", "a/b", "\0"])
def test_a_backup_needs_a_suffix(page, suffix):
    assert refused(page, "is no suffix for a backup", backup=suffix) == "unwritable"
    untouched(page)


@pytest.mark.parametrize("text", ["a  b\r\nc\r\n", "\ufeffa  b\n", "a  b\rc", "a  b"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_line_ends_encoding_and_byte_order_mark_are_kept(page, text, encoding):
    page.write_bytes(text.encode(encoding))
    fix(page)
    assert page.read_bytes() == text.replace("  ", " ").encode(encoding)


NAMES = ["-x.md", "a\nb.md", "a\x1b[31m.md", "\u202egnp.md", "x" * 252 + ".md", "  .md", "::error::.md", b"\xff\xfe.md"]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_32_odd_names_are_no_hindrance(tmp_path, name, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = os.fsdecode(name)
    Path(name).write_text(OLD)
    fix(name)
    assert Path(name).read_text() == NEW
    assert names(tmp_path) == [name]


@pytest.mark.parametrize("name", NAMES[1:4])
def test_hostile_32_messages_name_files_as_given(tmp_path, name):
    assert refused(tmp_path / name, "no such file") == "missing"


def test_a_lock_that_is_never_given_up_is_told_of(page, monkeypatch):
    fcntl = pytest.importorskip("fcntl", reason="this system has no such locks")
    monkeypatch.setattr(writing, "_PATIENCE", 0.05)
    with page.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert refused(page, "is locked by another program") == "unwritable"
    untouched(page)


def test_a_new_file_gets_the_mode_of_any_new_file(tmp_path):
    before = os.umask(0o027)
    try:
        with writing.stage(str(tmp_path / "new.md")) as staged:
            staged.file.write(b"x")
            staged.publish()
    finally:
        os.umask(before)
    assert (tmp_path / "new.md").stat().st_mode & 0o777 == 0o640


def test_a_new_file_needs_its_folder(tmp_path):
    with pytest.raises(FileError, match="the folder does not exist"), writing.stage(str(tmp_path / "no" / "new.md")):
        pass


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the system does not list open files")
def test_where_open_files_cannot_be_replaced_they_are_closed_before(page, monkeypatch):
    monkeypatch.setattr(writing, "_OPEN_FILES_STAY", True)
    opened = []
    replace = os.replace

    def watched(*names):
        opened.extend(link for link in Path("/proc/self/fd").iterdir() if os.path.realpath(link) == str(page))
        replace(*names)

    monkeypatch.setattr(os, "replace", watched)
    fix(page)
    assert page.read_text() == NEW
    assert opened == []
