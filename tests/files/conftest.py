"""How the tests of files run a script in a process of its own, as somebody else if need be."""

import os
import subprocess
import sys

import pytest


@pytest.fixture
def script(tmp_path):
    """Run Python code in a process of its own, with arguments, and give back what became of it."""

    def run(code, *args, user=None, wait=True, **options):
        if user is not None:
            options["preexec_fn"] = lambda: (os.setgroups([]), os.setgid(user), os.setuid(user))
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": str(tmp_path)}
        process = subprocess.Popen([sys.executable, "-c", code, *map(str, args)], **(pipes | options))
        if not wait:
            return process
        out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    return run
