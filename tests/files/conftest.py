"""How the tests of files run a script in a process of its own, as somebody else if need be."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from in_place import OLD


@pytest.fixture
def script(tmp_path):
    """Run Python code in a process of its own, with arguments, and give back what became of it."""

    def run(code, *args, wait=True, **options):
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": str(tmp_path)}
        process = subprocess.Popen([sys.executable, "-c", code, *map(str, args)], **(pipes | options))
        if not wait:
            return process
        out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    return run


@pytest.fixture
def public_folder():
    """A folder that every user may enter, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def python_script(tmp_path):
    """The words of a shell that run Python code kept in a file."""

    def words(code):
        path = tmp_path / "script.py"
        path.write_text(code)
        return f"{sys.executable} {path}"

    return words


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
