"""Names that only we can have made: Message-IDs and reply addresses, signed with the installation's key.

Pure functions. They say what was issued, and deliberately nothing of who may use it.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import idna
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

MAC_BYTES = 16
LONGEST_LOCAL_PART = 64
LONGEST_MESSAGE_ID = 998
_MESSAGE_ID = re.compile(
    r"<?\s*([a-z2-7]{26})\.([a-z2-7]{26})@[^\s<>@]{1,255}\s*>?", re.IGNORECASE | re.ASCII
)
_REPLY = re.compile(r"[^@]{0,64}\+t\.([a-z2-7]{34})@[^@]{1,255}", re.IGNORECASE | re.ASCII)
_SIDE_REPLY = re.compile(r"[^@]{0,64}\+s\.([a-z2-7]{34})@[^@]{1,255}", re.IGNORECASE | re.ASCII)
_AGENT_REPLY = re.compile(r"[^@]{0,64}\+a\.([a-z2-7]{40})@[^@]{1,255}", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class AgentReply:
    """What an agent's reply address stands for: this agent, on this ticket."""

    ticket_id: int
    agent_id: int


def own_message_id(key: UUID, domain: str) -> str:
    """Return the Message-ID (without angle brackets) of the message with this key: always the same one."""
    return f"{_base32(key.bytes)}.{_base32(_mac('message', key.bytes, settings.SECRET_KEY))}@{ascii_domain(domain)}"


def has_own_form(message_id: str) -> bool:
    """Whether a Message-ID looks like one of ours; whether it is one, `recognise` says."""
    return len(message_id) <= LONGEST_MESSAGE_ID and bool(_MESSAGE_ID.fullmatch(message_id.strip()))


def recognise(message_id: str) -> UUID | None:
    """Return the key of the message whose Message-ID we issued; None for all others, however well-formed."""
    raw = _signed_id("message", message_id)
    return None if raw is None else UUID(bytes=raw)


def notice_id(domain: str, *, ticket_id: int, agent_id: int, nonce: bytes) -> str:
    """Return the Message-ID of a notice to an agent about a ticket; an answer to it names it, and so proves both.

    `nonce` (7 bytes are used) tells the notices of one ticket and agent apart.
    """
    raw = ticket_id.to_bytes(5, "big") + agent_id.to_bytes(4, "big") + nonce[:7].rjust(7, b"\0")
    return f"{_base32(raw)}.{_base32(_mac('notice', raw, settings.SECRET_KEY))}@{ascii_domain(domain)}"


def recognise_notice(message_id: str) -> AgentReply | None:
    """Return the ticket and agent of a notice whose Message-ID we issued; else None."""
    raw = _signed_id("notice", message_id)
    return None if raw is None else _agent_reply(raw)


def reply_address(inbox_address: str, ticket_id: int) -> str:
    """Return `support+t.<token>@…`, to which a participant's mail reaches this ticket.

    Where the inbox's own local part leaves no room for the token (RFC 5321: 64 octets), the plain address.
    """
    return _tagged(inbox_address, "t", _signed("ticket", ticket_id.to_bytes(5, "big")))


def recognise_reply_address(address: str) -> int | None:
    """Return the ticket of a reply address that we issued, in whatever case it comes back; else None."""
    raw = _token_of(_REPLY, "ticket", address)
    return None if raw is None else int.from_bytes(raw, "big")


def side_reply_address(inbox_address: str, conversation_id: int) -> str:
    """Return `support+s.<token>@…`, to which a third party's mail reaches this side conversation."""
    return _tagged(inbox_address, "s", _signed("side", conversation_id.to_bytes(5, "big")))


def recognise_side_reply_address(address: str) -> int | None:
    """Return the side conversation of a reply address that we issued; else None."""
    raw = _token_of(_SIDE_REPLY, "side", address)
    return None if raw is None else int.from_bytes(raw, "big")


def agent_reply_address(inbox_address: str, *, ticket_id: int, agent_id: int) -> str:
    """Return `support+a.<token>@…`, to which this agent (nobody else) may answer on this ticket."""
    raw = ticket_id.to_bytes(5, "big") + agent_id.to_bytes(4, "big")
    return _tagged(inbox_address, "a", _signed("agent", raw))


def recognise_agent_reply_address(address: str) -> AgentReply | None:
    """Return agent and ticket of an agent's reply address that we issued; else None."""
    raw = _token_of(_AGENT_REPLY, "agent", address)
    return None if raw is None else _agent_reply(raw)


def ascii_domain(domain: str) -> str:
    """Return a domain as it travels: lower-case A-labels (RFC 5891). An impossible one stays, in ASCII."""
    try:
        return idna.encode(domain.strip().rstrip("."), uts46=True).decode().lower()
    except idna.IDNAError:
        kept = re.sub(r"[^a-z0-9.\[\]:_-]", "-", domain.strip().lower(), flags=re.ASCII)
        return kept[:255] or "localhost"


def _agent_reply(raw: bytes) -> AgentReply:
    return AgentReply(ticket_id=int.from_bytes(raw[:5], "big"), agent_id=int.from_bytes(raw[5:9], "big"))


def _signed_id(label: str, message_id: str) -> bytes | None:
    match = _MESSAGE_ID.fullmatch(message_id.strip()) if len(message_id) <= LONGEST_MESSAGE_ID else None
    raw = _decoded(match[1]) if match else None
    if match is None or raw is None or not _is_ours(label, raw, match[2].lower()):
        return None
    return raw


def _tagged(inbox_address: str, tag: str, token: str) -> str:
    local, _, domain = inbox_address.rpartition("@")
    tagged = f"{local}+{tag}.{token}"
    if local.startswith('"') or len(tagged.encode()) > LONGEST_LOCAL_PART:
        return inbox_address
    return f"{tagged}@{domain}"


def _signed(label: str, raw: bytes) -> str:
    return _base32(raw + _mac(label, raw, settings.SECRET_KEY))


def _token_of(pattern: re.Pattern[str], label: str, address: str) -> bytes | None:
    match = pattern.fullmatch(address.strip()) if len(address) < 400 else None
    whole = _decoded(match[1]) if match else None
    if match is None or whole is None:
        return None
    raw = whole[:-MAC_BYTES]
    expected = (_base32(raw + _mac(label, raw, key)) for key in _keys())
    return raw if any(constant_time_compare(one, match[1].lower()) for one in expected) else None


def _is_ours(label: str, raw: bytes, given: str) -> bool:
    return any(constant_time_compare(_base32(_mac(label, raw, key)), given) for key in _keys())


def _keys() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from (str(key) for key in settings.SECRET_KEY_FALLBACKS)


def _mac(label: str, raw: bytes, key: str) -> bytes:
    made = salted_hmac(f"careline.mail.{label}", raw, secret=key, algorithm="sha256")
    return made.digest()[:MAC_BYTES]


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()


def _decoded(text: str) -> bytes | None:
    """Read base32 in the one spelling that we write: the last letter has bits to spare, which others could set."""
    try:
        raw = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except binascii.Error:
        return None
    return raw if _base32(raw) == text.lower() else None
