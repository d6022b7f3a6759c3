"""A push service for a real Firefox, on loopback: the browser's side by WebSocket, the sender's side (RFC 8030) by HTTPS.

What Firefox speaks is what Mozilla's service answers: hello, register, unregister, notification, ack.
"""

import json
import secrets
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from careline.notices.pushing import decoded
from careline.testing.dovecot import make_certificate
from careline.testing.push_peer import encoded
from careline.testing.websocket import WebSocket


@dataclass
class Channel:
    """One subscription of one browser; `key` is that of the only sender who may push there (RFC 8292)."""

    browser: str
    name: str
    key: str


@dataclass
class PushService:
    """The running service: the subscriptions by the secret end of their address, whose pushes were taken, how browsers took them."""

    url: str = ""
    endpoints: str = ""
    certificate: Path = Path()
    channels: dict[str, Channel] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)
    calls: dict[str, WebSocket] = field(default_factory=dict)

    def told(self, message: dict[str, Any], call: WebSocket) -> dict[str, Any] | None:
        """The answer to what a browser says; None where it wants none."""
        kind = message.get("messageType")
        if kind == "hello":
            browser = message["uaid"] if message.get("uaid") in self.calls else secrets.token_hex(16)
            self.calls[browser] = call
            return {"messageType": "hello", "status": 200, "uaid": browser, "use_webpush": True}
        if kind == "register":
            return self._registered(message, call)
        if kind == "unregister":
            for token in [token for token, one in self.channels.items() if one.name == message["channelID"]]:
                del self.channels[token]
            return {"messageType": "unregister", "status": 200, "channelID": message["channelID"]}
        if kind == "ack":
            self.acknowledged += [update["code"] for update in message["updates"]]
        return None

    def start_anew(self) -> None:
        """Lose all that is known, and hang up: browsers call again, and get new addresses."""
        calls = [*self.calls.values()]
        self.calls.clear()
        self.channels.clear()
        for call in calls:
            call.hang_up()

    def _registered(self, message: dict[str, Any], call: WebSocket) -> dict[str, Any]:
        browser = next(name for name, one in self.calls.items() if one is call)
        token = secrets.token_urlsafe(24)
        self.channels[token] = Channel(browser, message["channelID"], message.get("key", "").rstrip("="))
        return {
            "messageType": "register", "status": 200, "channelID": message["channelID"],
            "pushEndpoint": f"{self.endpoints}/{token}",
        }  # fmt: skip

    def pushed(self, token: str, headers: dict[str, str], body: bytes) -> int:
        """Hand a sender's push to its browser; the status for the sender."""
        channel = self.channels.get(token)
        if channel is None:
            return 410
        if not _is_signed(headers.get("authorization", ""), channel.key, self.endpoints):
            return 403
        update = {
            "messageType": "notification", "channelID": channel.name, "version": secrets.token_hex(8),
            "data": encoded(body), "headers": {"encoding": headers["content-encoding"]},
        }  # fmt: skip
        self.taken.append(token)
        self.calls[channel.browser].write(json.dumps(update))
        return 201


def _is_signed(authorization: str, key: str, audience: str) -> bool:
    """Whether a push comes from who holds the key that the browser named when it subscribed."""
    parts = dict(part.strip().split("=", 1) for part in authorization.removeprefix("vapid ").split(","))
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(key))
    with suppress(jwt.InvalidTokenError):
        jwt.decode(parts.get("t", ""), point, algorithms=["ES256"], audience=audience)
        return parts.get("k") == key
    return False


def _handler(service: PushService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            call = WebSocket.taken(self)
            while (text := call.read()) is not None:
                if answer := service.told(json.loads(text), call):
                    call.write(json.dumps(answer))
            self.close_connection = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.send_response(service.pushed(self.path.rpartition("/")[2], headers, body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_given: Any) -> None:
            pass

    return Handler


@contextmanager
def push_service(home: Path) -> Iterator[PushService]:
    """Run one for as long as the block; its certificate for HTTPS lies in `home`."""
    make_certificate(home)
    service = PushService(certificate=home / "cert.pem")
    browsers, senders = (ThreadingHTTPServer(("127.0.0.1", 0), _handler(service)) for _side in range(2))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(home / "cert.pem", home / "key.pem")
    senders.socket = context.wrap_socket(senders.socket, server_side=True)
    service.url = f"ws://127.0.0.1:{browsers.server_address[1]}"
    service.endpoints = f"https://127.0.0.1:{senders.server_address[1]}"
    for server in (browsers, senders):
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield service
    finally:
        for server in (browsers, senders):
            server.shutdown()
            server.server_close()
