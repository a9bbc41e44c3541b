"""The command line is tested as users meet it: as a process with its own streams."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def cleanpress(tmp_path: Path) -> Run:
    """Runs ``cleanpress`` in an empty folder; streams are bytes."""

    def run(
        *args: str | bytes, stdin: bytes = b"", env: Mapping[str, str] | None = None
    ) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [sys.executable, "-m", "cleanpress", *args],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, **(env or {})},
            timeout=60,
        )

    return run


@pytest.fixture
def refused(cleanpress: Run) -> Callable[..., str]:
    """Runs ``cleanpress``, checks all that belongs to a refusal; returns the line on standard error."""

    def run(*args: str | bytes, stdin: bytes = b"") -> str:
        done = cleanpress(*args, stdin=stdin)
        message = done.stderr.decode()
        assert done.returncode == 2, message
        assert done.stdout == b""
        assert message.startswith("cleanpress: error: ")
        assert message.endswith("\n")
        assert message.count("\n") == 1, message
        assert message.rstrip("\n").isprintable(), message
        return message

    return run
