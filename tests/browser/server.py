"""Serve the built site on loopback, as a host would: compressed, with a Content-Security-Policy and the site's own 404."""

import gzip
import json
import re
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

# All comes from the site itself and no script stands in a page; KaTeX places its glyphs by inline styles.
POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'"
COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".xml")


INDEX = "search/search_index.json"


def without_index(site: Path) -> dict[str, bytes]:
    """Return what is served where nobody searches: every page prepares its search, which takes longer than many a test."""
    index = json.loads((site / INDEX).read_text(encoding="utf-8"))
    return {f"/{INDEX}": json.dumps(index | {"docs": []}).encode()}


@lru_cache(maxsize=128)
def _compressed(body: bytes) -> bytes:
    return gzip.compress(body, 6)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    policy, replaced = POLICY, {}
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".woff2": "font/woff2", ".js": "text/javascript"}

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        status = 200 if path.is_file() else 404
        if status == 404:
            path = Path(self.directory) / "404.html"
        compress = path.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", "")
        body = self.replaced.get(urlsplit(self.path).path)
        if body is None:
            body = path.read_bytes()
        if path.name == "sitemap.xml":
            # Instant navigation follows only what the sitemap lists; like `mkdocs serve`, list it under this address.
            body = re.sub(rb"<loc>https?://[^/<]+", b"<loc>http://" + self.headers["Host"].encode(), body)
        if compress:
            body = _compressed(body)
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if compress:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing: the browser keeps the log that the tests read."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Say nothing: a browser closes connections whenever it likes."""


class Server:
    """A context manager that serves a folder and gives its address, such as http://127.0.0.1:40001/.

    `replaced` has the paths of files, such as /softmax.html, in whose place something else is served.
    """

    def __init__(self, folder, policy: str = POLICY, replaced: dict[str, bytes] | None = None):
        self.folder = folder
        self.handler = type("Handler", (_Handler,), {"policy": policy, "replaced": replaced or {}})

    def __enter__(self):
        self.server = _Server(("127.0.0.1", 0), partial(self.handler, directory=str(self.folder)))
        Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}/"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
