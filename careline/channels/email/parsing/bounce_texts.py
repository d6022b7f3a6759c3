"""Who was not reached, from bounces written in prose: flufl.bounce on a small copy of the message, then our own patterns."""

import email
import logging
import re

from flufl.bounce import all_failures

from careline.channels.email.parsing.addresses import normal_email
from careline.channels.email.parsing.mime import Part
from careline.channels.email.parsing.transfer import decoded

logging.getLogger("flufl.bounce").setLevel(logging.WARNING)  # it tells of each detector that it tries
_MAX_BYTES = 64 * 1024
_MAX_LINE = 500
_MAX_PARTS = 6
_READ = frozenset({"text/plain", "text/html", "message/delivery-status"})
_HEADERS = re.compile(r"^(?:from|to|subject|return-path|x-failed-recipients|mime-version)$", re.IGNORECASE)
_ADDRESS = re.compile(r"<?([\w.+%=&'*/-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6})>?")
_RETURNED = re.compile(
    r"^\W{0,8}(?:-{2,}.{0,20}(?:original|copy|included|below|returned|message).{0,60}|returned message|original message|included is"
    r"|(?:here|below) (?:is|this line is) .{0,80}|received:.*|return-path:.*)",
    re.IGNORECASE | re.MULTILINE,
)


def known_failures(root: Part) -> list[str]:
    """Give the addresses that a bounce of a known form says were not reached, in order, at most twenty."""
    try:
        temporary, permanent = all_failures(email.message_from_bytes(_small_copy(root)))
    except Exception:  # the detectors were written for well-formed mail
        return []
    found = [
        address.decode("utf-8", "replace") if isinstance(address, bytes) else address
        for address in (*permanent, *temporary)
    ]
    emails = [normal_email(address) for address in sorted(set(found))]
    return [each for each in emails if each][:20]


def _small_copy(root: Part) -> bytes:
    """Make a plain message of a few headers and the first texts, small enough for slow detectors.

    The parts keep their kinds, since some detectors look for a report's shape.
    """
    headers = _few_headers(root)
    texts = [part for part in root.walk() if not part.children and part.content_type in _READ][:_MAX_PARTS]
    if not root.children:
        return headers + b"\n" + _short(texts[0] if texts else None)
    kind = "report; report-type=delivery-status" if root.content_type == "multipart/report" else "mixed"
    head = f"Content-Type: multipart/{kind}; boundary=limit\n\n".encode()
    parts = (b"--limit\nContent-Type: " + p.content_type.encode() + b"\n\n" + _short(p) for p in texts)
    return headers + head + b"\n".join(parts) + b"\n--limit--\n"


def _few_headers(root: Part) -> bytes:
    kept = (
        name.encode() + b":" + value.rstrip() + b"\n"
        for name, value in root.headers.items[:200]
        if _HEADERS.match(name) and len(value) < 2000
    )
    own_type = b"" if root.children else b"Content-Type: " + root.content_type.encode() + b"\n"
    return b"".join(kept) + own_type


def _short(part: Part | None) -> bytes:
    body = decoded(part, limit=_MAX_BYTES) if part else b""
    return b"\n".join(line[:_MAX_LINE] for line in body.replace(b"\r\n", b"\n").split(b"\n")[:600])


def addresses_before_the_mail(text: str) -> list[str]:
    """Take the addresses that stand before the returned message begins."""
    head = text[:20_000]
    cut = _RETURNED.search(head, 40)
    found = dict.fromkeys(
        normal_email(each) for each in _ADDRESS.findall(head[: cut.start()] if cut else head[:3000])
    )
    return [
        each for each in found if each and not each.lower().startswith(("postmaster@", "mailer-daemon@"))
    ][:5]
