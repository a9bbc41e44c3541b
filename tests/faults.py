"""Pages and texts with planted faults, and what is left when they are gone. Written for these tests."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CURED = "The harbour council must repair the old bridge before winter, because the ferry cannot carry lorries."
SPOT = CURED.replace("repair", "slotgacor88.live repair")
SECOND = (
    "Engineers found rust in three of the nine pillars last spring. They said that the deck would hold for another "
    "year, and that nobody should wait for longer than that."
)
DAMAGED = (
    "Mayor Ana LÃ³pez called the report a warning. According to harbourgazette.com the work will cost four million."
)
MENDED = "Mayor Ana López called the report a warning. According to harbourgazette.com the work will cost four million."
PROTECTED = "error: Content is protected !!"
DIRTY = f"{SPOT}\n\n{SECOND}\n\n{DAMAGED}\n\n{PROTECTED}"
CLEAN = f"{CURED}\n\n{SECOND}\n\n{MENDED}"


def page(number: int, *, dirty: bool = True) -> str:
    """An article as a browser gets it."""
    body = (SPOT, SECOND, DAMAGED, PROTECTED) if dirty else (CURED, SECOND, MENDED)
    paragraphs = "\n".join(f"<p>{text}</p>" for text in body)
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Bridge {number}</title></head><body><main>"
        f"<article><h1>Bridge number {number} needs repair</h1>\n{paragraphs}\n</article></main></body></html>"
    )


@contextmanager
def served(pages: dict[str, str]):
    """A server on a free port of this machine that knows these pages; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            text = pages.get(self.path)
            self.send_response(404 if text is None else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((text or "").encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
