"""A real Dovecot (IMAP with IDLE, POP3, LMTP) on loopback, from a temporary folder, with a certificate of its own."""

import datetime
import getpass
import imaplib
import ipaddress
import os
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PASSWORD = "let-me-in"
START_SECONDS = 10.0
PROGRAMS = ("/usr/sbin/dovecot", "/usr/local/sbin/dovecot")
_CONFIG = """
protocols = imap pop3{lmtp_protocol}
listen = 127.0.0.1
instance_name = careline-test
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
ssl = yes
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login{token_mechanisms}
auth_failure_delay = 0
mail_location = maildir:{home}/mail/%u
first_valid_uid = 1
mail_max_userip_connections = 200
default_vsz_limit = 512M
maildir_very_dirty_syncs = no
postmaster_address = postmaster@peer.example
recipient_delimiter = +
{token_passdb}passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%u allow_all_users=yes
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
{lmtp_service}service imap-login {{
  {unconfined}
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service pop3-login {{
  {unconfined}
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = {pop3s}
    ssl = yes
  }}
}}
{users}
"""
_LMTP_SERVICE = """service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
"""
_TOKEN_PASSDB = """passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2.conf
}}
"""
_OAUTH2 = """
introspection_url = {url}
introspection_mode = get
username_attribute = username
active_attribute = active
active_value = true
"""


def program() -> str | None:
    """Where Dovecot is installed; None if it isn't."""
    found = shutil.which("dovecot")
    return found or next((path for path in PROGRAMS if Path(path).exists()), None)


def takes_lmtp() -> bool:
    """Whether Dovecot's LMTP service is installed (a package of its own in Debian)."""
    return any(Path(folder, "lmtp").exists() for folder in ("/usr/lib/dovecot", "/usr/libexec/dovecot"))


@dataclass
class Dovecot:
    """A running server: every user name is taken, with the password `PASSWORD`; LMTP delivers to any address."""

    home: Path
    imap: int
    imaps: int
    pop3: int
    pop3s: int
    lmtp: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        path = program()
        assert path, "Dovecot is not installed"
        with (self.home / "output").open("ab") as output:
            self.process = subprocess.Popen(
                [path, "-F", "-c", str(self.home / "dovecot.conf")], stdout=output, stderr=output,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.imap), timeout=1) as line:
                    line.settimeout(2)
                    if line.recv(100).startswith(b"* OK"):
                        return
            except OSError:
                pass
            if time.monotonic() > until:
                raise RuntimeError(f"Dovecot does not start: {self._said()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it; the mail stays."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
            self.process = None

    def mailbox(self, user: str) -> imaplib.IMAP4:
        """An IMAP connection of somebody who knows the password, to put mail in and look what became of it."""
        client = imaplib.IMAP4("127.0.0.1", self.imap)
        client.login(user, PASSWORD)
        return client

    def deliver(self, user: str, *mails: bytes, folder: str = "INBOX") -> None:
        """Put mail into a folder, made if need be."""
        client = self.mailbox(user)
        if folder != "INBOX":
            client.create(folder)
        for mail in mails:
            status, said = client.append(folder, "", imaplib.Time2Internaldate(time.time()), mail)
            assert status == "OK", said
        client.logout()

    def uids(self, user: str, folder: str = "INBOX", criterion: str = "ALL") -> list[int]:
        """The UIDs in a folder."""
        client = self.mailbox(user)
        client.select(folder, readonly=True)
        found = client.uid("SEARCH", criterion)[1][0]
        client.logout()
        return [int(uid) for uid in (found or b"").split()]

    def contents(self, user: str) -> list[bytes]:
        """The mails in the INBOX, oldest first, left unread."""
        client = self.mailbox(user)
        client.select(readonly=True)
        fetched = client.fetch("1:*", "(BODY.PEEK[])")[1]
        client.logout()
        return [one[1] for one in fetched if isinstance(one, tuple)]

    def renumber(self, user: str) -> None:
        """Give the INBOX a new UIDVALIDITY, as after a restore from backup."""
        for name in ("dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache"):
            (self.home / "mail" / user / name).unlink(missing_ok=True)
        for path in (self.home / "mail" / user).glob("dovecot-uidvalidity*"):
            path.unlink()
        time.sleep(1.1)  # Dovecot takes the second as the new value

    def _said(self) -> str:
        return "\n".join(
            path.read_text("utf-8", "replace")[-2000:]
            for path in (self.home / "output", self.home / "log")
            if path.exists()
        )


def make_dovecot(*, introspection_url: str = "") -> Dovecot:
    """Configure a server in a temporary folder; not started. Remove its `home` afterwards.

    With `introspection_url` (RFC 7662; the token is appended) it offers XOAUTH2 too.
    """
    home = Path(tempfile.mkdtemp(prefix="careline-dovecot-"))
    home.chmod(0o755)
    server = Dovecot(home, *_free_ports(5))
    is_root = os.geteuid() == 0
    uid, gid = (65534, 65534) if is_root else (os.getuid(), os.getgid())
    (home / "mail").mkdir()
    os.chown(home / "mail", uid, gid)
    make_certificate(home)
    me = getpass.getuser()
    config = _CONFIG.format(
        home=home, password=PASSWORD, uid=uid, gid=gid, imap=server.imap, imaps=server.imaps, pop3=server.pop3,
        pop3s=server.pop3s, unconfined="" if is_root else "chroot =",
        users="" if is_root else f"default_internal_user = {me}\ndefault_login_user = {me}",
        lmtp_protocol=" lmtp" if takes_lmtp() else "",
        lmtp_service=_LMTP_SERVICE.format(lmtp=server.lmtp) if takes_lmtp() else "",
        token_mechanisms=" xoauth2" if introspection_url else "",
        token_passdb=_TOKEN_PASSDB.format(home=home) if introspection_url else "",
    )  # fmt: skip
    (home / "dovecot.conf").write_text(config)
    (home / "oauth2.conf").write_text(_OAUTH2.format(url=introspection_url))
    return server


def _free_ports(count: int) -> list[int]:
    lines = [socket.socket() for _ in range(count)]
    for line in lines:
        line.bind(("127.0.0.1", 0))
    ports = [line.getsockname()[1] for line in lines]
    for line in lines:
        line.close()
    return ports


LOOPBACK = ipaddress.ip_address("127.0.0.1")


def make_certificate(home: Path) -> None:
    """Write a self-signed certificate for localhost, good for a day, as cert.pem and key.pem."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(LOOPBACK)]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (home / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    encoded = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (home / "key.pem").touch(mode=0o600)
    (home / "key.pem").write_bytes(encoded)
