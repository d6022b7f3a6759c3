"""A real SMTP server on loopback that takes mail, remembers it, and misbehaves on request."""

import asyncio
import base64
import email
import email.message
import email.policy
import ssl
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, AuthResult

REFUSED_TOKEN = '{"status":"400","schemes":"Bearer","scope":"https://mail.example/"}'


@dataclass(frozen=True)
class TakenMail:
    """One mail that the peer took."""

    mail_from: str
    rcpt_to: list[str]
    content: bytes
    connection: int
    user: str = ""

    @property
    def parsed(self) -> email.message.EmailMessage:
        """The mail, read by the standard library."""
        return email.message_from_bytes(self.content, policy=email.policy.default)


@dataclass
class Faults:
    """What goes wrong next. Each answer is used once, in order; "" means: go on as usual.

    `rcpt` maps a recipient to its answer (for good). `drop_after_data` closes the connection after the mail was
    taken and before it is acknowledged, that many times; `slow_seconds` is waited before each answer to DATA.
    """

    mail: deque[str] = field(default_factory=deque)
    data: deque[str] = field(default_factory=deque)
    rcpt: dict[str, str] = field(default_factory=dict)
    drop_after_data: int = 0
    drop_before_data: int = 0
    slow_seconds: float = 0.0
    refuse_null_sender: bool = False


class SmtpPeer:
    """The running peer: `host`, `port`, what it has taken so far (`mails`) and its `faults`.

    By XOAUTH2 `password` is the access token it believes; `after_refusal` is what clients answered to a refusal's
    challenge, which has to be nothing.
    """

    def __init__(
        self,
        *,
        user: str = "",
        password: str = "",
        size_limit: int = 33_554_432,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.mails: list[TakenMail] = []
        self.faults = Faults()
        self.connections = 0
        self.user, self.password, self.tls = user, password, tls
        self.tokens_seen: list[str] = []
        self.after_refusal: list[bytes] = []
        self._news = threading.Condition()
        self._server = _Server(self, size_limit)

    @property
    def host(self) -> str:
        """Always loopback."""
        return "127.0.0.1"

    @property
    def port(self) -> int:
        """The port that the system chose."""
        assert self._server.server is not None
        return int(self._server.server.sockets[0].getsockname()[1])

    @property
    def settings(self) -> dict[str, object]:
        """What an inbox's `outgoing` holds to send through this peer."""
        account = {"user": self.user, "auth": "password"} if self.user else {}
        return {"host": self.host, "port": self.port, "security": "none", "timeout_seconds": 5, **account}

    def start(self) -> None:
        """Listen."""
        self._server.start()

    def stop(self) -> None:
        """Cease to listen."""
        self._server.stop()

    def take(self, mail: TakenMail) -> None:
        """Remember a mail."""
        with self._news:
            self.mails.append(mail)
            self._news.notify_all()

    def wait_for(self, count: int, *, seconds: float = 15.0) -> list[TakenMail]:
        """Return the mails once there are `count`. Raises TimeoutError."""
        with self._news:
            if not self._news.wait_for(lambda: len(self.mails) >= count, timeout=seconds):
                raise TimeoutError(f"{len(self.mails)} mails instead of {count}")
            return list(self.mails)


@contextmanager
def smtp_peer(
    *, user: str = "", password: str = "", size_limit: int = 33_554_432, tls: ssl.SSLContext | None = None
) -> Iterator[SmtpPeer]:
    """Run a peer for the length of a test; with `tls` it insists on STARTTLS."""
    peer = SmtpPeer(user=user, password=password, size_limit=size_limit, tls=tls)
    peer.start()
    try:
        yield peer
    finally:
        peer.stop()


class _Numbered(SMTP):
    connection_number = 0


class _Server:
    """aiosmtpd on its own loop in its own thread."""

    def __init__(self, peer: SmtpPeer, size_limit: int) -> None:
        self.peer, self.size_limit, self.handler = peer, size_limit, _Handler(peer)
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.server: asyncio.Server | None = None

    def start(self) -> None:
        self.thread.start()
        listening = self.loop.create_server(self._connected, "127.0.0.1", 0)
        self.server = asyncio.run_coroutine_threadsafe(listening, self.loop).result(10)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self._end)
        self.thread.join(5)

    def _end(self) -> None:
        if self.server is not None:
            self.server.close()
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.loop.call_soon(self.loop.stop)

    def _connected(self) -> SMTP:
        self.peer.connections += 1
        server = _Numbered(
            self.handler,
            hostname="peer.example",
            enable_SMTPUTF8=True,
            data_size_limit=self.size_limit,
            authenticator=self._authenticate,
            auth_exclude_mechanism=["LOGIN"],
            loop=self.loop,
            auth_required=bool(self.peer.user),
            auth_require_tls=self.peer.tls is not None,
            tls_context=self.peer.tls,
            require_starttls=self.peer.tls is not None,
        )
        server.connection_number = self.peer.connections
        return server

    def _authenticate(self, server, session, envelope, mechanism, data):  # type: ignore[no-untyped-def]
        login, password = data.login.decode(), data.password.decode()
        return AuthResult(
            success=(login, password) == (self.peer.user, self.peer.password), auth_data=login, handled=False
        )


class _Handler:
    def __init__(self, peer: SmtpPeer) -> None:
        self.peer = peer

    async def auth_XOAUTH2(self, server, args):  # type: ignore[no-untyped-def]  # noqa: N802
        blob = base64.b64decode(args[1]) if len(args) > 1 else await server.challenge_auth("")
        said = blob.decode()
        self.peer.tokens_seen.append(said)
        good = f"user={self.peer.user}\x01auth=Bearer {self.peer.password}\x01\x01"
        if said != good:
            self.peer.after_refusal.append(await server.challenge_auth(REFUSED_TOKEN))
        return AuthResult(success=said == good, auth_data=self.peer.user, handled=False)

    async def handle_MAIL(self, server, session, envelope, address, options):  # type: ignore[no-untyped-def]  # noqa: N802
        faults = self.peer.faults
        if faults.refuse_null_sender and address == "<>":
            return "550 5.1.7 no null sender here"
        if faults.mail and (answer := faults.mail.popleft()):
            return answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # type: ignore[no-untyped-def]  # noqa: N802
        if address in self.peer.faults.rcpt:
            return self.peer.faults.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]  # noqa: N802
        faults = self.peer.faults
        if faults.slow_seconds:
            await asyncio.sleep(faults.slow_seconds)
        if faults.data and (answer := faults.data.popleft()):
            return answer
        if faults.drop_before_data:
            faults.drop_before_data -= 1
            server.transport.abort()
            return "451 gone"
        user = str(session.auth_data or "") if session.authenticated else ""
        number = server.connection_number
        self.peer.take(
            TakenMail(envelope.mail_from.strip("<>"), list(envelope.rcpt_tos), envelope.content, number, user)
        )
        if faults.drop_after_data:
            faults.drop_after_data -= 1
            server.transport.abort()
        return f"250 2.0.0 taken as {len(self.peer.mails)} at {time.time():.0f}"
