"""Writing in place that does not come to its end, or meets others: the scenarios 21 to 28 of ``test_in_place``."""

import os
import random
import signal
import time

import pytest
from in_place import FIX, NEW, NOBODY, OLD, as_root, fix, in_a_namespace, needs_mounts, untouched
from samples import names

from cleanpress.errors import FileError
from cleanpress.files import writing
from cleanpress.files.source import read_source
from cleanpress.files.writing import replace_file

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
