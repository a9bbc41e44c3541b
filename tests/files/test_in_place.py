"""The 28 ways in which writing in place can go wrong: the file is the old one or the new one, whole.

Each test is named after the number of its scenario. Where rights matter, the work is done in a process of another user;
where a mount is needed, in a mount namespace of its own.
"""

import os
import random
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
from samples import names

from cleanpress.errors import FileError
from cleanpress.files import writing
from cleanpress.files.source import encode_text, read_source
from cleanpress.files.writing import replace_file

OLD = "Harga  naik.\nPemerintah  menunggu.\n" * 9
NEW = OLD.replace("  ", " ")
NOBODY = 65534

FIX = """
import sys
from cleanpress.errors import FileError
from cleanpress.files.source import encode_text, read_source
from cleanpress.files.writing import replace_file
try:
    for name in sys.argv[1:]:
        source = read_source(name)
        replace_file(source, encode_text(source, source.text.replace("  ", " ")))
except FileError as error:
    sys.exit(str(error))
"""

AS_NOBODY = """
import codecs, encodings.idna, fcntl, os, signal, sys
import cleanpress.files.writing  # before the rights to read it are given up
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
"""

as_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs the rights of root")


def in_a_namespace(command):
    """Run a shell command where it may mount; None where the system does not let us."""
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-m", "true"], check=False).returncode:
        return None
    return subprocess.run(["unshare", "-m", "sh", "-ec", command], capture_output=True, text=True, check=False)


needs_mounts = pytest.mark.skipif(in_a_namespace("true") is None, reason="the system allows no mounts here")


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.md"
    path.write_text(OLD)
    return path


@pytest.fixture
def public_page(public_folder):
    path = public_folder / "page.md"
    path.write_text(OLD)
    return path


def fix(path, **options):
    source = read_source(path)
    replace_file(source, encode_text(source, source.text.replace("  ", " ")), **options)


def refused(path, words, **options):
    with pytest.raises(FileError, match=words) as caught:
        fix(path, **options)
    assert str(caught.value).startswith(f"{path}: ")
    return caught.value.trouble


def untouched(path):
    assert path.read_text() == OLD
    assert names(path.parent) == [path.name]


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


FULL = """
import os, resource, sys
from cleanpress.errors import FileError
from cleanpress.files.source import encode_text, read_source
from cleanpress.files.writing import replace_file
source = read_source(sys.argv[1])
data = encode_text(source, source.text.replace("  ", " "))
for limit in range(len(data)):
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            replace_file(source, data)
        except FileError as error:
            os._exit(7 if "no room to write it" in str(error) else 8)
        os._exit(9)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7, limit
    assert open(sys.argv[1], "rb").read() == source.data
    assert len(os.listdir(os.path.dirname(sys.argv[1]))) == 1, limit
"""


def test_inplace_21_a_disk_that_is_full_at_any_byte_leaves_the_old_file(page, script):
    done = script(FULL, page)
    assert (done.returncode, done.stderr) == (0, "")
    untouched(page)


@as_root
@needs_mounts
def test_inplace_22_a_file_system_that_is_full_leaves_the_old_file(tmp_path, python_script):
    big = "Harga  naik. " * 2500
    (tmp_path / "page.md").write_text(big)
    disk = tmp_path / "disk"
    disk.mkdir()
    done = in_a_namespace(
        f"mount -t tmpfs -o size=48k none {disk}; cp {tmp_path}/page.md {disk}; "
        f"{python_script(FIX)} {disk}/page.md || echo $? > {tmp_path}/status; "
        f"cmp {disk}/page.md {tmp_path}/page.md; ls -A {disk} > {tmp_path}/left"
    )
    assert "no room to write it" in done.stderr
    assert (done.returncode, (tmp_path / "status").read_text()) == (0, "1\n")
    assert (tmp_path / "left").read_text() == "page.md\n"


