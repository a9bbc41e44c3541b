"""The 28 ways in which writing in place can go wrong: the file is the old one or the new one, whole.

Each test is named after the number of its scenario; 21 to 28 are in ``test_in_place_broken_off``. Where rights matter,
the work is done in a process of another user; where a mount is needed, in a mount namespace of its own.
"""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from in_place import AS_NOBODY, FIX, NEW, NOBODY, OLD, as_root, fix, in_a_namespace, needs_mounts, refused, untouched
from samples import names


def test_inplace_01_a_file_without_changes_is_not_written(page):
    page.write_text(NEW)
    before = page.stat()
    fix(page)
    after = page.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755, 0o666, 0o2664])
def test_inplace_02_the_mode_is_kept(page, mode):
    page.chmod(mode)
    fix(page)
    assert page.read_text() == NEW
    assert page.stat().st_mode & 0o7777 == mode
    assert names(page.parent) == ["page.md"]


@as_root
def test_inplace_03_owner_and_group_are_kept(page):
    os.chown(page, 1234, 4321)
    page.chmod(0o4755)
    fix(page)
    after = page.stat()
    assert (after.st_uid, after.st_gid, after.st_mode & 0o7777) == (1234, 4321, 0o4755)


def test_inplace_04_extended_attributes_are_kept(page):
    try:
        os.setxattr(page, "user.origin", b"scrape 7")
    except OSError as error:
        pytest.skip(f"the file system has no extended attributes: {error}")
    acl = bytes.fromhex("0200000001000600ffffffff020004000104000004000400ffffffff10000600ffffffff20000000ffffffff")
    os.setxattr(page, "system.posix_acl_access", acl)
    fix(page)
    assert page.read_text() == NEW
    assert os.getxattr(page, "user.origin") == b"scrape 7"
    assert os.getxattr(page, "system.posix_acl_access") == acl


def test_inplace_04_access_lists_of_the_folder_are_not_handed_down(page):
    acl = bytes.fromhex("02000000 01000600ffffffff 0200060001040000 04000400ffffffff 10000600ffffffff 20000000ffffffff")
    try:
        os.setxattr(page.parent, "system.posix_acl_default", acl)
    except OSError as error:
        pytest.skip(f"the file system has no access lists: {error}")
    fix(page)
    assert page.read_text() == NEW
    assert "system.posix_acl_access" not in os.listxattr(page)


def test_inplace_05_a_symbolic_link_stays_and_its_target_is_replaced(page, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.md"
    link.symlink_to(page)
    fix(link)
    assert link.readlink() == page
    assert page.read_text() == NEW
    assert names(link.parent) == ["link.md"]


def test_inplace_06_a_chain_of_relative_links_stays(page, tmp_path, monkeypatch):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "one.md").symlink_to("../page.md")
    (tmp_path / "a" / "b" / "two.md").symlink_to("../one.md")
    monkeypatch.chdir(tmp_path / "a")
    fix("b/two.md")
    assert [str(Path(name).readlink()) for name in ("b/two.md", "one.md")] == ["../one.md", "../page.md"]
    assert page.read_text() == NEW


def test_inplace_07_a_link_to_nothing_is_refused(tmp_path):
    (tmp_path / "link.md").symlink_to("nothing.md")
    assert refused(tmp_path / "link.md", "is a symbolic link to nothing") == "missing"
    assert names(tmp_path) == ["link.md"]


def test_inplace_08_a_loop_of_links_is_refused(tmp_path):
    (tmp_path / "a.md").symlink_to("b.md")
    (tmp_path / "b.md").symlink_to("a.md")
    assert refused(tmp_path / "a.md", "cannot be read") == "unreadable"


def test_inplace_09_a_file_with_hard_links_is_refused(page, tmp_path):
    (tmp_path / "other").mkdir()
    os.link(page, tmp_path / "other" / "twin.md")
    assert refused(page, "has 2 hard links") == "hard-linked"
    assert page.samefile(tmp_path / "other" / "twin.md")
    assert page.read_text() == OLD


