"""Was this server allowed to send for this domain? Sender Policy Framework (RFC 7208), without `ptr`, which never matches."""

import ipaddress
import re
from collections.abc import Iterator

from careline.channels.email.name_service import Lookup

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
_MAX_LOOKUPS = 10
_MAX_MX = 10
_TERM = re.compile(
    r"^([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?::([^/\s]+|[0-9a-fA-F:.]+))?((?:/\d{1,3}){0,2}|//\d{1,3})$",
    re.I,
)
_ADDRESS_TERM = re.compile(r"^([+?~-]?)(ip4|ip6):(\S+)$", re.IGNORECASE)
_MACRO = re.compile(r"%(?:\{([slodih])(\d*)(r?)([.+,/_=-]*)\}|([%_-]))", re.IGNORECASE)
_RESULTS = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral", "": "pass"}


class PermanentError(Exception):
    """The published policy can't be evaluated."""


def check_host(ip: str, *, domain: str, sender: str, helo: str, lookup: Lookup) -> str:
    """Evaluate the policy of `domain` for a client address: pass, fail, softfail, neutral, none or permerror.

    Raises `name_service.Unavailable` where DNS does not answer.
    """
    try:
        evaluation = _Evaluation(ipaddress.ip_address(ip), sender or f"postmaster@{helo}", helo, lookup)
        return evaluation.result(domain)
    except (PermanentError, ValueError):
        return "permerror"


class _Evaluation:
    """One evaluation with its budget of ten look-ups (RFC 7208 section 4.6.4)."""

    def __init__(self, ip: IPAddress, sender: str, helo: str, lookup: Lookup) -> None:
        mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
        self.ip: IPAddress = mapped or ip
        self.sender, self.helo, self.lookup = sender, helo, lookup
        self.left = _MAX_LOOKUPS

    def result(self, domain: str) -> str:
        policies = [text for text in self.lookup(domain, "TXT") if text.lower().split(" ", 1)[0] == "v=spf1"]
        if len(policies) != 1:
            if policies:
                raise PermanentError
            return "none"
        terms = policies[0].split()[1:]
        for term in terms:
            if (verdict := self.verdict(term, domain)) is not None:
                return verdict
        for term in terms:
            if term.lower().startswith("redirect="):
                self.spend()
                redirected = self.result(self.expand(term[9:], domain))
                if redirected == "none":
                    raise PermanentError
                return redirected
        return "neutral"

    def verdict(self, term: str, domain: str) -> str | None:
        if "=" in term.split(":")[0] and not term.lower().startswith(("exists", "include")):
            return None
        found = _ADDRESS_TERM.match(term)
        if found:
            return (
                _RESULTS[found.group(1)]
                if self.ip in ipaddress.ip_network(found.group(3), strict=False)
                else None
            )
        matched = _TERM.match(term)
        if not matched:
            raise PermanentError
        sign, name, argument, lengths = matched.groups()
        target = self.expand(argument, domain) if argument else domain
        return _RESULTS[sign] if self.matches(name.lower(), target, lengths) else None

    def matches(self, name: str, target: str, lengths: str) -> bool:
        if name == "all":
            return True
        self.spend()
        if name == "include":
            included = self.result(target)
            if included == "none":
                raise PermanentError
            return included == "pass"
        if name == "exists":
            return bool(self.lookup(target, "A"))
        if name == "a":
            return self.is_among([target], lengths)
        if name == "mx":
            return self.is_among(self.lookup(target, "MX")[:_MAX_MX], lengths)
        return False

    def is_among(self, hosts: list[str], lengths: str) -> bool:
        kind, place = ("A", 0) if self.ip.version == 4 else ("AAAA", 1)
        length = _prefix_lengths(lengths)[place]
        for host in hosts:
            for address in self.lookup(host, kind):
                if self.ip in ipaddress.ip_network(f"{address}/{length}", strict=False):
                    return True
        return False

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise PermanentError

    def expand(self, text: str, domain: str) -> str:
        """Fill in the macros of section 7."""

        def value(found: re.Match[str]) -> str:
            if found.group(5):
                return {"%": "%", "_": " ", "-": "%20"}[found.group(5)]
            return "".join(
                self.macro(found.group(1).lower(), domain, found.group(2), found.group(3), found.group(4))
            )

        return _MACRO.sub(value, text)[:253]

    def macro(
        self, letter: str, domain: str, digits: str, is_reversed: str, delimiters: str
    ) -> Iterator[str]:
        local, _, sender_domain = self.sender.rpartition("@")
        values = {
            "s": self.sender,
            "l": local or "postmaster",
            "o": sender_domain,
            "d": domain,
            "h": self.helo,
        }
        values["i"] = str(self.ip) if self.ip.version == 4 else ".".join(self.ip.exploded.replace(":", ""))
        parts = re.split("[" + re.escape(delimiters or ".") + "]", values[letter])
        parts = parts[::-1] if is_reversed else parts
        yield ".".join(parts[-int(digits) :] if digits and int(digits) else parts)


def _prefix_lengths(lengths: str) -> tuple[int, int]:
    """Read `/24`, `/24//64` or `//64`: for IPv4 and IPv6."""
    four, _, six = lengths.partition("//")
    return int(four.strip("/") or 32), int(six.strip("/") or 128)
