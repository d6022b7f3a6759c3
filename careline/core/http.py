"""The one way out by HTTP: resolves, checks every address, pins it, checks each redirect again, limits size and time.

An address from outside (webhook, image, token endpoint) is fetched only through here.
"""

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx
from django.conf import settings

LARGEST_ANSWER_BYTES = 10 * 1024 * 1024
LONGEST_SECONDS = 15.0
MOST_REDIRECTS = 5
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Blocked(httpx.TransportError):
    """The address leads where nobody outside may send us (this machine, a private network, metadata services)."""


class TooLarge(httpx.TransportError):
    """The answer is larger than the limit, or took too long in all."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers and the whole content."""

    status: int
    headers: Mapping[str, str]
    content: bytes


def fetch(
    method: str,
    url: str,
    *,
    data: Mapping[str, str] | None = None,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    largest_bytes: int = LARGEST_ANSWER_BYTES,
    follows_redirects: bool = True,
) -> Answer:
    """Ask `url`, sending `data` as a form or `content` as it is, and return the answer, whatever its status.

    Raises httpx.HTTPError (Blocked, TooLarge, …).
    """
    began = time.monotonic()
    with (
        httpx.Client(
            transport=_CheckingTransport(),
            timeout=LONGEST_SECONDS,
            follow_redirects=follows_redirects,
            max_redirects=MOST_REDIRECTS,
            trust_env=False,
        ) as client,
        client.stream(method, url, data=data, content=content, headers=headers) as response,
    ):
        received = bytearray()
        for chunk in response.iter_bytes():
            received += chunk
            if len(received) > largest_bytes or time.monotonic() - began > LONGEST_SECONDS:
                raise TooLarge("the answer is too large or too slow")
        return Answer(response.status_code, response.headers, bytes(received))


class _CheckingTransport(httpx.HTTPTransport):
    """Connects only to addresses that were checked: the name is resolved once, and the address is pinned."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Check and pin the address, keep the name for TLS and the Host header, then ask."""
        if request.url.scheme not in ("http", "https"):
            raise Blocked(f"{request.url.scheme} is not fetched")
        name = request.url.host
        address = _checked_address(name, request.url.port or (443 if request.url.scheme == "https" else 80))
        request.extensions = {**request.extensions, "sni_hostname": name}
        request.url = request.url.copy_with(host=str(address))
        return super().handle_request(request)


def _checked_address(name: str, port: int) -> Address:
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpx.ConnectError(f"{name} was not found") from error
    addresses = [ipaddress.ip_address(entry[4][0]) for entry in found]
    for address in addresses:
        if not _is_allowed(address):
            raise Blocked(f"{name} leads to {address}, which is not a public address")
    return addresses[0]


def _is_allowed(address: Address) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    if any(inner in ipaddress.ip_network(network) for network in settings.CARELINE_HTTP_ALLOWED_NETWORKS):
        return True
    return bool(inner.is_global and not inner.is_multicast and address.is_global)
