"""From what an operator wrote to a value, or a `Wrong` that says what to write instead. Pure."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

YES = ("1", "yes", "true", "on")
NO = ("0", "no", "false", "off")


class Wrong(ValueError):
    """A value that can't be; the text is the hint for the operator."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Where a server listens: a host and port, or a Unix socket's path."""

    host: str = ""
    port: int = 0
    path: str = ""

    def __str__(self) -> str:
        return f"unix:{self.path}" if self.path else f"{self.host}:{self.port}"


def text(value: str) -> str:
    """Take the value as it is."""
    return value


def yes_or_no(value: str) -> bool:
    """Read a yes or no."""
    if value.lower() in YES:
        return True
    if value.lower() in NO:
        return False
    raise Wrong("write yes or no")


def number(low: int, high: int) -> Callable[[str], int]:
    """Return a parser for whole numbers from `low` to `high`."""

    def parse(value: str) -> int:
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise Wrong(f"write a whole number from {low} to {high}")
        return int(value)

    return parse


def one_of(*words: str) -> Callable[[str], str]:
    """Return a parser that takes one of these words."""

    def parse(value: str) -> str:
        if value not in words:
            raise Wrong(f"write one of: {', '.join(words)}")
        return value

    return parse


def web_address(value: str) -> str:
    """Read the address that people type into their browser, without a path."""
    parts = urlsplit(value.rstrip("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise Wrong(
            "write http:// or https://, a name, and a port if needed, such as https://desk.example.org"
        )
    return value.rstrip("/")


def issuer(value: str) -> str:
    """Read the address of an OpenID Connect issuer; https, but for one on this machine."""
    parts = urlsplit(value)
    is_here = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
    if not parts.hostname or parts.query or not (parts.scheme == "https" or is_here):
        raise Wrong("write the issuer's https:// address, such as https://login.example.org/realms/staff")
    return value.rstrip("/")


def mail_address(value: str) -> str:
    """Read where a mail server for outgoing mail is, such as smtp+tls://user:password@mail.example.org:587."""
    parts = urlsplit(value)
    if parts.scheme not in ("smtp", "smtp+tls", "smtps") or not parts.hostname:
        raise Wrong("write smtp://, smtp+tls:// or smtps://, perhaps user:password@, and the server's name")
    return value


def listen(value: str) -> Listen | None:
    """Read where to listen: `host:port`, `unix:/path`, or `off`."""
    if value == "off":
        return None
    if value.startswith("unix:/"):
        return Listen(path=value.removeprefix("unix:"))
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise Wrong("write host:port such as 127.0.0.1:2525, or unix:/path, or off")
    return Listen(host=host.strip("[]"), port=int(port))


def networks(value: str) -> list[str]:
    """Read addresses or networks, separated by commas."""
    found = words(value)
    try:
        for each in found:
            ipaddress.ip_network(each)
    except ValueError as error:
        raise Wrong(
            "write addresses or networks separated by commas, such as 10.0.0.0/8, 127.0.0.1"
        ) from error
    return found


def words(value: str) -> list[str]:
    """Read a list separated by commas."""
    return [word.strip() for word in value.split(",") if word.strip()]


def folder(value: str) -> Path:
    """Read a folder's path; `~` is the home of the account that runs Careline."""
    path = Path(value).expanduser()
    if not path.is_absolute():
        raise Wrong("write the whole path, beginning with / or ~")
    return path


def database_url(value: str) -> str:
    """Read the address of a PostgreSQL database."""
    if not value.startswith(("postgresql://", "postgres://")):
        raise Wrong("write postgresql://user:password@host:port/name (Careline needs PostgreSQL 15 or newer)")
    try:
        if not conninfo_to_dict(value).get("dbname"):
            raise Wrong("the name of the database is missing: postgresql://user@host/name")
    except psycopg.ProgrammingError as error:
        raise Wrong(f"PostgreSQL's library can't read this address: {error}") from error
    return value
