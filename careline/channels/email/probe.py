"""Try a mailbox for real, step by step, and say where it stops and why."""

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.channels.email.account import Account, MailboxTrouble, explain
from careline.channels.email.fetching import mailbox_of

PASSED, FAILED, WAITING = "passed", "failed", "waiting"
STEPS = {
    "name": gettext_lazy("The name of the server"),
    "connection": gettext_lazy("The connection"),
    "encryption": gettext_lazy("The encryption"),
    "login": gettext_lazy("Logging in"),
    "folder": gettext_lazy("Reading the mailbox"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a test: `state` is passed, failed or waiting (not tried); `said` is the server's own word."""

    name: str
    state: str
    text: str
    said: str = ""


def probe(account: Account) -> list[Step]:
    """Resolve, connect, log in and open the folders; nothing is fetched or changed."""
    try:
        took = _timed(lambda: _attempt(account))
    except MailboxTrouble as trouble:
        return list(_steps_until(trouble))
    passed = [Step(name, PASSED, str(text)) for name, text in STEPS.items() if name != "folder"]
    words = _("Reading the mailbox (%(seconds)s s in all)") % {"seconds": f"{took:.1f}"}
    return [*passed, Step("folder", PASSED, words)]


def _attempt(account: Account) -> None:
    if not account.host:
        raise MailboxTrouble("name", _("No server is named."))
    try:
        socket.getaddrinfo(account.host, account.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise explain(error, account) from error
    mailbox = mailbox_of(account)
    try:
        mailbox.connect()
        mailbox.check_folders()
    finally:
        mailbox.close()


def _steps_until(trouble: MailboxTrouble) -> list[Step]:
    steps = []
    state = PASSED
    for name, text in STEPS.items():
        if name == trouble.step:
            steps.append(Step(name, FAILED, str(trouble), trouble.said))
            state = WAITING
        else:
            steps.append(Step(name, state, str(text)))
    return steps


def _timed(call: Callable[[], None]) -> float:
    began = time.monotonic()
    call()
    return time.monotonic() - began