# The n-th line of the writer, for all n, is where the signal strikes.
STRIKE = """
import os, signal, sys
from cleanpress.files import writing
from cleanpress.files.source import encode_text, read_source
number, name = int(sys.argv[1]), sys.argv[2]
folder = os.path.dirname(name)
old = open(name, "rb").read()
new = old.replace(b"  ", b" ")
lines = 0

def watch(line):
    def trace(frame, event, _):
        global lines
        if frame.f_code.co_filename != writing.__file__:
            return None
        if event == "line":
            lines += 1
            if lines == line:
                os.kill(os.getpid(), number)
        return trace
    return trace

line = outcomes = 0
finished = False
while not finished:
    line += 1
    child = os.fork()
    if not child:
        writing._swept.clear()
        source = read_source(name)
        sys.settrace(watch(line))
        try:
            writing.replace_file(source, new, backup=sys.argv[3] or None)
        except KeyboardInterrupt:
            os._exit(130)
        sys.settrace(None)
        os._exit(3 if lines < line else 0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finished = code == 3
    assert code in (3, 0, 130, -number), code
    data = open(name, "rb").read()
    assert data in (old, new), line
    outcomes |= 1 if data == old else 2
    left = sorted(set(os.listdir(folder)) - {os.path.basename(name)})
    if sys.argv[3]:
        backup = os.path.basename(name) + sys.argv[3]
        assert data == old or backup in left, (line, left)
        if backup in left:
            assert open(os.path.join(folder, backup), "rb").read() == old
            left.remove(backup)
            os.unlink(os.path.join(folder, backup))
    if number != signal.SIGKILL:
        assert left == [], (line, left)
    for rest in left:
        assert writing._STALE_NAME.fullmatch(rest), rest
        os.unlink(os.path.join(folder, rest))
    with open(name, "wb") as file:
        file.write(old)
assert outcomes == 3
print(line)
"""


@pytest.mark.parametrize("backup", ["", ".bak"])
def test_inplace_23_a_run_that_is_killed_anywhere_leaves_a_whole_file(page, script, backup):
    done = script(STRIKE, signal.SIGKILL.value, page, backup)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 60


def test_inplace_23_a_run_that_is_killed_at_random_moments_leaves_a_whole_file(tmp_path, script):
    rnd = random.Random(11)
    page = tmp_path / "page.md"
    old = "Harga  naik. " * 200_000
    for _ in range(25):
        page.write_text(old)
        process = script(f"print(flush=True)\n{FIX}", page, wait=False)
        process.stdout.readline()
        time.sleep(rnd.random() * 0.12)
        process.kill()
        process.communicate()
        assert page.read_text() in (old, old.replace("  ", " "))
        for name in set(names(tmp_path)) - {"page.md"}:
            assert writing._STALE_NAME.fullmatch(name)
            (tmp_path / name).unlink()


@pytest.mark.parametrize("backup", ["", ".bak"])
def test_inplace_24_an_interrupt_anywhere_leaves_a_whole_file_and_nothing_else(page, script, backup):
    done = script(STRIKE, signal.SIGINT.value, page, backup)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_inplace_25_a_request_to_end_anywhere_leaves_a_whole_file_and_nothing_else(page, script, number):
    done = script(STRIKE, number.value, page, "")
    assert done.returncode == 0, done.stderr


def test_inplace_26_several_runs_at_once_give_the_right_file(tmp_path, script):
    pages = [tmp_path / f"{n}.md" for n in range(40)]
    for path in pages:
        path.write_text(OLD * 50)
    runs = [script(FIX, *pages, wait=False) for _ in range(4)]
    for process in runs:
        _, error = process.communicate(timeout=60)
        assert (process.returncode, error) == (0, "")
    assert {path.read_text() for path in pages} == {NEW * 50}
    assert len(names(tmp_path)) == len(pages)


@pytest.mark.parametrize("how", ["rewritten", "renamed over", "removed"])
def test_inplace_27_a_change_since_reading_is_noticed(page, how):
    source = read_source(page)
    times = page.stat()
    other = OLD.replace("Harga", "Biaya")
    if how == "rewritten":  # as long, and with the same times
        page.write_text(other)
        os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    elif how == "renamed over":
        (page.parent / "new").write_text(OLD)
        (page.parent / "new").replace(page)
    else:
        page.unlink()
    with pytest.raises(FileError, match="was changed by another program") as caught:
        replace_file(source, NEW.encode())
    assert caught.value.trouble == "changed"
    if how == "removed":
        assert names(page.parent) == []
    else:
        assert page.read_text() == (other if how == "rewritten" else OLD)
        assert names(page.parent) == ["page.md"]


def test_inplace_28_what_a_killed_run_left_goes_after_an_hour_and_nothing_else(page, tmp_path):
    folder = tmp_path
    left = [folder / f".cleanpress-{n:016x}.tmp" for n in range(3)]
    alike = folder / ".cleanpress-mine.tmp"
    for path in (*left, alike):
        path.write_text("old")
    (folder / f".cleanpress-{9:016x}.tmp").mkdir()
    ago = time.time() - 4000
    for path in (left[0], left[1], alike):
        os.utime(path, (ago, ago))
    expected = {"page.md", left[2].name, alike.name, f".cleanpress-{9:016x}.tmp"}
    if os.geteuid() == 0:
        os.chown(left[1], NOBODY, NOBODY)
        expected.add(left[1].name)
    writing._swept.clear()
    fix(page)
    assert set(names(folder)) == expected


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
