"""A real HTTP server on a free loopback port that misbehaves as told."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Web:
    """What is served, how badly, and what was asked for."""

    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)
    """Path -> what goes wrong at each next request, then nothing: truncate:N corrupt drip stall 503 redirect:URL no-range."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Path and Range header of each request."""
    address: str = ""

    def serve(self, path: str, body: bytes, *faults: str) -> str:
        self.files[path] = body
        self.faults[path] = list(faults)
        return f"{self.address}{path}"


class _Misbehaving(BaseHTTPRequestHandler):
    web: Web
    timeout = 5

    def do_GET(self) -> None:
        # A proxy is asked for whole addresses.
        path = "/" + self.path.split("/", 3)[3] if self.path.startswith("http") else self.path
        asked = self.headers.get("Range", "")
        self.web.asked.append((self.path, asked))
        faults = self.web.faults.get(path, [])
        fault = faults.pop(0) if faults else ""
        body = self.web.files.get(path)
        if body is None or fault == "404":
            return self.send_error(404)
        if fault.isdigit():
            return self.send_error(int(fault))
        if fault.startswith("redirect:"):
            self.send_response(302)
            self.send_header("Location", fault.removeprefix("redirect:"))
            self.send_header("Content-Length", "0")
            return self.end_headers()
        return self._send(body, asked, fault)

    def _send(self, body: bytes, asked: str, fault: str) -> None:
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and fault != "no-range" else 0
        if start and start >= len(body):
            return self.send_error(416)
        if fault == "corrupt":
            body = body[: len(body) // 2] + b"\x00" + body[len(body) // 2 + 1 :]
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        rest = body[start:]
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        if fault.startswith("truncate:"):
            self.wfile.write(rest[: int(fault.removeprefix("truncate:"))])
            self.close_connection = True
            return None
        if fault == "stall":
            self.wfile.write(rest[:100])
            self.wfile.flush()
            time.sleep(1.5)
            return None
        pieces = 20 if fault == "drip" else 1
        size = len(rest) // pieces + 1
        for begin in range(0, len(rest), size):
            self.wfile.write(rest[begin : begin + size])
            if pieces > 1:
                self.wfile.flush()
                time.sleep(0.02)
        return None

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def web() -> Iterator[Web]:
    """Serve until the block ends."""
    served = Web()
    handler = type("Handler", (_Misbehaving,), {"web": served})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # clients hang up on purpose
    server.daemon_threads = True
    served.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
