"""What a mail server that we trust found about the sender: the topmost Authentication-Results (RFC 8601).

Only a header whose authserv-id is in the trusted set counts, and only the topmost of all: anybody can write further ones.
"""

import re

from careline.channels.email.parsing.encoded_words import unfold
from careline.channels.email.parsing.header_block import Headers
from careline.tickets.contracts import Authentication

_COMMENT_OR_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\((?:[^()\\"]|\\.)*\)')
_MAX_NESTED_COMMENTS = 5
_RESULT = re.compile(r"^\s*([a-z0-9-]{1,40})(?:\s*/\s*\d+)?\s*=\s*([a-z]{2,20})\b", re.IGNORECASE)
_SPEAKING = frozenset(("header.d", "header.i", "smtp.mailfrom", "smtp.mail"))
_PROPERTY = re.compile(r"\b([a-z]{2,20}\.[a-z0-9_-]{1,40})\s*=\s*\"?([^\s;\"]{1,300})", re.IGNORECASE)


def trusted_results(headers: Headers, *, sender: str, trusted: frozenset[str]) -> Authentication:
    """Read the results of a trusted server; empty where there are none. `sender` is the address in From."""
    value = headers.get("authentication-results")
    if not trusted or not value:
        return Authentication()
    text = _bare(unfold(value[:8192]))
    head, _, rest = text.partition(";")
    server = head.split()[0].lower().rstrip(".") if head.split() else ""
    if server not in {each.lower() for each in trusted}:
        return Authentication()
    return _read(rest, server, sender.rpartition("@")[2].lower())


def _read(rest: str, server: str, domain: str) -> Authentication:
    results: dict[str, str] = {}
    passing: set[str] = set()
    for statement in rest.split(";")[:50]:
        found = _RESULT.match(statement)
        if not found:
            continue
        method, result = found.group(1).lower(), found.group(2).lower()
        if results.get(method) != "pass":
            results[method] = result
        if result == "pass":
            properties = _PROPERTY.findall(statement)
            passing |= {_domain(value) for name, value in properties if name.lower() in _SPEAKING}
    aligned = results.get("dmarc") == "pass" or any(is_aligned(each, domain) for each in passing)
    return Authentication(
        spf=results.get("spf", ""),
        dkim=results.get("dkim", ""),
        dmarc=results.get("dmarc", ""),
        aligned=bool(domain) and aligned,
        source=server,
    )


def _bare(text: str) -> str:
    """Take out comments and quoted strings, in which a sender can write what looks like a result; "" if they don't end."""
    for _ in range(_MAX_NESTED_COMMENTS):
        text = _COMMENT_OR_QUOTED.sub(" ", text)
    return "" if '"' in text or "(" in text else text


def _domain(value: str) -> str:
    return value.rpartition("@")[2].strip("<>").lower().rstrip(".")


def is_aligned(authenticated: str, author: str) -> bool:
    """Tell whether an authenticated domain speaks for the author's: equal, or one below the other (relaxed, RFC 7489)."""
    if not authenticated or not author or "." not in authenticated or "." not in author:
        return False
    return (
        authenticated == author
        or author.endswith("." + authenticated)
        or authenticated.endswith("." + author)
    )
