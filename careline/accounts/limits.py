"""How often a visitor may try something that costs: counted per address and, where there is one, per account."""

import ipaddress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from careline.core import limits


class TooMany(Exception):
    """Someone tried too often; the middleware answers with a 429 page."""


def client_address(request: HttpRequest) -> str:
    """Where the request comes from: an IPv4 address, the /64 of an IPv6 one, or 0.0.0.0 where nobody knows."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "0.0.0.0"  # noqa: S104 (a name for "unknown", nothing listens there)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)
    return str(address)


def slow_down(request: HttpRequest, what: str, *, limit: int, seconds: int) -> None:
    """Count one try of `what` from this address. Raises TooMany beyond `limit` in `seconds`."""
    if not limits.allow(f"{what}:{client_address(request)}", limit=limit, seconds=seconds):
        raise TooMany(what)


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that it was too often, and when to come back."""
    return render(request, "429.html", status=429)
