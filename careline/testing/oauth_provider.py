"""An OAuth provider on loopback: a token endpoint (RFC 6749) and introspection (RFC 7662) for mail servers to ask."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

REFUSED: dict[str, Any] = {
    "error": "invalid_grant",
    "error_description": "The refresh token was revoked.",
}


@dataclass
class OAuthProvider:
    """The running provider. `good` are the access tokens that introspection believes, with their user.

    Each refresh token in `refresh_tokens` stands for a user; with `rotates`, it is good once and the answer brings the
    next one. `asked` are the forms that came to the token endpoint; `status` other than 200 has it refuse.
    """

    port: int
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    good: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    rotates: bool = False
    status: int = 200
    answer: dict[str, Any] = field(default_factory=lambda: dict(REFUSED))
    lasts_seconds: int = 3600
    padding: str = ""
    _serial: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def token_url(self) -> str:
        """Where refresh tokens become access tokens."""
        return f"http://127.0.0.1:{self.port}/token"

    @property
    def introspection_url(self) -> str:
        """Where a mail server asks whose token it was given; the token is appended."""
        return f"http://127.0.0.1:{self.port}/introspect?token="

    @property
    def settings(self) -> dict[str, str]:
        """What an inbox's `incoming` or `outgoing` holds to log in by this provider's tokens."""
        return {"auth": "xoauth2", "oauth_token_url": self.token_url, "oauth_client_id": "careline"}

    def enrol(self, user: str) -> str:
        """Make a refresh token for a user."""
        token = f"refresh-{next(self._serial)}"
        self.refresh_tokens[token] = user
        return token

    def revoke(self) -> None:
        """Cease to believe every access token given so far, as when they expire early."""
        self.good.clear()

    def refresh(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Answer one request for an access token."""
        self.asked.append(form)
        given = form.get("refresh_token", "")
        if self.status != 200 or given not in self.refresh_tokens:
            return (self.status if self.status != 200 else 400), self.answer
        user = self.refresh_tokens[given]
        token = f"access-{next(self._serial)}{self.padding}"
        self.good[token] = user
        made: dict[str, Any] = {"access_token": token, "expires_in": self.lasts_seconds}
        if self.rotates:
            del self.refresh_tokens[given]
            made["refresh_token"] = self.enrol(user)
        return 200, made

    def introspect(self, token: str) -> dict[str, Any]:
        """Say whose token it is, if it is still good."""
        user = self.good.get(token)
        return {"active": True, "username": user} if user else {"active": False}


@contextmanager
def oauth_provider() -> Iterator[OAuthProvider]:
    """Run a provider for the length of a test."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(*running.refresh({name: values[0] for name, values in parse_qs(body).items()}))

        def do_GET(self) -> None:
            token = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
            self._answer(200, running.introspect(token))

        def _answer(self, status: int, content: dict[str, Any]) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    running = OAuthProvider(server.server_port)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
