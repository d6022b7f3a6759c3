"""As much of WebSocket (RFC 6455) as a peer on loopback needs: taking the call, and whole messages of text."""

import base64
import hashlib
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from threading import Lock

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
LAST = 0x80
_MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


@dataclass
class WebSocket:
    """One call that was taken, on the server's side."""

    handler: BaseHTTPRequestHandler
    writing: Lock = field(default_factory=Lock)

    @classmethod
    def taken(cls, handler: BaseHTTPRequestHandler) -> "WebSocket":
        """Answer the request to switch the protocol (section 4.2.2)."""
        key = handler.headers["Sec-WebSocket-Key"].encode()
        proof = base64.b64encode(hashlib.sha1(key + _MAGIC, usedforsecurity=False).digest()).decode()
        handler.send_response_only(101)
        for name, value in {
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Accept": proof,
        }.items():
            handler.send_header(name, value)
        if offered := handler.headers["Sec-WebSocket-Protocol"]:
            handler.send_header("Sec-WebSocket-Protocol", offered.split(",")[0].strip())
        handler.end_headers()
        return cls(handler)

    def read(self) -> str | None:
        """The next message; None when the other side has gone."""
        message = b""
        while (frame := self._frame()) is not None:
            last, kind, data = frame
            if kind == PING:
                self._write(PONG, data)
            elif kind < CLOSE:
                message += data
                if last:
                    return message.decode()
        return None

    def write(self, text: str) -> None:
        """Send one message. Raises OSError where the other side has gone."""
        self._write(TEXT, text.encode())

    def hang_up(self) -> None:
        """End the call."""
        with suppress(OSError):
            self._write(CLOSE, b"")
            self.handler.connection.shutdown(socket.SHUT_RDWR)

    def _frame(self) -> tuple[bool, int, bytes] | None:
        """One frame: whether it ends its message, its kind and what it carries, unmasked; None at the end."""
        head = self.handler.rfile.read(2)
        if len(head) < 2 or head[0] & 0x0F == CLOSE:
            return None
        length = head[1] & 0x7F
        if length > 125:
            size, code = (2, "!H") if length == 126 else (8, "!Q")
            (length,) = struct.unpack(code, self.handler.rfile.read(size))
        mask = self.handler.rfile.read(4)
        data = self.handler.rfile.read(length)
        return bool(head[0] & LAST), head[0] & 0x0F, bytes(b ^ mask[n % 4] for n, b in enumerate(data))

    def _write(self, kind: int, data: bytes) -> None:
        size = bytes([len(data)]) if len(data) < 126 else b"\x7e" + struct.pack("!H", len(data))
        with self.writing:
            self.handler.wfile.write(bytes([LAST | kind]) + size + data)
            self.handler.wfile.flush()
