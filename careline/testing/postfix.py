"""A real Postfix on loopback, from a temporary folder: its own queue, ports and log. Needs root, as Postfix does."""

import os
import pwd
import shutil
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 15.0
MASTERS = ("/usr/lib/postfix/sbin/master", "/usr/libexec/postfix/master")
_QUEUES = (
    "active",
    "bounce",
    "corrupt",
    "defer",
    "deferred",
    "flush",
    "hold",
    "incoming",
    "private",
    "saved",
    "trace",
)
_MAIN = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
daemon_directory = {daemons}
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {home}/log/mail.log
maillog_file_prefixes = {home}/log
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.peer.example
mydestination =
local_transport = error:5.1.1 nobody lives here
alias_maps =
local_recipient_maps =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_tls_security_level = none
lmtp_tls_security_level = none
lmtp_assume_final = yes
smtputf8_enable = yes
disable_dns_lookups = yes
smtp_host_lookup = native
recipient_delimiter = +
minimal_backoff_time = 2s
maximal_backoff_time = 4s
queue_run_delay = 2s
delay_warning_time = 1s
bounce_queue_lifetime = 60s
maximal_queue_lifetime = 60s
transport_maps = inline:{{ {transports} }}
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup  unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr    unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce  unix - - n - 0 bounce
defer   unix - - n - 0 bounce
trace   unix - - n - 0 bounce
verify  unix - - n - 1 verify
flush   unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp    unix - - n - - smtp
relay   unix - - n - - smtp
lmtp    unix - - n - - lmtp
error   unix - - n - - error
retry   unix - - n - - error
discard unix - - n - - discard
anvil   unix - - n - 1 anvil
scache  unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def program() -> str | None:
    """Where Postfix's master is; None if it isn't installed or can't run (it must be started by root)."""
    if os.geteuid() != 0:
        return None
    return next((path for path in MASTERS if Path(path).exists()), None)


@dataclass
class Postfix:
    """A running Postfix. `transports` maps a domain to where its mail goes, such as `lmtp:inet:127.0.0.1:2424`."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def settings(self) -> dict[str, object]:
        """What an inbox's `outgoing` holds to send through it."""
        return {"host": "127.0.0.1", "port": self.port, "security": "none"}

    @property
    def log(self) -> str:
        """What it logged so far."""
        path = self.home / "log" / "mail.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def hand_in(self, content: bytes, *, sender: str, to: str) -> None:
        """Send a mail into it, as a customer's mail program does."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as smtp:
            smtp.sendmail(sender, [to], content)


@contextmanager
def postfix(transports: Mapping[str, str]) -> Iterator[Postfix]:
    """Run Postfix for the length of a test; it sends each domain's mail where `transports` says."""
    master = program()
    assert master, "Postfix is not installed, or this is not root"
    home = Path(tempfile.mkdtemp(prefix="careline-postfix-"))
    port = _free_port()
    _lay_out(home, port, Path(master).parent, transports)
    with (home / "output").open("wb") as output:
        process = subprocess.Popen(
            [master, "-c", str(home / "conf"), "-d"], stdout=output, stderr=output, stdin=subprocess.DEVNULL
        )
    running = Postfix(home, port, process)
    try:
        _wait(running)
        yield running
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(home, ignore_errors=True)


def _lay_out(home: Path, port: int, daemons: Path, transports: Mapping[str, str]) -> None:
    home.chmod(0o755)
    owner = pwd.getpwnam("postfix").pw_uid
    for name in ("conf", "log", "queue", "data", "queue/pid", *(f"queue/{one}" for one in _QUEUES)):
        (home / name).mkdir()
    for name in ("data", *(f"queue/{one}" for one in _QUEUES)):
        os.chown(home / name, owner, -1)
    postdrop = shutil.which("postdrop")
    group = Path(postdrop).stat().st_gid if postdrop else -1
    for name, mode in (("maildrop", 0o730), ("public", 0o710)):
        (home / "queue" / name).mkdir()
        os.chown(home / "queue" / name, owner, group)
        (home / "queue" / name).chmod(mode)
    table = ", ".join(f"{{ {domain} = {target} }}" for domain, target in transports.items())
    (home / "conf/main.cf").write_text(_MAIN.format(home=home, daemons=daemons, transports=table))
    (home / "conf/master.cf").write_text(_MASTER.format(port=port))


def _wait(running: Postfix) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and running.process.poll() is None:
        try:
            with smtplib.SMTP("127.0.0.1", running.port, timeout=2) as smtp:
                if smtp.noop()[0] == 250:
                    return
        except (OSError, smtplib.SMTPException):
            time.sleep(0.1)
    raise RuntimeError(
        f"Postfix does not start: {running.log[-2000:]} {(running.home / 'output').read_text()[-2000:]}"
    )


def _free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])
