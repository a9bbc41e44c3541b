"""The rules version: the same in every process, and another when a rule file changes."""

from __future__ import annotations

import shutil
import subprocess
import sys

import cleanpress
from cleanpress import data


def test_it_begins_with_the_version_of_the_package():
    assert cleanpress.rules_version().startswith(f"{cleanpress.__version__}+")


def test_it_is_the_same_in_every_process():
    code = "import cleanpress; print(cleanpress.rules_version())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == cleanpress.rules_version()


def test_it_changes_with_the_content_and_the_name_of_any_rule_file(tmp_path, monkeypatch):
    copy = tmp_path / "data"
    shutil.copytree(data.DATA / "cues", copy / "cues")
    monkeypatch.setattr(data, "DATA", copy)
    fresh = data.rules_version.__wrapped__
    first = fresh()
    (copy / "__pycache__").mkdir()
    (copy / "__pycache__" / "x.pyc").write_bytes(b"1")
    assert fresh() == first
    file = copy / "cues" / "id.toml"
    file.write_bytes(file.read_bytes() + b"# another\n")
    second = fresh()
    file.rename(copy / "cues" / "id2.toml")
    assert len({first, second, fresh()}) == 3
