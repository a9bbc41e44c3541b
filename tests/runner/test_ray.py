"""Ray: a real cluster of three node processes, one of them killed without grace, gives what one machine gives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import faults
from cleanpress.runner import Job, run

pytest.importorskip("ray", reason="ray is not installed")
pytestmark = pytest.mark.slow


def on_cluster(what, source, target):
    script = Path(__file__).with_name("cluster.py")
    done = subprocess.run(
        [sys.executable, script, what, str(source), str(target)],
        capture_output=True,
        text=True,
        timeout=280,
        env={**os.environ, "RAY_DATA_DISABLE_PROGRESS_BARS": "1"},
    )
    assert done.returncode == 0, done.stderr[-5000:]
    return json.loads(next(line for line in done.stdout.splitlines() if line.startswith('{"alive"')))  # Ray talks, too


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Twelve files of records, 4,000 in all, every fifth with the planted faults."""
    folder = tmp_path_factory.mktemp("in")
    for part in range(12):
        with (folder / f"{part:02}.jsonl").open("w") as file:
            for n in range(4000 * part // 12, 4000 * (part + 1) // 12):
                text = faults.DIRTY if n % 5 == 0 else faults.CLEAN
                url = f"https://site{n % 7}.example.org/{n}"
                file.write(json.dumps({"id": n, "url": url, "text": f"{n}. {text}"}) + "\n")
    return folder


def test_the_run_of_a_cluster_that_loses_a_node_is_that_of_one_machine_byte_for_byte(source, tmp_path):
    found = on_cluster("run", source, tmp_path / "cluster")
    assert (found["alive"], found["killed"], found["left"]) == (3, 1, 2)
    assert found["errors"] == []
    assert found["finished"] == found["parts"] > 10
    here = run(Job(str(tmp_path / "here"), part_size=50_000), [str(source)], workers=1)
    there = [Path(name).read_bytes() for name in found["outputs"]]
    assert there == [Path(name).read_bytes() for name in here.outputs]
    rows = [json.loads(line) for data in there for line in data.splitlines()]
    assert [row["id"] for row in rows] == list(range(4000))
    assert {row["text"].partition(". ")[2] for row in rows} == {faults.CLEAN}
    summaries = [json.loads((tmp_path / name / "_cleanpress/summary.json").read_text()) for name in ("cluster", "here")]
    assert summaries[0]["total"] == summaries[1]["total"]
    assert summaries[0]["rules"] == summaries[1]["rules"]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Pages of one site with its menu on each, 2,000 in four files of records and as many in two of Parquet."""
    pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    folder = tmp_path_factory.mktemp("site")
    rows = []
    for n in range(4000):
        text = faults.DIRTY if n % 5 == 0 else faults.CLEAN
        page = (
            f"Quay Post\nTides › Trade\nShip {n} comes in\n{text}\nMore from the basin\nRing the bell\n© 2024 Quay Post"
        )
        rows.append({"id": n, "url": f"https://quaypost.example/{n}", "text": page})
    for part in range(4):
        lines = (json.dumps(row) + "\n" for row in rows[500 * part : 500 * (part + 1)])
        (folder / f"{part}.jsonl").write_text("".join(lines))
    for part in range(2):
        table = pa.Table.from_pylist(rows[2000 + 1000 * part : 3000 + 1000 * part])
        parquet.write_table(table, folder / f"{part}.parquet", row_group_size=100)
    return folder


def test_two_passes_over_records_and_parquet_on_a_cluster_give_what_one_machine_gives(site, tmp_path):
    found = on_cluster("learn", site, tmp_path / "cluster")
    assert (found["alive"], found["killed"], found["left"]) == (3, 1, 2)
    assert found["errors"] == []
    assert found["finished"] == found["parts"] > 10
    profile = tmp_path / "here.profile"
    here = run(Job(str(tmp_path / "here"), part_size=50_000), [str(site)], workers=1, learn=str(profile))
    assert (tmp_path / "cluster.profile").read_bytes() == profile.read_bytes()
    there = [Path(name).read_bytes() for name in found["outputs"]]
    assert there == [Path(name).read_bytes() for name in here.outputs]
    assert {Path(name).suffix for name in found["outputs"]} == {".jsonl", ".parquet"}
    records = b"".join(data for name, data in zip(found["outputs"], there, strict=True) if name.endswith(".jsonl"))
    texts = [json.loads(line)["text"] for line in records.splitlines()]
    assert len(texts) == 2000
    assert all("harbour council" in text for text in texts)
    assert not any("Ring the bell" in text or "Quay Post" in text for text in texts)


def test_a_dataset_on_a_cluster_that_loses_a_node_is_whole(source, tmp_path):
    found = on_cluster("dataset", source, tmp_path / "out")
    assert (found["alive"], found["killed"], found["left"]) == (3, 1, 2)
    rows = [json.loads(line) for path in (tmp_path / "out").glob("*.json*") for line in path.read_text().splitlines()]
    assert sorted(row["id"] for row in rows) == list(range(4000))
    assert {row["text"].partition(". ")[2] for row in rows} == {faults.CLEAN}


def test_the_pipeline_is_made_once_a_worker(tmp_path):
    """Each worker process writes a line when it makes the table that a filter keeps."""
    here = str(Path(__file__).parent)
    code = f"""
import os, sys
os.environ["RAY_AUTH_MODE"] = "disabled"
sys.path.insert(0, {here!r})
import ray
from cleanpress import Pipeline
from cleanpress.integrations.ray import clean_dataset
from noting import Noting
environment = {{"env_vars": {{"PYTHONPATH": {here!r}}}}}
ray.init(address="local", num_cpus=1, log_to_driver=False, runtime_env=environment)
rows = ray.data.from_items([{{"text": "two  words"}}] * 400, override_num_blocks=10)
cleaned = clean_dataset(rows, Pipeline([Noting({str(tmp_path / "made")!r})]), batch_size=10).take_all()
assert len(cleaned) == 400
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr[-3000:]
    made = (tmp_path / "made").read_text().split()
    assert made
    assert len(made) == len(set(made))