def test_inplace_10_a_named_pipe_is_refused_without_waiting(tmp_path, script):
    os.mkfifo(tmp_path / "pipe.md")
    started = time.monotonic()
    done = script(FIX, tmp_path / "pipe.md")
    assert "is a named pipe" in done.stderr
    assert time.monotonic() - started < 20


def test_inplace_11_devices_and_sockets_are_refused(tmp_path, monkeypatch):
    assert refused("/dev/null", "is a device") == "irregular"
    monkeypatch.chdir(tmp_path)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s.md")
        assert refused("s.md", "is a socket") == "irregular"


def test_inplace_12_a_folder_is_refused(tmp_path):
    assert refused(tmp_path, "is a folder") == "irregular"


def test_inplace_13_a_missing_file_is_named(tmp_path):
    assert refused(tmp_path / "none.md", "no such file") == "missing"
    assert refused(tmp_path / "none" / "none.md", "no such file") == "missing"


def test_inplace_14_a_read_only_file_is_refused(page):
    page.chmod(0o444)
    assert refused(page, "is read-only") == "unwritable"
    untouched(page)


@as_root
def test_inplace_14_a_file_that_another_user_may_only_read_is_refused(public_page, script):
    public_page.parent.chmod(0o777)
    public_page.chmod(0o644)
    done = script(AS_NOBODY + FIX, public_page)
    assert done.returncode == 1
    assert done.stderr == f"{public_page}: is read-only; give write permission first\n"
    untouched(public_page)


@as_root
def test_inplace_15_a_folder_that_takes_no_new_file_is_refused(public_page, script):
    public_page.chmod(0o666)
    os.chown(public_page, NOBODY, NOBODY)
    public_page.parent.chmod(0o755)
    done = script(AS_NOBODY + FIX, public_page)
    assert done.stderr == f"{public_page}: its folder takes no new file; give write permission on the folder\n"
    untouched(public_page)


@as_root
def test_inplace_16_a_file_of_another_owner_is_refused_where_it_would_change_hands(public_page, script):
    public_page.parent.chmod(0o777)
    public_page.chmod(0o666)
    done = script(AS_NOBODY + FIX, public_page)
    assert "belongs to user 0, group 0, which it could not keep" in done.stderr
    untouched(public_page)


@as_root
def test_inplace_17_a_file_in_a_sticky_folder_is_refused(public_page, script):
    public_page.parent.chmod(0o1777)
    public_page.chmod(0o666)
    os.chown(public_page, NOBODY - 1, NOBODY)
    done = script(AS_NOBODY + FIX, public_page)
    assert done.returncode == 1
    assert "could not keep" in done.stderr or "cannot be written" in done.stderr
    untouched(public_page)


@as_root
@pytest.mark.parametrize("flag", ["i", "a"])
def test_inplace_18_an_immutable_or_append_only_file_is_refused(page, flag):
    if shutil.which("chattr") is None or subprocess.run(["chattr", f"+{flag}", page], check=False).returncode:
        pytest.skip("the file system has no such flags")
    try:
        trouble = refused(page, "cannot be written|is read-only")
    finally:
        subprocess.run(["chattr", f"-{flag}", page], check=True)
    assert trouble == "unwritable"
    untouched(page)


@as_root
@needs_mounts
def test_inplace_19_a_file_that_is_a_mount_point_is_refused(page, tmp_path, python_script):
    (tmp_path / "sub").mkdir()
    other = tmp_path / "sub" / "other.md"
    other.write_text(OLD)
    done = in_a_namespace(f"mount --bind {page} {other}; {python_script(FIX)} {other}")
    assert done.returncode == 1
    assert done.stderr.startswith(f"{other}: cannot be written")
    assert (page.read_text(), other.read_text()) == (OLD, OLD)
    assert names(other.parent) == ["other.md"]


@as_root
@needs_mounts
def test_inplace_20_a_read_only_file_system_is_refused(page, tmp_path, python_script):
    done = in_a_namespace(
        f"mount --bind {tmp_path} {tmp_path}; mount -o remount,ro,bind {tmp_path}; {python_script(FIX)} {page}"
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"{page}: ")
    assert "read-only" in done.stderr.lower()
    assert page.read_text() == OLD
