"""What each route costs: the CPU time of all its processes, and the most memory that one of them took.

    python examples/planted.py shards/100000 100000 8
    python tools/scale/measure.py shards/100000 loop local ray spark

    python tools/scale/measure.py shards/1000000 --rounds 3 loop ray spark

Each route reads the shards (JSON lines), cleans ``text`` with the hosts of ``url`` known, and writes JSON lines into a
folder that is thrown away; a route whose output lacks a document, or has one twice or another text than the plain loop,
fails. CPU time is user and system time of every process that carries the mark of the route in its environment. It is
dearer on a busy machine, so the routes take turns, and the median of the rounds is shown. ``loops`` is the plain loop
run twice at a time, each over half of the shards: what the same work costs when both cores are busy.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
RUN = "import sys\nfrom cleanpress.cli import main\nmain(['run', sys.argv[1], '-o', sys.argv[2], {}])"

ROUTES = {
    "loop": """
import json, sys
from pathlib import Path
from cleanpress import Document, Pipeline
run = Pipeline.default().run
for path in sorted(Path(sys.argv[1]).glob("*.jsonl")):
    with path.open() as source, Path(sys.argv[2], path.name).open("w") as target:
        for line in source:
            row = json.loads(line)
            row["text"] = run(Document(row["text"], url=row["url"])).text
            target.write(json.dumps(row, ensure_ascii=False) + "\\n")
""",
    "loops": """
import os, sys
from pathlib import Path
out, shards = sys.argv[2], sorted(Path(sys.argv[1]).glob("*.jsonl"))
if os.fork() == 0:
    shards, child = shards[::2], True
else:
    shards, child = shards[1::2], False
import json
from cleanpress import Document, Pipeline
run = Pipeline.default().run
for path in shards:
    with path.open() as source, Path(out, path.name).open("w") as target:
        for line in source:
            row = json.loads(line)
            row["text"] = run(Document(row["text"], url=row["url"])).text
            target.write(json.dumps(row, ensure_ascii=False) + "\\n")
if not child:
    raise SystemExit(os.waitstatus_to_exitcode(os.wait()[1]))
""",
    "local": RUN.format("'--workers', '1'"),
    "local 2": RUN.format("'--workers', '2'"),
    "ray": RUN.format("'--engine', 'ray'"),
    "ray data": """
import sys, ray
from cleanpress.integrations.ray import clean_dataset
ray.init(address="local", num_cpus=2, log_to_driver=False)
clean_dataset(ray.data.read_json(sys.argv[1]), url_field="url").write_json(sys.argv[2])
""",
    "spark": """
import sys
from pyspark.sql import SparkSession
from cleanpress.integrations.spark import clean_df
spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
schema = "id long, url string, language string, text string, planted array<string>, check long"
clean_df(spark.read.schema(schema).json(sys.argv[1]), url_field="url").write.mode("overwrite").json(sys.argv[2])
spark.stop()
""",
    "dask": """
import sys
import dask.dataframe as dd
def cleaned(frame):
    import cleanpress.integrations.pandas
    return frame.assign(text=frame["text"].cleanpress.clean(urls=frame["url"]))
if __name__ == "__main__":
    frame = dd.read_json(sys.argv[1] + "/*.jsonl", lines=True, blocksize=2**24)
    frame = frame.map_partitions(cleaned, meta=frame._meta)
    frame.to_json(sys.argv[2] + "/*.jsonl", lines=True, force_ascii=False, compute_kwargs={"scheduler": "processes"})
""",
    "daft": """
import sys
import daft
from cleanpress.integrations.arrow import clean_array
@daft.func.batch(return_dtype=daft.DataType.string())
def cleaned(texts: daft.Series, urls: daft.Series):
    return clean_array(texts.to_arrow(), urls=urls.to_pylist())
frame = daft.read_json(sys.argv[1] + "/*.jsonl")
frame.with_column("text", cleaned(daft.col("text"), daft.col("url"))).write_json(sys.argv[2])
""",
    "beam": """
import json, sys
import apache_beam as beam
from cleanpress import Document, Pipeline
class Clean(beam.DoFn):
    def setup(self):
        self.pipeline = Pipeline.default()
    def process(self, line):
        row = json.loads(line)
        row["text"] = self.pipeline.run(Document(row["text"], url=row["url"])).text
        yield json.dumps(row, ensure_ascii=False)
with beam.Pipeline() as pipeline:
    lines = pipeline | beam.io.ReadFromText(sys.argv[1] + "/*.jsonl")
    lines | beam.ParDo(Clean()) | beam.io.WriteToText(sys.argv[2] + "/out", file_name_suffix=".jsonl")
""",
    "datasets": """
import sys
from pathlib import Path
from datasets import disable_caching, load_dataset
from cleanpress.integrations.datasets import CleanBatch
files = sorted(str(path) for path in Path(sys.argv[1]).glob("*.jsonl"))
data = load_dataset("json", data_files=files, split="train", cache_dir=sys.argv[2]).with_format("arrow")
data.map(CleanBatch(url_field="url"), batched=True).to_json(sys.argv[2] + "/out.jsonl")
""",
    "polars": """
