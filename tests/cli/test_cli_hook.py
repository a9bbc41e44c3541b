"""The hooks for real: pre-commit and prek on a scratch repository, with cleanpress installed as they install it.

Run with ``-m slow``; the managers are looked for on the path. They fetch what cleanpress depends on.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BAD = "The old bridge must slotgacor88.live be repaired before winter."
SHIPPED = ("src/", ".pre-commit-hooks.yaml", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "docs/")
GOOD = "The old bridge must be repaired before winter."

pytestmark = pytest.mark.slow


def run(*command, cwd, status=0, env=None):
    done = subprocess.run(command, cwd=cwd, capture_output=True, env=env, timeout=300)
    output = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert status is None or done.returncode == status, output
    return output


def git(*args, cwd, status=0, env=None):
    identity = ("-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
    return run("git", *identity, *args, cwd=cwd, status=status, env=env)


@pytest.fixture(scope="module", params=["pre-commit", "prek"])
def manager(request, tmp_path_factory):
    """A hook manager, its environment with a home of its own, and a repository that offers the hooks."""
    program = shutil.which(request.param) or shutil.which(request.param, path=str(Path(sys.executable).parent))
    if program is None or shutil.which("git") is None:
        pytest.skip(f"{request.param} or git is not installed")
    home = tmp_path_factory.mktemp("home")
    env = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))}
    env |= {"PRE_COMMIT_HOME": str(home), "PREK_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull}
    hooks = tmp_path_factory.mktemp("hooks") / "cleanpress"
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        if name.startswith(SHIPPED):
            (hooks / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, hooks / name)
    git("init", "-q", cwd=hooks)
    git("add", ".", cwd=hooks)
    git("commit", "-q", "-m", "hooks", cwd=hooks)
    run(program, "validate-manifest", str(hooks / ".pre-commit-hooks.yaml"), cwd=hooks, env=env)
    return program, env, hooks


def repository(folder, manager, hook, args=""):
    """A repository in which the hook runs before each commit."""
    program, env, hooks = manager
    folder.mkdir()
    git("init", "-q", cwd=folder)
    revision = git("rev-parse", "HEAD", cwd=hooks).strip()
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {hooks}\n    rev: {revision}\n    hooks:\n      - id: {hook}\n        verbose: true\n{args}"
    )
    git("add", ".", cwd=folder)
    git("commit", "-q", "-m", "empty", cwd=folder)
    run(program, "install", cwd=folder, env=env)
    return folder


@pytest.fixture
def commit(manager):
    """Stages everything and commits; returns what was said."""

    def make(folder, *, refused):
        git("add", "-A", cwd=folder)
        said = git("commit", "-m", "change", cwd=folder, status=None, env=manager[1])
        last = git("log", "-1", "--format=%s", "--name-only", cwd=folder)
        clean = git("status", "--porcelain", cwd=folder) == ""
        assert (not clean) == refused, said + last
        return said

    return make


def test_a_dirty_commit_is_refused_and_fixed_and_the_second_one_passes(manager, commit, tmp_path):
    folder = repository(tmp_path / "r", manager, "cleanpress")
    kept = {
        "latin.txt": "Größe:  zwei caf\u00c3\u00a9\r\n".encode("latin-1"),
        "wide.txt": "Zwei  Wörter.\r\n".encode("utf-16"),
        "bare.txt": "Zwei  W\u00f6rter.\r\n".encode("utf-16-le"),
        "clean.md": b"---\r\ntitle: a  b\r\n---\r\n\r\nText.  \r\nMore `a  b`.\r\n",
        "code.py": b"a  =  'slotgacor88.live'\n",
    }
    dirty = {
        "-x.md": f"{BAD}\n",
        "docs/größe (1).md": f"{BAD}\n\nA caf\u00c3\u00a9.\n",
        "crlf.txt": f"{BAD}\r\n\r\nTwo  spaces.\r\n",
        "mark.txt": "\ufeffTwo  spaces.\n",
        "page.html": f"<p class='a  b'>{BAD}</p>\n<pre>a  b</pre>\n",
    }
    for name, data in kept.items():
        (folder / name).write_bytes(data)
    for name, text in dirty.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(text.encode())
    said = commit(folder, refused=True)
    for name in dirty:
        assert name.encode("unicode_escape").decode() in said.encode("unicode_escape").decode()
    for name in ("latin.txt", "wide.txt"):
        assert f"skipped: {name}: " in said
    for name, text in dirty.items():
        fixed = text.replace(BAD, GOOD).replace("Two  sp", "Two sp").replace("\u00c3\u00a9", "é")
        assert (folder / name).read_bytes() == fixed.encode()
    assert {name: (folder / name).read_bytes() for name in kept} == kept
    commit(folder, refused=False)
    assert {name: (folder / name).read_bytes() for name in kept} == kept


def test_the_check_refuses_and_writes_nothing(manager, commit, tmp_path):
    folder = repository(tmp_path / "r", manager, "cleanpress-check")
    (folder / "a.md").write_text(f"{BAD}\n")
    said = commit(folder, refused=True)
    assert "a.md:1:21: links/bare-host: " in said
    assert (folder / "a.md").read_text() == f"{BAD}\n"
    (folder / "a.md").write_text(f"{BAD} <!-- cleanpress: ignore -->\n")
    commit(folder, refused=False)


def test_settings_and_arguments_of_the_repository_hold(manager, commit, tmp_path):
    args = '        args: [--ignore, "mojibake", --]\n'
    folder = repository(tmp_path / "r", manager, "cleanpress", args)
    (folder / "cleanpress.toml").write_text('exclude = ["vendor/"]\n')
    (folder / "vendor").mkdir()
    (folder / "vendor/a.md").write_text(f"{BAD}\n")
    (folder / "b.md").write_text("A caf\u00c3\u00a9.\n", encoding="utf-8")
    (folder / "--no-respect-gitignore").write_text("no option\n")
    commit(folder, refused=False)
    assert (folder / "vendor/a.md").read_text() == f"{BAD}\n"


def test_of_a_partially_staged_file_only_the_staged_part_is_looked_at(manager, tmp_path):
    folder = repository(tmp_path / "r", manager, "cleanpress")
    lines = [f"Line {n} of the text.\n\n" for n in range(30)]
    (folder / "a.md").write_text("".join(lines))
    git("add", ".", cwd=folder)
    git("commit", "-qm", "text", cwd=folder, env=manager[1])
    lines[3] = f"{BAD}\n\n"
    (folder / "a.md").write_text("".join(lines))
    git("add", ".", cwd=folder)
    lines[25] = "An unstaged line with a caf\u00c3\u00a9.\n\n"
    (folder / "a.md").write_text("".join(lines), encoding="utf-8")
    git("commit", "-m", "part", cwd=folder, status=1, env=manager[1])
    lines[3] = f"{GOOD}\n\n"
    assert (folder / "a.md").read_text(encoding="utf-8") == "".join(lines)
    staged = git("show", ":a.md", cwd=folder)
    assert BAD in staged
    assert "unstaged" not in staged


def test_five_thousand_files(manager, commit, tmp_path):
    program, env, _ = manager
    folder = repository(tmp_path / "r", manager, "cleanpress")
    for n in range(5000):
        path = folder / f"{n % 50}" / f"{n}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"# Page {n}\n\n{GOOD}\n" if n % 100 else f"{BAD}\n")
    commit(folder, refused=True)
    assert not [path for path in folder.glob("*/*.md") if BAD in path.read_text()]
    commit(folder, refused=False)
    run(program, "run", "--all-files", cwd=folder, env=env)
