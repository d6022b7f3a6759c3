"""Header fields as they travel: encoded (RFC 2047, 2231), folded, bounded, and impossible to inject into."""

import re
from collections.abc import Iterable
from email.header import Header

from django.utils.translation import gettext as _

from careline.channels.email.message_ids import ascii_domain
from careline.channels.email.outgoing.letter import Unsendable
from careline.tickets.contracts import Address

MOST_REFERENCES = 20
LONGEST_SUBJECT = 400
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_MAILBOX = re.compile(r"[^\s<>@,;:\"\\()\[\]\x00-\x20\x7f]{1,64}@[^\s<>@,;:\"\\()\x00-\x20\x7f]{1,255}")
_MESSAGE_ID = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]{3,250}")


def clean(text: str) -> str:
    """Return the text on one line, without control or direction-changing characters, surrogates or outer space."""
    return _CONTROL.sub(" ", text).strip()


def unstructured(text: str, *, name: str) -> str:
    """Return free text as the value of the field `name`: plain where it is ASCII, else encoded words, folded."""
    kept = clean(text)[:LONGEST_SUBJECT]
    charset = "us-ascii" if kept.isascii() and "=?" not in kept else "utf-8"
    return Header(kept, charset, header_name=name, maxlinelen=75).encode(linesep="\r\n")


def mailbox_address(email: str) -> str:
    """Return an address as the envelope wants it: the domain in A-labels, the local part untouched.

    Raises Unsendable where it is no address that could be put into a header safely.
    """
    local, _at, domain = email.strip().rpartition("@")
    address = f"{local}@{ascii_domain(domain)}"
    if not _MAILBOX.fullmatch(address) or not local or not domain:
        words = _("“%(email)s” is not an address that mail can be sent to")
        raise Unsendable(words % {"email": clean(email)[:80]})
    return address


def mailbox(address: Address) -> str:
    """Return `Name <local@domain>`, the name quoted or encoded as it needs."""
    email, name = mailbox_address(address.email), clean(address.name)[:120]
    if not name:
        return email
    if not name.isascii() or "=?" in name:
        encoded = Header(name, "utf-8", maxlinelen=70).encode(linesep="\r\n")
        return f"{encoded} <{email}>"
    if _ATOMS.fullmatch(name):
        return f"{name} <{email}>"
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{email}>'


def mailboxes(addresses: Iterable[Address]) -> str:
    """Return an address list, one to a line."""
    return ",\r\n ".join(mailbox(address) for address in addresses)


def identifiers(ids: Iterable[str]) -> str:
    """Return Message-IDs for References: the first and the latest (RFC 5322, 3.6.4), broken ones left out."""
    kept = [one for one in dict.fromkeys(ids) if _MESSAGE_ID.fullmatch(one)]
    if len(kept) > MOST_REFERENCES:
        kept = [kept[0], *kept[1 - MOST_REFERENCES :]]
    return "\r\n ".join(f"<{one}>" for one in kept)


def file_name(name: str) -> str:
    """Return a file's name without path, control characters or trailing dots; never empty."""
    kept = clean(name).replace("/", "_").replace("\\", "_").strip(" .")
    return kept[:150] or "file"
