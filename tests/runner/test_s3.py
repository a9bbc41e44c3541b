"""Addresses: a real server of the S3 protocol on this machine, and fsspec's own memory."""

from __future__ import annotations

import gzip
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

import faults

pytest.importorskip("fsspec", reason="fsspec is not installed")

from cleanpress import CleanpressError
from cleanpress.runner import Job, run

ROWS = [
    {"id": n, "url": f"https://a.example.org/{n}", "text": faults.DIRTY if n % 4 == 0 else "Fine."} for n in range(40)
]
RAW = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
CURED = "".join(
    json.dumps({**row, "text": faults.CLEAN if n % 4 == 0 else "Fine."}, ensure_ascii=False) + "\n"
    for n, row in enumerate(ROWS)
)


def texts(data):
    return [json.loads(line) for line in data.splitlines()]


EXPECTED = texts(CURED)


class TestMemory:
    @pytest.fixture
    def fs(self):
        import fsspec

        fs = fsspec.filesystem("memory")
        fs.store.clear()
        fs.pipe("/in/a.jsonl", RAW)
        fs.pipe("/in/b/c.jsonl.gz", gzip.compress(RAW))
        fs.pipe("/in/_old.jsonl", RAW)
        return fs

    def test_a_folder_of_files_is_cleaned_and_resumed(self, fs):
        job = Job("memory://out", part_size=2000)
        summary = run(job, ["memory://in"], workers=1)
        assert summary.errors == []
        assert [name.removeprefix("memory://").lstrip("/") for name in summary.outputs[-1:]] == ["out/b/c.jsonl.gz"]
        parts = [name for name in summary.outputs if "/a." in name]
        assert len(parts) > 1
        assert texts(b"".join(fs.cat_file(name.removeprefix("memory://")) for name in parts)) == EXPECTED
        assert texts(gzip.decompress(fs.cat_file("out/b/c.jsonl.gz"))) == EXPECTED
        assert run(job, ["memory://in"], workers=1).earlier == len(summary.outputs)

    def test_a_pattern_and_what_is_not_there(self, fs):
        assert run(Job("memory://out"), ["memory://in/*.jsonl"]).parts == 1
        with pytest.raises(CleanpressError, match="no such file"):
            run(Job("memory://out"), ["memory://in/missing.jsonl"])

    def test_a_scheme_that_nobody_knows(self):
        with pytest.raises(CleanpressError, match="nowhere"):
            run(Job("out"), ["nowhere://a/b.jsonl"])


@pytest.fixture(scope="module")
def bucket(tmp_path_factory):
    """The environment of a server that speaks S3, with the bucket ``pages``."""
    for name in ("s3fs", "moto.server", "boto3", "flask"):
        pytest.importorskip(name, reason=f"{name} is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(environment["AWS_ENDPOINT_URL"], timeout=2).close()  # noqa: S310
                break
            except OSError:
                time.sleep(0.1)
        script = "import boto3; boto3.client('s3').create_bucket(Bucket='pages')"
        subprocess.run([sys.executable, "-c", script], env={**os.environ, **environment}, check=True, timeout=60)
        yield environment
    finally:
        server.kill()
        server.wait()


@pytest.mark.slow
class TestS3:
    def python(self, bucket, code):
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, **bucket},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def test_from_bucket_to_bucket(self, bucket, tmp_path):
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
        (tmp_path / "a.jsonl").write_bytes(RAW)
        (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(RAW))
        self.python(
            bucket,
            f"""
import json, s3fs, pyarrow as pa, pyarrow.parquet as pq
fs = s3fs.S3FileSystem()
rows = [json.loads(line) for line in open({str(tmp_path / "a.jsonl")!r})]
fs.put({str(tmp_path / "a.jsonl")!r}, "pages/in/a.jsonl")
fs.put({str(tmp_path / "b.jsonl.gz")!r}, "pages/in/b.jsonl.gz")
with fs.open("pages/in/c.parquet", "wb") as file:
    pq.write_table(pa.Table.from_pylist(rows), file)
""",
        )
        command = [sys.executable, "-m", "cleanpress", "run", "s3://pages/in", "-o", "s3://pages/out"]
        for earlier in (0, 3):
            done = subprocess.run(
                [*command, "--workers", "2"], env={**os.environ, **bucket}, capture_output=True, text=True, timeout=120
            )
            assert done.returncode == 0, done.stderr
            assert ("3 of them by an earlier run" in done.stdout) == bool(earlier)
        out = self.python(
            bucket,
            """
import gzip, json, s3fs, pyarrow.parquet as pq
fs = s3fs.S3FileSystem()
a = [json.loads(line) for line in fs.cat("pages/out/a.jsonl").splitlines()]
b = [json.loads(line) for line in gzip.decompress(fs.cat("pages/out/b.jsonl.gz")).splitlines()]
c = pq.read_table(fs.open("pages/out/c.parquet")).to_pylist()
print(json.dumps([a, b, c, sorted(fs.find("pages/out"))]))
""",
        )
        first, second, third, names = json.loads(out)
        assert first == second == third == EXPECTED
        assert [name for name in names if "_cleanpress" not in name] == [
            "pages/out/a.jsonl",
            "pages/out/b.jsonl.gz",
            "pages/out/c.parquet",
        ]
        assert "pages/out/_cleanpress/summary.json" in names
