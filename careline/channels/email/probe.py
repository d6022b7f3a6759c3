"""Try a mailbox for real, step by step, and say where it stops and why."""

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

from careline.channels.email.account import Account, MailboxTrouble, explain
from careline.channels.email.fetching import mailbox_of

PASSED, FAILED, WAITING = "passed", "failed", "waiting"
STEPS = {
    "name": "The name of the server",
    "connection": "The connection",
    "encryption": "The encryption",
    "login": "Logging in",
    "folder": "Reading the mailbox",
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
    passed = [Step(name, PASSED, text) for name, text in STEPS.items() if name != "folder"]
    return [*passed, Step("folder", PASSED, f"{STEPS['folder']} ({took:.1f} s in all)")]


def _attempt(account: Account) -> None:
    if not account.host:
        raise MailboxTrouble("name", "No server is named.")
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
            steps.append(Step(name, state, text))
    return steps


def _timed(call: Callable[[], None]) -> float:
    began = time.monotonic()
    call()
    return time.monotonic() - began