import sys
import polars as pl
import cleanpress.integrations.polars
frame = pl.scan_ndjson(sys.argv[1] + "/*.jsonl")
text = pl.col("text").cleanpress.clean(url=pl.col("url"))
frame.with_columns(text).sink_ndjson(sys.argv[2] + "/out.jsonl")
""",
    "duckdb": """
import sys
import duckdb
from cleanpress.integrations.duckdb import register
connection = duckdb.connect()
register(connection, urls=True)
query = "SELECT * REPLACE (cleanpress(text, url) AS text) FROM read_json('{}/*.jsonl')".format(sys.argv[1])
connection.execute("COPY ({}) TO '{}/out.jsonl'".format(query, sys.argv[2]))
""",
    "datatrove": """
import sys
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from cleanpress.integrations.datatrove import CleanPressFormatter
steps = [JsonlReader(sys.argv[1]), CleanPressFormatter(), JsonlWriter(sys.argv[2], compression=None)]
LocalPipelineExecutor(steps, logging_dir=sys.argv[2] + "/logs").run()
""",
}


def measure(code: str, source: str, expected: str = "") -> tuple[float, float, float, str]:
    """CPU seconds, wall seconds, the largest resident set of one process in MB, and the digest of the output."""
    mark = f"CLEANPRESS_MEASURED={time.monotonic_ns()}".encode()
    out = tempfile.mkdtemp()
    name, _, value = mark.decode().partition("=")
    environment = {**os.environ, name: value, "RAY_AUTH_MODE": "disabled", "PYSPARK_PYTHON": sys.executable}
    started = time.monotonic()
    used: dict[tuple[str, str], float] = {}
    largest = 0.0
    process = subprocess.Popen(
        [sys.executable, "-c", code, source, out], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while process.poll() is None:
        for key, seconds, resident in _processes(mark):
            used[key] = seconds
            largest = max(largest, resident)
        time.sleep(0.1)
    wall = time.monotonic() - started
    digest = _digest(Path(out)) if process.returncode == 0 else ""
    shutil.rmtree(out)
    if process.returncode:
        raise SystemExit(f"the route failed with status {process.returncode}")
    if expected and digest != expected:
        raise SystemExit(f"the documents that came out are not those of the first route: {digest} for {expected}")
    return sum(used.values()), wall, largest, digest


def _digest(folder: Path) -> str:
    """The number of documents and the sum of the digests of their texts, in whatever order and files they are."""
    count = total = 0
    for path in folder.rglob("*"):
        if (
            path.is_file()
            and path.suffix in {".json", ".jsonl"}
            and not any(part.startswith("_") for part in path.relative_to(folder).parts)
        ):
            with path.open("rb") as lines:
                for line in lines:
                    row = json.loads(line)
                    found = hashlib.blake2b(f"{row['id']} {row['text']}".encode(), digest_size=8).digest()
                    count, total = count + 1, (total + int.from_bytes(found)) % 2**64
    return f"{count} documents, {total:016x}"


def _processes(mark: bytes) -> list[tuple[tuple[str, str], float, float]]:
    """The processes with the mark: which, CPU seconds so far, resident MB."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if mark not in (folder / "environ").read_bytes().split(b"\0"):
                    continue
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has ended, or is another user's
            seconds = (int(fields[11]) + int(fields[12])) / TICK
            found.append(((folder.name, fields[19]), seconds, int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6))
    return found


def main() -> None:
    """Measure the routes in turns and print a row for each."""
    parser = argparse.ArgumentParser(description="CPU time of each route, against the first.")
    parser.add_argument("source", help="a folder with shards")
    parser.add_argument("routes", nargs="*", default=list(ROUTES), help=f"of {', '.join(ROUTES)}")
    parser.add_argument("--rounds", type=int, default=1, help="how often each route runs (default 1)")
    options = parser.parse_intermixed_args()
    files = sorted(Path(options.source).glob("*.jsonl"))
    documents = sum(path.read_bytes().count(b"\n") for path in files)
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"{documents:,} documents, {size:,.1f} MB")
    runs: dict[str, list[tuple[float, float, float]]] = {name: [] for name in options.routes}
    digest = ""
    for _ in range(options.rounds):
        for name in options.routes:
            cpu, wall, memory, digest = measure(ROUTES[name], options.source, digest)
            runs[name].append((cpu, wall, memory))
            print(f"  {name}: {cpu:.1f} CPU s in {wall:.1f} s, load {os.getloadavg()[0]:.1f}", flush=True)
    print(f"every route: {digest}")
    print(
        f"{'route':12}{'CPU s':>8}{'us/doc':>8}{'docs/CPU s':>12}{'MB/CPU s':>10}{'ratio':>7}{'wall s':>8}{'MB RAM':>8}"
    )
    first = statistics.median(cpu for cpu, _, _ in runs[options.routes[0]])
    for name, measured in runs.items():
        cpu, wall, memory = (statistics.median(values) for values in zip(*measured, strict=True))
        row = f"{name:12}{cpu:8.1f}{cpu / documents * 1e6:8.1f}{documents / cpu:12,.0f}{size / cpu:10.1f}"
        print(f"{row}{cpu / first:7.2f}{wall:8.1f}{memory:8.0f}")


if __name__ == "__main__":
    main()
