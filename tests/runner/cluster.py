"""Runs a job on a Ray cluster of three nodes on this machine, one of which is killed in the middle.

Arguments: what to do (``run``, ``learn`` for a run in two passes, or ``dataset``), the input folder, the output
folder. Prints what happened as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path

os.environ["RAY_AUTH_MODE"] = "disabled"

import ray
from ray.cluster_utils import Cluster

from cleanpress.integrations.ray import clean_dataset
from cleanpress.runner import Job, run


def killer(cluster, node, ready):
    """A thread that kills a node without grace as soon as ``ready`` says so."""
    killed = []

    def watch():
        while not ready():
            time.sleep(0.02)
        cluster.remove_node(node, allow_graceful=False)
        killed.append(time.time())

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    return killed


def main(what, source, target):
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0})
    try:
        work(cluster, what, source, target)
    finally:
        ray.shutdown()
        cluster.shutdown()


def work(cluster, what, source, target):
    cluster.add_node(num_cpus=1)
    doomed = cluster.add_node(num_cpus=1)
    ray.init(address=cluster.address, log_to_driver=False)
    alive = sum(node["Alive"] for node in ray.nodes())
    if what in ("run", "learn"):
        marks = Path(target) / "_cleanpress" / "parts"
        killed = killer(cluster, doomed, lambda: len(list(marks.glob("*.json"))) >= 3)
        learn = f"{target}.profile" if what == "learn" else None
        summary = run(Job(target, part_size=50_000), [source], engine="ray", learn=learn)
        found = {
            "parts": summary.parts,
            "finished": summary.finished,
            "errors": summary.errors,
            "outputs": summary.outputs,
        }
    else:
        out = Path(target)
        killed = killer(cluster, doomed, lambda: len(list(out.glob("*.json*"))) >= 1)
        dataset = ray.data.read_json(source)
        clean_dataset(dataset, url_field="url", batch_size=500).write_json(target)
        found = {}
    in_time = len(killed)
    limit = time.monotonic() + 60
    while (left := sum(node["Alive"] for node in ray.nodes())) == alive and time.monotonic() < limit:
        time.sleep(0.2)  # the others learn of it after a while
    print("\n" + json.dumps({"alive": alive, "killed": in_time, "left": left, **found}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
