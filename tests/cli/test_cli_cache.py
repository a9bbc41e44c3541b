"""The cache: quick where nothing changed, and never another answer than without it."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

CLEAN = "The old bridge must be repaired before winter.\n"
DIRTY = "The old bridge must slotgacor88.live be repaired before winter.\n"
PROBE = """
import sys
from cleanpress.cli import main
status = main(sys.argv[1:])
print(status, "cleanpress.pipeline" in sys.modules)
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Folders with a clean file in each that nobody has touched for a while; made at once, not to wait for each."""
    made = [tmp_path_factory.mktemp("t") for _ in range(20)]
    for folder in made:
        write(folder / "a.md", CLEAN)
        (folder / "many").mkdir()
        for number in range(20):
            write(folder / f"many/{number}.txt", DIRTY if number == 7 else CLEAN)
    time.sleep(2.1)
    return iter(made)


@pytest.fixture
def look(tmp_path, folders):
    """Runs ``cleanpress check`` in one of the folders; returns its status, and whether it had to clean anything."""

    def run(*args):
        done = subprocess.run(
            [sys.executable, "-c", PROBE, "check", "--cache-dir", str(tmp_path / "c"), *args],
            capture_output=True, cwd=run.folder, timeout=60, text=True,
        )  # fmt: skip
        status, cleaned = done.stdout.splitlines()[-1].split()
        return int(status), cleaned == "True"

    run.folder = next(folders)
    return run


def write(path, text, *, age=10):
    """Write a file, as if that was so many seconds ago: its times are old, but for the one nobody can set."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - age,) * 2)


@pytest.fixture
def known(look):
    """A file that is known to be clean."""
    assert look("a.md") == (0, True)
    assert look("a.md") == (0, False)
    return look.folder / "a.md"


def test_a_file_that_changed_is_looked_at_again(known, look):
    write(known, DIRTY)
    assert look("a.md") == (1, True)
    assert look("a.md") == (1, True)
    write(known, CLEAN)
    assert look("a.md")[0] == 0


def test_a_change_that_keeps_size_and_time_is_seen(known, look):
    before = known.stat()
    known.write_text(CLEAN.replace("old", "\u200b"), encoding="utf-8")
    os.utime(known, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = known.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert look("a.md") == (1, True)


def test_a_file_that_takes_the_place_of_another_is_seen(known, look):
    other = known.with_name("b")
    write(other, DIRTY)
    shutil.copystat(known, other)
    other.replace(known)
    assert look("a.md") == (1, True)


def test_a_file_that_was_just_written_is_known_by_its_bytes_only(look):
    path = look.folder / "a.md"
    path.write_text(CLEAN)
    assert look("a.md") == (0, True)
    assert look("a.md") == (0, False)  # the bytes are the same
    status = path.stat()
    path.write_text(CLEAN.replace("old", "\u200b"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert look("a.md") == (1, True)


def test_the_same_bytes_with_a_new_time_need_no_cleaning(known, look):
    os.utime(known)
    assert look("a.md") == (0, False)


def test_findings_notices_and_ignored_places_are_told_each_time(tmp_path, cleanpress):
    folder = str(tmp_path / "c")
    (tmp_path / "dirty.md").write_text(DIRTY)
    (tmp_path / "ignored.md").write_text(f"<!-- cleanpress: ignore-next-line[nonsense] -->\n{CLEAN}")
    (tmp_path / "page.html").write_text("<meta charset=latin-1><p>A caf\u00e9.</p>\n", encoding="utf-8")
    (tmp_path / "wall.txt").write_bytes(b"Just a moment...\nVerifying you are human. This may take a few seconds.\n")
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9\n")
    first, second = (cleanpress("check", ".", "--cache-dir", folder) for _ in range(2))
    plain = cleanpress("check", ".", "--no-cache")
    assert (first.stdout, first.stderr, first.returncode) == (plain.stdout, plain.stderr, 2)
    assert (second.stdout, second.stderr, second.returncode) == (plain.stdout, plain.stderr, 2)
    for word in (b"dirty.md:1:", b"wall.txt: "):
        assert word in plain.stdout
    for word in (b"nonsense", b"latin.txt", b"declares"):
        assert word in plain.stderr


@pytest.mark.parametrize(
    "change",
    [
        ("--select", "links"),
        ("--min-confidence", "0.5"),
        ("--per-file-ignores", "*.md:links"),
        ("--format", "text"),
        ("--encoding", "latin-1"),
        ("--utf8-only",),
        ("--no-inline-ignores",),
    ],
)
def test_other_settings_know_nothing(known, look, change):
    assert look("a.md", *change) == (0, True)
    assert look("a.md", *change) == (0, False)
    assert look("a.md") == (0, False)


def test_a_settings_file_counts_by_what_it_says(known, look):
    settings = known.with_name("cleanpress.toml")
    settings.write_text('[filters.links]\ndeny-hosts = ["bridge.example"]\n')
    assert look("a.md") == (0, True)
    settings.write_text('[filters.links]\ndeny-hosts = ["bridges.example"]\n')
    assert look("a.md") == (0, True)
    settings.write_text('[filters.links]\ndeny_hostz = ["bridges.example"]\n')
    assert look("a.md")[0] == 2


def test_another_program_knows_nothing(tmp_path, known):
    """A copy of the package, one of whose tables is changed after the first run."""
    import cleanpress

    package = tmp_path / "lib/cleanpress"
    shutil.copytree(Path(cleanpress.__file__).parent, package)
    command = [sys.executable, "-c", PROBE, "check", "--cache-dir", str(tmp_path / "d"), "a.md"]
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "lib")}

    def cleaned():
        return subprocess.run(command, env=env, cwd=known.parent, capture_output=True, text=True).stdout.split()[-1]

    assert [cleaned(), cleaned()] == ["True", "False"]
    table = package / "data/hosts/trusted.toml"
    table.write_text(table.read_text() + "\n")
    assert cleaned() == "True"


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "noise"])
def test_a_damaged_cache_is_none(tmp_path, known, look, damage):
    (kept,) = (tmp_path / "c").iterdir()
    data = kept.read_bytes()
    middle = len(data) // 2
    flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    kept.write_bytes({"empty": b"", "cut": data[:-1], "flipped": flipped, "noise": os.urandom(500)}[damage])
    assert look("a.md") == (0, True)
    assert look("a.md") == (0, False)


