"""The examples run by the one command that each names."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"

pytestmark = pytest.mark.slow


def example(name, *argv, needs):
    """What an example prints; the test is skipped where its tool is not installed."""
    if importlib.util.find_spec(needs) is None:
        pytest.skip(f"{needs} is not installed")
    done = subprocess.run(
        [sys.executable, EXAMPLES / name, *argv],
        capture_output=True,
        text=True,
        timeout=250,
        env={**os.environ, "RAY_AUTH_MODE": "disabled"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_the_scrapy_project():
    out = example("scrapy_project/run.py", needs="scrapy")
    crawled, faults, restored = map(
        int, re.match(r"(\d+) articles crawled, (\d+) .* faults: (\d+) restored", out).groups()
    )
    assert crawled == 60
    assert restored == faults > 0
    assert "that were changed: 0" in out


def test_the_script_for_datasets():
    out = example("datasets_script.py", "500", needs="datasets")
    faults, restored = map(int, re.search(r"500 articles, (\d+) with faults: (\d+) restored", out).groups())
    assert restored >= 0.8 * faults > 0
    assert re.search(r"again: 0\.\d\d s, 1 cache files", out)


def test_the_ray_job():
    out = example("ray_job.py", "2000", "8", needs="ray")
    assert "8 of 8 parts" in out
    assert "of these changed: 0" in out
    planted, restored = map(int, re.search(r"^any +(\d+) +(\d+)", out, re.MULTILINE).groups())
    assert restored >= 0.9 * planted > 100
