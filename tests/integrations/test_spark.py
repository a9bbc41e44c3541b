"""Spark: two local executors on Java, fed with planted faults."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

import faults

pytest.importorskip("pyspark", reason="pyspark is not installed")
pytest.importorskip("pyarrow", reason="pyarrow is not installed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed"),
]

OWN = "The council met slotgacor88.live today."
ROWS = [
    (n, "https://slotgacor88.live/" if n % 5 == 3 else f"https://a.example.org/{n}", text)
    for n, text in enumerate([faults.DIRTY, None, "Fine.", OWN, OWN] * 40)
]

CODE = """
import json, sys
from pyspark.sql import SparkSession
from cleanpress import Pipeline
from cleanpress.integrations.spark import clean_col, clean_df
rows = json.load(open(sys.argv[1]))
spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
frame = spark.createDataFrame([tuple(row) for row in rows], "id long, url string, text string").repartition(4)
plain = clean_df(frame)
assert plain.schema == frame.schema
found = {
    "plain": plain.orderBy("id").collect(),
    "urls": clean_df(frame, url_field="url").orderBy("id").collect(),
    "column": frame.withColumn("text", clean_col("text")).orderBy("id").collect(),
    "column_urls": frame.withColumn("text", clean_col("text", url="url")).orderBy("id").collect(),
    "pipeline": clean_df(frame, Pipeline.default().excluding("links")).orderBy("id").collect(),
}
json.dump({name: [tuple(row) for row in rows] for name, rows in found.items()}, open(sys.argv[2], "w"))
spark.stop()
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spark")
    (folder / "rows.json").write_text(json.dumps(ROWS))
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(folder / "rows.json"), str(folder / "found.json")],
        capture_output=True,
        text=True,
        timeout=280,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"},
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads((folder / "found.json").read_text())


def expected(own):
    """The rows as they should be; ``own``: whether the addresses were known."""
    cured = {faults.DIRTY: faults.CLEAN, None: None, "Fine.": "Fine.", OWN: "The council met today."}
    return [[n, url, text if own and "slotgacor88" in url and text == OWN else cured[text]] for n, url, text in ROWS]


@pytest.mark.parametrize(("name", "own"), [("plain", False), ("column", False), ("urls", True), ("column_urls", True)])
def test_every_row_is_cleaned_once(found, name, own):
    assert found[name] == expected(own)


def test_a_pipeline_of_ones_own(found):
    assert found["pipeline"][3][2] == OWN
    assert "slotgacor88.live" in found["pipeline"][0][2]
    assert "Ã³" not in found["pipeline"][0][2]