def test_a_cache_that_cannot_be_kept_changes_nothing(tmp_path, cleanpress):
    (tmp_path / "a.md").write_text(CLEAN)
    (tmp_path / "file").write_text("no folder\n")
    named = cleanpress("check", "a.md", "--cache-dir", str(tmp_path / "file/c"))
    assert named.returncode == 0
    assert b"--cache-dir: cannot be written" in named.stderr
    own = cleanpress("check", "a.md", env={"XDG_CACHE_HOME": str(tmp_path / "file")})
    assert (own.returncode, own.stderr) == (0, b"")


def test_runs_at_the_same_time_do_no_harm(tmp_path, look):
    command = [sys.executable, "-m", "cleanpress", "check", "--cache-dir", str(tmp_path / "c"), "many"]
    runs = [subprocess.Popen(command, cwd=look.folder, stdout=subprocess.PIPE) for _ in range(3)]
    told = [run.communicate(timeout=60)[0] for run in runs]
    assert {run.returncode for run in runs} == {1}
    assert len(set(told)) == 1
    (look.folder / "many/7.txt").unlink()
    assert look("many") == (0, False)
    assert [path.name for path in (tmp_path / "c").iterdir() if "." in path.name] == []


def test_fix_heeds_it_and_it_lies_where_caches_belong(tmp_path, cleanpress):
    (tmp_path / "a.md").write_text(DIRTY)
    (tmp_path / "b.md").write_text(CLEAN)
    home = {"XDG_CACHE_HOME": str(tmp_path / "home")}
    for status in (1, 0, 0):
        assert cleanpress("fix", "--exit-non-zero-on-fix", ".", env=home).returncode == status
    assert (tmp_path / "a.md").read_text() == CLEAN
    assert len(list((tmp_path / "home/cleanpress").iterdir())) == 1
    assert (tmp_path / "home/cleanpress").stat().st_mode & 0o077 == 0


def test_reports_of_every_edit_and_the_filter_go_without(tmp_path, cleanpress):
    (tmp_path / "a.md").write_text(CLEAN)
    home = {"XDG_CACHE_HOME": str(tmp_path / "home")}
    cleanpress("a.md", env=home)
    cleanpress("check", "a.md", "--report", env=home)
    cleanpress("check", "a.md", "--report-json", "r.json", env=home)
    cleanpress("check", "a.md", "--no-cache", env=home)
    assert not (tmp_path / "home").exists()


def test_names_that_are_no_text_are_known_too(look):
    (look.folder / "many/7.txt").unlink()
    Path(os.fsdecode(os.fsencode(look.folder) + b"/many/caf\xe9 \n.md")).write_text(CLEAN)
    assert look("many") == (0, True)
    assert look("many") == (0, False)
