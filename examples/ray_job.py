"""Makes shards of articles with planted faults, cleans them on a Ray cluster, and tells found against planted.

python examples/ray_job.py [DOCUMENTS [SHARDS]]        # 1,000,000 documents, 64 shards

On a cluster: start it with `ray start`, set RAY_ADDRESS, and let the folder be one that all nodes see.
"""

import sys
import tempfile
from pathlib import Path

from planted import compare, shards, show

from cleanpress.runner import Job, run


def main(documents=1_000_000, count=64):
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "pages"), Path(folder, "cleaned")
        shards(source, documents, count)
        summary = run(Job(str(target)), [str(source)], engine="ray")
        total = summary.tally.total
        print(f"{summary.finished} of {summary.parts} parts, {summary.seconds:.0f} s: {dict(total)}")
        for message in summary.errors:
            print(message)
        print(show(compare([Path(name) for name in summary.outputs])))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
