"""Another program on loopback that takes webhooks: remembers what came, and answers as it is told."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Hook:
    """One request that came."""

    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> dict[str, Any]:
        """The body, read as JSON."""
        return json.loads(self.body)


@dataclass
class HookPeer:
    """The running program. `statuses` are used up first, then it answers 200."""

    url: str
    came: list[Hook] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    slow_seconds: float = 0.0

    def keys(self) -> list[str]:
        """The ids of what came, in order."""
        return [hook.headers["webhook-id"] for hook in self.came]


@contextmanager
def hook_peer() -> Iterator[HookPeer]:
    """Run one for as long as the block."""
    peer = HookPeer("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            peer.came.append(Hook(headers, body))
            time.sleep(peer.slow_seconds)
            status = peer.statuses.pop(0) if peer.statuses else 200
            self.send_response(status)
            for name, value in peer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(f"said {status}".encode())

        def log_message(self, *_given: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    peer.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
