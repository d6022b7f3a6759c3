"""The built-in receiver: SMTP (RFC 5321) and LMTP (RFC 2033). 250 is said after the mail is committed, never before."""

import asyncio
import ssl
import uuid
from collections.abc import Sequence
from typing import Any

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session, syntax
from django.db import Error

from careline.channels.configured import InboxSettings, find_inbox
from careline.channels.intake.gate import Gate
from careline.channels.protocol import NewArrival

MOST_RECIPIENTS = 100
MOST_CONNECTIONS = 100
IDLE_SECONDS = 120.0
LONGEST_LINE = 1024 * 1024
OK = "250 2.0.0 Kept"
LATER = "451 4.3.0 Not now: our database is away. Please try again."
UNKNOWN = "550 5.1.1 No inbox here has this address"
log = structlog.get_logger()


class MailEnvelope(Envelope):
    """One mail under way, with the inbox of each recipient that was taken."""

    def __init__(self) -> None:
        super().__init__()
        self.inboxes: list[InboxSettings] = []


class Receiver:
    """What aiosmtpd asks at each step. One for a server; the state of a mail is in its envelope."""

    def __init__(self, gate: Gate, *, per_recipient: bool = False) -> None:
        self.gate = gate
        self.per_recipient = per_recipient
        self.connections = 0

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: MailEnvelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient that is an inbox of ours, refuse any other."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            inbox = await self.gate.look_up(lambda: find_inbox(address))
        except Error:
            return LATER
        if inbox is None:
            log.info("recipient_refused", address=address[:320])
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        envelope.inboxes.append(inbox)
        return "250 2.1.5 Good"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: MailEnvelope) -> str:  # noqa: N802
        """Journal the mail once for each inbox, then answer: for LMTP once for each recipient."""
        items = _arrivals(session, envelope)
        try:
            await self.gate.accept(items)
        except Exception as error:
            log.warning("mail_refused_for_now", error=str(error)[:300])
            return self._answer(envelope, LATER)
        return self._answer(envelope, OK)

    async def handle_exception(self, error: Exception) -> str:
        """Whatever else goes wrong is our fault, and may pass."""
        log.error("receiver_failed", error=repr(error)[:300])
        return LATER

    def _answer(self, envelope: MailEnvelope, line: str) -> str:
        return "\r\n".join([line] * len(envelope.rcpt_tos)) if self.per_recipient else line


class SmtpServer(SMTP):
    """One SMTP connection: with a limit to how many there are, and lines as long as real mail has them."""

    line_length_limit = LONGEST_LINE
    event_handler: Receiver

    def _create_envelope(self) -> MailEnvelope:
        return MailEnvelope()

    def connection_made(self, transport: Any) -> None:
        """Count the connection; one too many is told to come later."""
        self.event_handler.connections += 1
        if self.event_handler.connections > MOST_CONNECTIONS:
            transport.write(b"421 4.7.0 Too many connections, try again\r\n")
            transport.close()
            return
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Uncount it."""
        self.event_handler.connections -= 1
        if self.transport is not None:
            super().connection_lost(error)


class LmtpServer(SmtpServer):
    """One LMTP connection: LHLO for EHLO, and an answer for each recipient after the data (RFC 2033, 4.2)."""

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, arg: str) -> None:  # noqa: N802
        """Greet as EHLO does."""
        await super().smtp_EHLO(arg)

    async def smtp_HELO(self, arg: str) -> None:  # noqa: N802
        """Refuse what is not LMTP."""
        await self.push("500 Error: command HELO not recognized")

    async def smtp_EHLO(self, arg: str) -> None:  # noqa: N802
        """Refuse what is not LMTP."""
        await self.push("500 Error: command EHLO not recognized")

    async def push(self, status: Any) -> None:
        """Say a refusal of the data once for each recipient, as the client expects."""
        if isinstance(status, str) and status.startswith(("552 Error: Too much", "500 Line too long")):
            count = len(self.envelope.rcpt_tos) if self.envelope else 1
            status = "\r\n".join([status] * max(count, 1))
        await super().push(status)


async def listen(
    gate: Gate,
    *,
    host: str = "",
    port: int = 0,
    path: str = "",
    lmtp: bool = False,
    size_limit: int = 50 * 1024 * 1024,
    tls: ssl.SSLContext | None = None,
) -> asyncio.Server:
    """Start a server on a host and port or a Unix socket; `size_limit` in bytes is announced and kept (552)."""
    loop = asyncio.get_running_loop()
    handler = Receiver(gate, per_recipient=lmtp)
    kind = LmtpServer if lmtp else SmtpServer

    def connection() -> SMTP:
        return kind(
            handler, data_size_limit=size_limit, enable_SMTPUTF8=True, hostname="careline", ident="Careline",
            timeout=IDLE_SECONDS, tls_context=tls, loop=loop,
        )  # fmt: skip

    if path:
        return await loop.create_unix_server(connection, path=path)
    return await loop.create_server(connection, host or None, port, reuse_address=True)


def _arrivals(session: Session, envelope: MailEnvelope) -> Sequence[NewArrival]:
    transaction = uuid.uuid4().hex
    inboxes = envelope.inboxes
    content = envelope.content
    peer = session.peer if isinstance(session.peer, tuple) else ("",)
    wire = {
        "client_ip": str(peer[0]),
        "helo": str(session.host_name or ""),
        "mail_from": envelope.mail_from or "",
    }
    return [
        NewArrival(
            inbox_id=inbox_id,
            origin=f"smtp:{transaction}",
            raw=content if isinstance(content, bytes) else b"",
            envelope={**wire, "rcpt_to": _recipients_of(inbox_id, envelope)},
            fingerprint=f"smtp:{transaction}" if len({one.id for one in inboxes}) > 1 else "",
        )
        for inbox_id in dict.fromkeys(one.id for one in inboxes)
    ]


def _recipients_of(inbox_id: int, envelope: MailEnvelope) -> list[str]:
    pairs = zip(envelope.rcpt_tos, envelope.inboxes, strict=True)
    return [address for address, inbox in pairs if inbox.id == inbox_id]
