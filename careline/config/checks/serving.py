"""Serving: address, static files, worker and its services, ports for mail, file storage, outgoing mail."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from careline.config.parsing import Listen
from careline.config.preparation import STAMP
from careline.config.settings import CONFIGURATION
from careline.core import health, heartbeat
from careline.core.diagnosis import Finding, bad, good, warning

PATIENCE_SECONDS = 5.0
LOCAL = ("localhost", "127.0.0.1", "::1")


def check_address() -> Iterator[Finding]:
    """Is the address one that customers' mail and agents' browsers can use, and does the DNS know it?"""
    yield from check_url()
    if CONFIGURATION.host not in LOCAL:
        yield from _check_resolves(CONFIGURATION.host)


def check_url() -> Iterator[Finding]:
    """Is the address, as it is written, one that others can use safely?"""
    url, host = CONFIGURATION.url, CONFIGURATION.host
    if CONFIGURATION.debug:
        yield bad("debug is on", "set CARELINE_DEBUG to no: error pages would show settings to everybody")
    if host in LOCAL:
        yield warning(
            f"{url} can only be reached from this machine", "set CARELINE_URL to the public address"
        )
    elif not CONFIGURATION.is_https:
        yield bad(
            f"{url} is not encrypted",
            "put a proxy with a certificate before it, and set CARELINE_URL to https://…",
        )
    else:
        yield good(url)


def _check_resolves(host: str) -> Iterator[Finding]:
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        yield warning(f"{host} is not known to the DNS", "make the name, or correct CARELINE_URL")
    else:
        yield good(f"{host} is known to the DNS")


def check_static_files() -> Iterator[Finding]:
    """Are styles and scripts where the web server looks?"""
    if CONFIGURATION.debug or (Path(settings.STATIC_ROOT) / STAMP).exists():
        yield good("styles and scripts are in place")
    else:
        yield bad(
            "styles and scripts are missing", "careline up collects them; without it run: careline migrate"
        )


def check_files() -> Iterator[Finding]:
    """Can attachments be written and read?"""
    health.check_files()
    yield good("attachments can be written and read" + (" on S3" if CONFIGURATION.files == "s3" else ""))


def check_worker() -> Iterator[Finding]:
    """Does a worker live, and do its services?"""
    age = heartbeat.seconds_since_heartbeat()
    if age is None or age > heartbeat.LATE_SECONDS:
        since = "never" if age is None else f"{age:.0f} s ago"
        yield bad(
            f"a worker last reported: {since}",
            "start careline up, or careline worker; its log says why it ended",
        )
        return
    yield good(f"a worker reported {age:.0f} s ago")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, detail->>'error' FROM core_heartbeat WHERE detail->>'error' <> '' ORDER BY name"
        )
        for name, error in cursor.fetchall():
            yield bad(f"{name} fails: {error}", "it is started again by itself; the worker's log has more")


def check_mail_ports() -> Iterator[Finding]:
    """Are the ports for incoming mail ours?"""
    for kind, where in (("SMTP", CONFIGURATION.smtp_listen), ("LMTP", CONFIGURATION.lmtp_listen)):
        if where is not None:
            yield _check_port(kind, where, is_served=heartbeat.has_living_worker())


def _check_port(kind: str, where: Listen, *, is_served: bool) -> Finding:
    is_open = _answers(where)
    variable = f"CARELINE_{kind}_LISTEN"
    if is_served and not is_open:
        return bad(
            f"nobody takes {kind} at {where}", "the worker's log says why; it may lack the right to that port"
        )
    if not is_served and is_open:
        return bad(f"another program takes {kind} at {where}", f"stop it, or choose another {variable}")
    return good(f"{kind} at {where}" + (" is served" if is_served else " is free"))


def _answers(where: Listen) -> bool:
    family = socket.AF_UNIX if where.path else (socket.AF_INET6 if ":" in where.host else socket.AF_INET)
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(PATIENCE_SECONDS)
        return probe.connect_ex(where.path or (where.host, where.port)) == 0


def check_account_mail() -> Iterator[Finding]:
    """Can invitations and password resets leave?"""
    host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
    try:
        socket.create_connection((host, port), timeout=PATIENCE_SECONDS).close()
    except OSError as error:
        reason = error.strerror or "no answer"
        yield warning(
            f"{urlsplit(f'//{host}').hostname}:{port} takes no mail ({reason})", "set CARELINE_MAIL_URL"
        )
    else:
        yield good(f"mail about accounts leaves through {host}:{port}")
