"""The inboxes as intake sees them, kept in memory for a few seconds so that no message asks for them again."""

import time
from dataclasses import dataclass, field
from threading import Lock

from careline.channels.models import Inbox
from careline.tickets.contracts import ReceivePolicy

FRESH_SECONDS = 5.0
RELOAD_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class InboxSettings:
    """One inbox, ready for use."""

    id: int
    name: str
    address: str
    addresses: frozenset[str]
    channel: str
    is_active: bool
    storm_limit: int
    acknowledges: bool
    trusted_authserv_ids: tuple[str, ...]
    policy: ReceivePolicy


@dataclass(frozen=True, slots=True)
class Inboxes:
    """All inboxes, by id and by address."""

    by_id: dict[int, InboxSettings] = field(default_factory=dict)
    by_address: dict[str, InboxSettings] = field(default_factory=dict)
    domains: frozenset[str] = frozenset()
    loaded_at: float = 0.0


_kept = Inboxes()
_lock = Lock()


def inboxes(*, fresh_seconds: float = FRESH_SECONDS) -> Inboxes:
    """All inboxes, at most this many seconds old."""
    global _kept
    with _lock:
        if not _kept.loaded_at or time.monotonic() - _kept.loaded_at > fresh_seconds:
            _kept = _load()
        return _kept


def forget_inboxes() -> None:
    """Read the inboxes again at the next use: one of them was changed."""
    global _kept
    with _lock:
        _kept = Inboxes()


def find_inbox(address: str) -> InboxSettings | None:
    """The active inbox that an address or alias (or a tagged form of it, `support+x@…`) belongs to."""
    wanted = normal(address)
    for fresh_seconds in (FRESH_SECONDS, RELOAD_SECONDS):
        found = inboxes(fresh_seconds=fresh_seconds).by_address
        for candidate in (wanted, _without_tag(wanted)):
            if candidate in found and found[candidate].is_active:
                return found[candidate]
    return None


def get_settings(inbox_id: int) -> InboxSettings:
    """The inbox with this id. Raises KeyError if there is none."""
    found = inboxes().by_id.get(inbox_id) or inboxes(fresh_seconds=0).by_id.get(inbox_id)
    if found is None:
        raise KeyError(f"no inbox {inbox_id}")
    return found


def normal(address: str) -> str:
    """An address as we compare it: trimmed, lower case."""
    return address.strip().strip("<>").lower()


def _without_tag(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _load() -> Inboxes:
    by_id = {inbox.pk: _settings(inbox) for inbox in Inbox.objects.defer(*_SECRETS).order_by("pk")}
    by_address: dict[str, InboxSettings] = {}
    for one in by_id.values():
        for address in one.addresses:
            by_address.setdefault(address, one)
    domains = frozenset(address.rpartition("@")[2] for address in by_address)
    return Inboxes(by_id, by_address, domains, time.monotonic())


_SECRETS = ("incoming_secret", "outgoing_secret", "dkim_key")


def _settings(inbox: Inbox) -> InboxSettings:
    return InboxSettings(
        id=inbox.pk,
        name=inbox.name,
        address=inbox.address,
        addresses=frozenset(normal(one) for one in (inbox.address, *inbox.aliases)),
        channel=inbox.channel,
        is_active=inbox.is_active,
        storm_limit=inbox.storm_limit,
        acknowledges=inbox.acknowledges,
        trusted_authserv_ids=tuple(inbox.trusted_authserv_ids),
        policy=ReceivePolicy(
            team_id=inbox.team_id,
            inbox_id=inbox.pk,
            inbox_address=inbox.address,
            channel=inbox.channel,
            follow_up=inbox.follow_up,
            reopen_days=inbox.reopen_days,
            thanks_reopens=inbox.thanks_reopens,
        ),
    )
