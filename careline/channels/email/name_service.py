"""Looking up DNS records within one deadline for all the questions of one check."""

import time
from collections.abc import Callable

import dns.exception
import dns.name
import dns.resolver

Lookup = Callable[[str, str], list[str]]
"""Asks for the records of (name, type): texts in their plain form, [] if there are none. Raises `Unavailable`."""


class Unavailable(Exception):
    """The name service did not answer in time, or not at all: nothing is known."""


def resolver_until(seconds: float) -> Lookup:
    """Give a look-up through the system's resolver that answers within `seconds` from now, for all questions together."""
    deadline = time.monotonic() + seconds

    def lookup(name: str, kind: str) -> list[str]:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Unavailable
        try:
            answer = dns.resolver.resolve(name.rstrip(".") + ".", kind, lifetime=left, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.name.LabelTooLong, dns.name.EmptyLabel):
            return []
        except (dns.exception.DNSException, OSError) as problem:
            raise Unavailable from problem
        return [_plain(record, kind) for record in answer]

    return lookup


def _plain(record: object, kind: str) -> str:
    if kind == "TXT":
        return b"".join(getattr(record, "strings", ())).decode("utf-8", "replace")
    if kind == "MX":
        return str(getattr(record, "exchange", "")).rstrip(".")
    return str(record).rstrip(".")
