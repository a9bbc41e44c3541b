"""Serves a small newspaper with planted faults on this machine, crawls it, and tells what came back.

python examples/scrapy_project/run.py
"""

import html
import json
import subprocess
import sys
import tempfile
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from planted import article  # noqa: E402

ARTICLES = {f"/{number}": article(number) for number in range(60)}


class Newspaper(BaseHTTPRequestHandler):
    def do_GET(self):
        row = ARTICLES.get(self.path)
        if row is not None:
            paragraphs = "".join(f"<p>{html.escape(line)}</p>\n" for line in row["text"].split("\n\n"))
            body = f"<h1>Number {row['id']}</h1><article>{paragraphs}</article>"
        else:
            body = "".join(f'<a class="article" href="{path}">{path}</a>\n' for path in ARTICLES)
        self.send_response(200 if row or self.path == "/" else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!doctype html><html><body>{body}</body></html>".encode())

    def log_message(self, *_):
        pass


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Newspaper)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    start = f"start=http://127.0.0.1:{server.server_port}/"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "items.jsonl")
        command = [sys.executable, "-m", "scrapy", "crawl", "articles", "-a", start, "-o", str(out)]
        subprocess.run(command, cwd=HERE, check=True)
        items = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    server.shutdown()
    server.server_close()
    rows = {path: row for path, row in ARTICLES.items() if row["planted"]}
    found = {item["url"][item["url"].rindex("/") :]: item["text"] for item in items}
    restored = sum(zlib.crc32(found[path].encode()) == row["check"] for path, row in rows.items())
    touched = sum(found[path] != row["text"] for path, row in ARTICLES.items() if path not in rows)
    print(f"{len(items)} articles crawled, {len(rows)} of them with faults: {restored} restored")
    print(f"articles without faults that were changed: {touched}")


if __name__ == "__main__":
    main()
