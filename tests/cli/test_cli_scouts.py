"""Many files are looked at in several processes, and nobody can tell but by the time."""

import os
import signal
import subprocess
import sys

import pytest

from cleanpress.cli import ahead, checking, main, scouts

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes without fork")

REPORTS = [
    (),
    ("--statistics",),
    ("--diff",),
    ("--report",),
    ("--write-baseline", "known.json"),
    ("--exclude", "05*.md", "--force-exclude"),
    ("--per-file-ignores", "0*:mojibake"),
    *[("--output-format", name) for name in ("full", "json", "json-lines", "github", "gitlab", "sarif", "rdjson")],
]


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Files of every kind, some of which have something to tell."""
    monkeypatch.chdir(tmp_path)
    for number in range(200):
        (tmp_path / f"{number:03}.md").write_text(f"# Page {number}\n\nThe council met on Monday.\n")
    (tmp_path / "050.md").write_text("A caf\u00c3\u00a9 by the sea.\n")
    (tmp_path / "051.md").write_bytes(b"\xef\xbb\xbfA caf\xc3\x83\xc2\xa9 by the sea.\r\n")
    (tmp_path / "100.md").write_bytes(b"caf\xe9 latin\n")
    (tmp_path / "150.md").write_text("A caf\u00c3\u00a9.  <!-- cleanpress: ignore -->\n")
    (tmp_path / "160.md").write_text("A caf\u00c3\u00a9.  <!-- cleanpress: ignore[nonsense] -->\n")
    (tmp_path / "170.txt").write_text("Please enable JS and disable any ad blocker\n")
    (tmp_path / "180.html").write_text('<meta charset="latin1"><p>caf\u00e9</p>')
    (tmp_path / "190.md").write_text("We must slotgacor88.live repair the bridge.\n")
    (tmp_path / "191.txt").write_text(" ".join(["We must slotgacor88.live repair the bridge."] * 60))
    monkeypatch.setattr(ahead, "_FIRST", 3)
    monkeypatch.setattr(ahead, "_BATCH", 90)
    return tmp_path


def told(capfdbinary, jobs, command, *options):
    status = main([command, "--jobs", str(jobs), *options])
    return status, *capfdbinary.readouterr()


@pytest.mark.parametrize("jobs", [2, 5])
@pytest.mark.parametrize("options", REPORTS, ids=lambda options: "-".join(options) or "concise")
def test_the_report_is_the_same(jobs, options, tree, capfdbinary):
    alone = told(capfdbinary, 1, "check", "--no-cache", *options, ".")
    assert alone[0] == 2 and b"100.md" in alone[2] and b"nonsense" in alone[2] and b"180.html" in alone[2]
    assert told(capfdbinary, jobs, "check", "--no-cache", *options, ".") == alone


def test_the_files_of_reports_are_the_same(tree, capfdbinary):
    for name, jobs in (("alone", 1), ("together", 3)):
        (tree.parent / name).mkdir()
        paths = [str(tree.parent / name / end) for end in ("report.json", "found.sarif")]
        options = ("--report-json", paths[0], "--output-format", "sarif", "--output-file", paths[1])
        assert told(capfdbinary, jobs, "check", *options, ".")[0] == 2
    for name in ("report.json", "found.sarif"):
        alone = (tree.parent / "alone" / name).read_bytes()
        assert alone == (tree.parent / "together" / name).read_bytes() and b"slotgacor88" in alone


def test_what_is_remembered_is_the_same(tree, capfdbinary):
    for name, jobs in (("alone", 1), ("together", 3)):
        told(capfdbinary, jobs, "check", "--cache-dir", name, ".")
    alone, together = (next((tree / name).iterdir()).read_bytes() for name in ("alone", "together"))
    assert alone == together and b"199.md" in alone and b"050.md" not in alone


@pytest.mark.parametrize("jobs", [1, 3])
def test_fix_cleans_the_same_files(jobs, tree, capfdbinary):
    assert told(capfdbinary, jobs, "fix", "--no-cache", ".")[0] == 2
    assert (tree / "050.md").read_text() == "A caf\u00e9 by the sea.\n"
    assert (tree / "051.md").read_bytes() == b"\xef\xbb\xbfA caf\xc3\xa9 by the sea.\r\n"
    assert (tree / "190.md").read_text() == "We must repair the bridge.\n"
    left = told(capfdbinary, 1, "check", "--no-cache", ".")[1].splitlines()
    assert len(left) == 1 and left[0].startswith(b"170.txt: artifacts/bot-challenge/challenge: ")


def test_scouts_clean_what_is_dirty(tree, monkeypatch, capfdbinary):
    """The run itself cleans what they do not speak of: comments that ask for something, files that cannot be read."""
    command = ("check", "--no-cache", "--output-format", "full", ".")
    alone = told(capfdbinary, 1, *command)
    asked = []
    item = checking._Run._item
    monkeypatch.setattr(checking._Run, "_item", lambda self, met: asked.append(met) or item(self, met))
    assert told(capfdbinary, 2, *command) == alone
    own = {met.name for met in asked if met.found is None}
    assert own == {"000.md", "001.md", "002.md", "100.md", "150.md", "160.md"}
    found = {met.name for met in asked if met.found is not None}
    assert found == {"050.md", "051.md", "170.txt", "180.html", "190.md", "191.txt"}


def test_a_file_that_changed_since_a_scout_saw_it_is_cleaned_as_it_is(tree, monkeypatch, capfdbinary):
    said = scouts.scouted

    def changing(*args):
        answers = list(said(*args))
        (tree / "190.md").write_text("A caf\u00c3\u00a9 in 190.\n")
        yield from answers

    monkeypatch.setattr(scouts, "scouted", changing)
    report = told(capfdbinary, 2, "check", "--no-cache", ".")[1]
    assert b"190.md:1:6: mojibake" in report and b"190.md:1:9: links" not in report


def test_a_scout_that_is_killed_costs_nothing_but_time(tree, monkeypatch, capfdbinary):
    command = ("check", "--no-cache", ".")
    alone = told(capfdbinary, 1, *command)
    run, look = os.getpid(), ahead.Inputs._look

    def dying(self, names):
        if os.getpid() != run and any(name.endswith("077.md") for name in names):
            os.kill(os.getpid(), signal.SIGKILL)
        return look(self, names)

    monkeypatch.setattr(ahead.Inputs, "_look", dying)
    assert told(capfdbinary, 2, *command) == alone


def test_no_scout_is_left_when_the_run_ends_early(tree, monkeypatch, capfdbinary):
    def refused(self, met):
        raise BrokenPipeError

    monkeypatch.setattr(checking._Run, "_item", refused)  # scouts ask for none
    assert told(capfdbinary, 2, "check", "--no-cache", ".")[0] == 141
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_by_itself_a_run_sends_scouts_for_many_files_only(tree, monkeypatch, capfdbinary):
    sent = []
    said = scouts.scouted
    monkeypatch.setattr(scouts, "scouted", lambda names, *rest: sent.append(len(names)) or said(names, *rest))
    monkeypatch.setattr(scouts, "cores", lambda: 2)
    main(["check", "--no-cache", "."])
    assert not sent
    monkeypatch.setattr(ahead, "_MANY", 50)
    main(["check", "--no-cache", "."])
    assert sent == [90, 90, 20]
    main(["check", "--no-cache", "--jobs", "1", "."])
    monkeypatch.setattr(scouts, "cores", lambda: 1)
    main(["check", "--no-cache", "."])
    assert len(sent) == 3


def test_an_interrupt_ends_the_run_and_its_scouts(tmp_path):
    """Ctrl-C reaches all processes at once; only the run says so."""
    for number in range(1_500):
        (tmp_path / f"{number}.md").write_text("We must slotgacor88.live repair the bridge. A caf\u00c3\u00a9.\n" * 3)
    command = [sys.executable, "-m", "cleanpress", "check", "--no-cache", "--jobs", "2", "."]
    # A process that was started in the background would ignore the signal.
    begin = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
    run = subprocess.Popen(
        [sys.executable, "-c", begin, *command],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    told = run.stdout.read(200_000)  # of some megabytes: the scouts are at work
    os.killpg(run.pid, signal.SIGINT)
    rest, said = run.communicate(timeout=60)
    assert (run.returncode, said) == (130, b"")
    assert len(told) == 200_000 > len(rest)
    with pytest.raises(ProcessLookupError):
        os.killpg(run.pid, 0)
