"""Our own check of a sender: SPF, DKIM and DMARC through DNS, within a hard time limit. Not pure: it asks the network.

Where DNS does not answer a result stays "", which means: not checked.
"""

import re

import dkim

from careline.channels.email.dmarc import is_aligned, published_policy
from careline.channels.email.name_service import Lookup, Unavailable, resolver_until
from careline.channels.email.parsing.addresses import addresses
from careline.channels.email.parsing.header_block import Headers, message_start, read_headers
from careline.channels.email.parsing.limits import Cuts
from careline.channels.email.spf import check_host
from careline.tickets.contracts import Authentication

_MAX_SIGNATURES = 5
_MAX_SIGNED_BYTES = 30 * 1024 * 1024
_DOMAIN = re.compile(rb"(?:^|;)\s*d\s*=\s*([A-Za-z0-9._-]{1,253})")
SOURCE = "own check"


def check(
    raw: bytes,
    *,
    client_ip: str,
    helo: str,
    mail_from: str,
    timeout_seconds: float,
    lookup: Lookup | None = None,
) -> Authentication:
    """Check the sender of a mail as it was received from `client_ip` with this envelope; "" as `client_ip` skips SPF.

    `lookup` answers DNS questions (by default the system's resolver, for `timeout_seconds` in all). Never raises.
    """
    lookup = lookup or resolver_until(timeout_seconds)
    start = message_start(raw)
    headers, _ = read_headers(raw, start, len(raw), cuts=Cuts())
    senders = [address for value in headers.all("from")[:3] for address in addresses(value)]
    author = senders[0].email.rpartition("@")[2] if senders else ""
    spf, spf_domain = _spf(client_ip, helo, mail_from, lookup)
    dkim_result, signers = _dkim(raw[start:], headers, lookup)
    passing = [(domain, "adkim") for domain in signers] + ([(spf_domain, "aspf")] if spf == "pass" else [])
    several = len({sender.email.rpartition("@")[2] for sender in senders}) > 1
    dmarc, aligned = ("permerror", False) if several else _dmarc(author, passing, lookup)
    return Authentication(spf=spf, dkim=dkim_result, dmarc=dmarc, aligned=aligned, source=SOURCE)


def _spf(client_ip: str, helo: str, mail_from: str, lookup: Lookup) -> tuple[str, str]:
    domain = (mail_from.rpartition("@")[2] or helo).strip("<>").lower()
    if not client_ip or not domain:
        return "", domain
    try:
        return check_host(
            client_ip, domain=domain, sender=mail_from.strip("<>"), helo=helo, lookup=lookup
        ), domain
    except Unavailable:
        return "", domain


def _dkim(raw: bytes, headers: Headers, lookup: Lookup) -> tuple[str, list[str]]:
    """Verify the signatures; give the result and the domains whose signature holds."""
    signatures = headers.all("dkim-signature")[:_MAX_SIGNATURES]
    if not signatures:
        return "none", []
    if len(raw) > _MAX_SIGNED_BYTES:
        return "", []
    results, domains = [], []
    for place, signature in enumerate(signatures):
        result = _verified(raw, place, lookup)
        results.append(result)
        found = _DOMAIN.search(signature)
        if result == "pass" and found:
            domains.append(found.group(1).decode("ascii").lower())
    return next((each for each in ("pass", "fail", "permerror") if each in results), ""), domains


def _verified(raw: bytes, place: int, lookup: Lookup) -> str:
    def text_record(name: bytes, timeout: float = 0) -> bytes | None:
        records = lookup(name.decode("ascii", "replace"), "TXT")
        return records[0].encode() if records else None

    try:
        return "pass" if dkim.DKIM(raw).verify(place, dnsfunc=text_record) else "fail"
    except Unavailable:
        return ""
    except dkim.ValidationError:
        return "fail"
    except Exception:  # a key or signature that the library can't read in any of many ways
        return "permerror"


def _dmarc(author: str, passing: list[tuple[str, str]], lookup: Lookup) -> tuple[str, bool]:
    """Give the DMARC result and whether an authenticated domain is aligned with the author's."""
    if not author:
        return "", False
    try:
        policy = published_policy(author, lookup=lookup)
    except Unavailable:
        return "", any(is_aligned(domain, author, mode="s") for domain, _ in passing)
    aligned = any(is_aligned(domain, author, mode=policy.get(tag, "r")) for domain, tag in passing)
    return ("none" if not policy else "pass" if aligned else "fail"), aligned
