"""Signing our mails for the inbox's domain (DKIM, RFC 6376; relaxed/relaxed, rsa-sha256)."""

from dataclasses import dataclass

import dkim

SIGNED = (
    b"from", b"to", b"cc", b"reply-to", b"subject", b"date", b"message-id", b"in-reply-to", b"references",
    b"mime-version", b"content-type", b"auto-submitted", b"list-unsubscribe",
)  # fmt: skip


class Unsignable(Exception):
    """The configured key can't sign; the text says why."""


@dataclass(frozen=True, slots=True)
class DkimKey:
    """A private RSA key (PEM), and where its public half stands: `<selector>._domainkey.<domain>`."""

    domain: str
    selector: str
    private_key: str


def signed(content: bytes, key: DkimKey) -> bytes:
    """Return the mail with a DKIM-Signature before it. Raises Unsignable for an unusable key."""
    names = {line.partition(b":")[0].lower() for line in content.partition(b"\r\n\r\n")[0].splitlines()}
    try:
        signature = dkim.sign(
            content,
            key.selector.encode(),
            key.domain.encode(),
            key.private_key.strip().encode(),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[name for name in SIGNED if name in names],
        )
    except Exception as error:
        raise Unsignable(f"the DKIM key of {key.domain} can't sign: {error}") from error
    return bytes(signature) + content
