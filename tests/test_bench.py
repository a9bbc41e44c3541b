"""The benchmark runs, and its tables have their rows; how fast anything is, only a quiet machine can tell."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

RUN = Path(__file__).parent / "bench" / "run.py"
OWN = {"cleanpress", "cleanpress run().edits"} | {
    f"cleanpress {name}" for name in ("mojibake", "links", "artifacts", "whitespace")
}
FTFY = {"ftfy.fix_text", "ftfy.fix_encoding"}
CLEAN_TEXT = {"clean-text no_urls", "clean-text whitespace", "fix_text + clean-text", "same four jobs, peers"}
ROWS = OWN | FTFY | (CLEAN_TEXT if find_spec("cleantext") else set())


def bench(*options):
    return subprocess.run(
        [sys.executable, RUN, "--quick", *options], capture_output=True, encoding="utf-8", timeout=120
    )


def test_a_quick_run_measures_every_row_on_every_corpus_and_prints_what_it_writes(tmp_path):
    file = tmp_path / "figures.json"
    done = bench("--json", str(file))
    assert done.returncode == 0, done.stderr
    out = json.loads(file.read_text(encoding="utf-8"))
    corpora = {corpus["name"]: corpus for corpus in out["corpora"]}
    assert list(corpora) == ["English", "Indonesian", "non-Latin", "dirty mix"]
    for name, corpus in corpora.items():
        rows = {row["name"]: row for row in corpus["rows"]}
        assert set(rows) == ROWS
        assert all(0 < row["low"] <= row["mb_s"] <= row["high"] for row in rows.values())
        assert rows["ftfy.fix_text"]["x fix_text"] == 1
        assert f"\n{name}: " in done.stdout
    assert corpora["dirty mix"]["changed_share"] > 0
    for row in ROWS | {"python:", "ftfy:", "cleanpress --version", "cleanpress, one clean file"}:
        assert row in done.stdout
    assert min(out["process_ms"]["bare interpreter"]) > 0


def test_only_narrows_the_rows_and_a_name_that_is_none_is_answered_with_those_there_are():
    done = bench("--only", "no such row")
    assert done.returncode == 1
    assert all(row in done.stderr for row in ROWS)
    done = bench("--only", "fix_encoding", "--megabytes", "0.01")
    assert done.stdout.count("ftfy.fix_encoding") == 4
    assert "cleanpress links" not in done.stdout
