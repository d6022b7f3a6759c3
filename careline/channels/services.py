"""What channels run in the worker: the drain of the intake journal, the receivers, the fetchers."""

import asyncio
import os
import ssl
import threading
from contextlib import AsyncExitStack
from typing import Protocol

import structlog
from django.conf import settings

from careline.channels.delivery.outbox import Outbox
from careline.channels.email.receiver import listen
from careline.channels.email.supervision import Supervision
from careline.channels.intake.drain import Drain
from careline.channels.intake.gate import Gate
from careline.core.services import CannotServe, register_service

STOP_SECONDS = 10.0
log = structlog.get_logger()


class Worker(Protocol):
    """Works in a thread until told to stop."""

    stopping: threading.Event

    def run(self) -> None:
        """Work until `stopping` is set."""


class Place(Protocol):
    """Where to listen: a host and a port, or the path of a Unix socket."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def path(self) -> str: ...


async def drain_intake() -> None:
    """Work off the intake journal until cancelled; one arrival at a time, in a thread of its own."""
    drain = Drain()
    watchdog = threading.Thread(target=drain.watch, name="intake-watchdog", daemon=True)
    watchdog.start()
    await _until_cancelled(drain)


async def receive_mail() -> None:
    """Take in mail by SMTP and LMTP where the operator said, until cancelled."""
    gate = Gate()
    places = [(settings.CARELINE_SMTP_LISTEN, False), (settings.CARELINE_LMTP_LISTEN, True)]
    async with AsyncExitStack() as stack:
        for place, lmtp in places:
            if place is not None:
                stack.callback((await _listen(gate, place, lmtp=lmtp)).close)
                log.info("receiving_mail", protocol="LMTP" if lmtp else "SMTP", at=str(place))
        await gate.run()


async def _listen(gate: Gate, place: Place, *, lmtp: bool) -> asyncio.Server:
    """Open one receiver; raises CannotServe where the place is taken, or isn't ours."""
    try:
        return await listen(
            gate, host=place.host, port=place.port, path=place.path, lmtp=lmtp,
            size_limit=settings.CARELINE_MAX_MAIL_BYTES, tls=_tls(),
        )  # fmt: skip
    except OSError as error:
        setting = "CARELINE_LMTP_LISTEN" if lmtp else "CARELINE_SMTP_LISTEN"
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise CannotServe(
            f"No mail can be taken in at {place}: {reason}. {setting} names another place, or off."
        ) from error


def _tls() -> ssl.SSLContext | None:
    """The operator's certificate, so that STARTTLS can be offered."""
    if not settings.CARELINE_SMTP_CERTIFICATE:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(settings.CARELINE_SMTP_CERTIFICATE, settings.CARELINE_SMTP_KEY or None)
    return context


async def fetch_mail() -> None:
    """Fetch from every mailbox by IMAP or POP3, until cancelled."""
    await _until_cancelled(Supervision())


async def send_messages() -> None:
    """Bring out what is due until cancelled; what is being sent then is finished."""
    await _until_cancelled(Outbox())


async def _until_cancelled(worker: Worker) -> None:
    """Run it in a thread of its own; once cancelled, let it finish what it holds, for a while."""
    running = asyncio.create_task(asyncio.to_thread(worker.run))
    try:
        await asyncio.shield(running)
    finally:
        worker.stopping.set()
        await asyncio.wait([running], timeout=STOP_SECONDS)


register_service("intake", drain_intake)
register_service("fetching", fetch_mail)
register_service("outbox", send_messages)
if settings.CARELINE_SMTP_LISTEN or settings.CARELINE_LMTP_LISTEN:
    register_service("receiver", receive_mail)
