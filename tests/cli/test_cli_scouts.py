"""Many files are looked at in several processes, and nobody can tell but by the time."""

import os
import signal

import pytest

from cleanpress.cli import checking, main, scouts

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no processes without fork")


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Files of every kind, some of which have something to tell; scouts are sent for twenty."""
    monkeypatch.chdir(tmp_path)
    for number in range(200):
        (tmp_path / f"{number:03}.md").write_text(f"# Page {number}\n\nThe council met on Monday.\n")
    (tmp_path / "050.md").write_text("A caf\u00c3\u00a9 by the sea.\n")
    (tmp_path / "100.md").write_bytes(b"caf\xe9 latin\n")
    (tmp_path / "150.md").write_text("A caf\u00c3\u00a9.  <!-- cleanpress: ignore -->\n")
    (tmp_path / "160.md").write_text("A caf\u00c3\u00a9.  <!-- cleanpress: ignore[nonsense] -->\n")
    (tmp_path / "190.md").write_text("We must slotgacor88.live repair the bridge.\n")
    monkeypatch.setattr(checking, "_FIRST", 3)
    monkeypatch.setattr(checking, "_MANY", 20)
    monkeypatch.setattr(checking, "_BATCH", 90)
    return tmp_path


def told(capfdbinary, count, monkeypatch, *command):
    monkeypatch.setattr(scouts, "_scouts", lambda: count)
    status = main(command)
    return status, *capfdbinary.readouterr()


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("options", [(), ("--statistics",), ("--diff",), ("--output-format", "sarif"), ("--report",)])
def test_the_report_is_the_same(count, options, tree, monkeypatch, capfdbinary):
    command = ("check", "--no-cache", *options, ".")
    alone = told(capfdbinary, 0, monkeypatch, *command)
    assert alone[0] == 2
    assert b"050.md" in alone[1] or options == ("--statistics",)
    assert b"100.md" in alone[2] and b"nonsense" in alone[2]
    assert told(capfdbinary, count, monkeypatch, *command) == alone


def test_what_is_remembered_is_the_same(tree, monkeypatch, capfdbinary):
    for name, count in (("alone", 0), ("together", 3)):
        told(capfdbinary, count, monkeypatch, "check", "--cache-dir", name, ".")
    alone, together = (next((tree / name).iterdir()).read_bytes() for name in ("alone", "together"))
    assert alone == together and b"199.md" in alone and b"050.md" not in alone


def test_fix_cleans_the_same_files(tree, monkeypatch, capfdbinary):
    assert told(capfdbinary, 3, monkeypatch, "fix", "--no-cache", ".")[0] == 2
    assert (tree / "050.md").read_text() == "A caf\u00e9 by the sea.\n"
    assert (tree / "190.md").read_text() == "We must repair the bridge.\n"
    assert told(capfdbinary, 0, monkeypatch, "check", "--no-cache", ".")[1] == b""


def test_a_scout_that_is_killed_costs_nothing_but_time(tree, monkeypatch, capfdbinary):
    command = ("check", "--no-cache", ".")
    alone = told(capfdbinary, 0, monkeypatch, *command)
    run, look = os.getpid(), checking._Run._look

    def dying(self, names):
        if os.getpid() != run and any(name.endswith("077.md") for name in names):
            os.kill(os.getpid(), signal.SIGKILL)
        return look(self, names)

    monkeypatch.setattr(checking._Run, "_look", dying)
    assert told(capfdbinary, 2, monkeypatch, *command) == alone


def test_no_scout_is_left_when_the_run_ends_early(tree, monkeypatch, capfdbinary):
    def refused(self, name, source):
        raise BrokenPipeError

    monkeypatch.setattr(checking._Run, "_item", refused)  # scouts ask for none
    assert told(capfdbinary, 2, monkeypatch, "check", "--no-cache", ".")[0] == 141
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
