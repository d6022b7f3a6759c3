"""Whether a mail's sender was authenticated: by a server that we trust, else by our own check where that can say something.

Asks the network, so it runs before any transaction; while the name service does not answer it is left alone.
"""

import ipaddress
import time
from typing import Any

import structlog

from careline.channels.email.authenticate import check
from careline.tickets.contracts import Authentication, InboundMessage

CHECK_SECONDS = 3.0
REST_SECONDS = 60.0
log = structlog.get_logger()
_rest_until = 0.0


def authentication_of(message: InboundMessage, raw: bytes, envelope: dict[str, Any]) -> Authentication:
    """The trusted server's results; else SPF for a client from outside, DKIM where the mail is signed, and DMARC."""
    if message.authentication.source:
        return message.authentication
    client_ip = _public(str(envelope.get("client_ip") or ""))
    is_signed = any(name.lower() == "dkim-signature" for name, _ in message.headers)
    if not (client_ip or is_signed) or time.monotonic() < _rest_until:
        return message.authentication
    began = time.monotonic()
    found = check(
        raw,
        client_ip=client_ip,
        helo=str(envelope.get("helo") or ""),
        mail_from=str(envelope.get("mail_from") or ""),
        timeout_seconds=CHECK_SECONDS,
    )
    _note_time(time.monotonic() - began)
    return found


def _public(address: str) -> str:
    """The client's address if it is somebody else's: our own MTA's says nothing of the sender."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return address if found.is_global else ""


def _note_time(seconds: float) -> None:
    """After a check that ran out of time, do without for a minute: mail must not wait for a name service."""
    global _rest_until
    if seconds >= CHECK_SECONDS * 0.9:
        _rest_until = time.monotonic() + REST_SECONDS
        log.warning("sender_check_rests", seconds=round(seconds, 1))
