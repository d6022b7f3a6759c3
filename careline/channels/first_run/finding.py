"""Find where a mailbox is by its address: known providers, DNS (RFC 6186, RFC 8314), then what its domain publishes."""

from collections.abc import Callable
from urllib.parse import quote

import httpx
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from careline.channels.email.name_service import Lookup, Unavailable, resolver_until
from careline.channels.first_run.providers import Servers, by_delivery, by_domain
from careline.core.http import Answer, fetch

SECONDS = 6.0
LARGEST_ANSWER = 200_000
_SRV = {
    "incoming": (("_imaps._tcp", "tls"), ("_imap._tcp", "starttls")),
    "outgoing": (("_submissions._tcp", "tls"), ("_submission._tcp", "starttls")),
}
_SECURITY = {"SSL": "tls", "STARTTLS": "starttls"}
Ask = Callable[[str], Answer]
Place = tuple[str, int, str]


def find_servers(address: str, *, lookup: Lookup | None = None, ask: Ask | None = None) -> Servers | None:
    """Where the mailbox of an address is; None where nothing tells. Takes some seconds at most; changes nothing."""
    _name, at, domain = address.lower().rpartition("@")
    if not at or not domain:
        return None
    if found := by_domain(domain):
        return found
    asked = lookup or resolver_until(SECONDS)
    try:
        return _by_names(domain, asked) or _published(address, domain, ask or _ask)
    except Unavailable:
        return None


def _by_names(domain: str, lookup: Lookup) -> Servers | None:
    for host in lookup(domain, "MX"):
        if found := by_delivery(host):
            return found
    incoming, outgoing = (_service(domain, kind, lookup) for kind in ("incoming", "outgoing"))
    return Servers(incoming, outgoing) if incoming and outgoing else None


def _service(domain: str, kind: str, lookup: Lookup) -> Place | None:
    """The first of the SRV records by priority; a target "." says that the service is not offered."""
    for name, security in _SRV[kind]:
        rows = [record.split() for record in lookup(f"{name}.{domain}", "SRV")]
        offers = sorted((int(row[0]), -int(row[1]), row[3], int(row[2])) for row in rows if len(row) == 4)
        if offers:
            _priority, _weight, host, port = offers[0]
            return (host, port, security)
    return None


def _ask(url: str) -> Answer:
    return fetch("GET", url, largest_bytes=LARGEST_ANSWER)


def _published(address: str, domain: str, ask: Ask) -> Servers | None:
    """What the domain publishes for mail programs at autoconfig.<domain>."""
    url = f"https://autoconfig.{domain}/mail/config-v1.1.xml?emailaddress={quote(address)}"
    try:
        answer = ask(url)
        return _read(answer.content) if answer.status == 200 else None
    except (httpx.HTTPError, httpx.InvalidURL, ParseError, DefusedXmlException, ValueError):
        return None


def _read(content: bytes) -> Servers | None:
    provider = fromstring(content, forbid_dtd=True).find("emailProvider")
    if provider is None:
        return None
    places: list[Place] = []
    for tag, kind in (("incomingServer", "imap"), ("outgoingServer", "smtp")):
        for server in provider.findall(tag):
            host, port = server.findtext("hostname", ""), server.findtext("port", "")
            security = _SECURITY.get(server.findtext("socketType", ""))
            if server.get("type") == kind and host and port.isdecimal() and security:
                places.append((host, int(port), security))
                break
    return Servers(places[0], places[1]) if len(places) == 2 else None
