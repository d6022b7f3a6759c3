"""Add an inbox, or change its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from careline.accounts.contracts import Right
from careline.channels.configured import forget_inboxes, normal
from careline.channels.events import InboxChanged
from careline.channels.models import Inbox
from careline.core.events import SYSTEM, Actor, emit

if TYPE_CHECKING:
    from careline.accounts.models import Agent

SECRETS = ("incoming_secret", "outgoing_secret", "dkim_key")
FIELDS = (
    "name", "address", "aliases", "from_name", "team_id", "is_active", "signature", "incoming_kind", "incoming",
    "outgoing", "dkim", "follow_up", "reopen_days", "thanks_reopens", "acknowledges", "acknowledgement",
    "answer_within_hours", "undo_seconds", "storm_limit", "hourly_limit", "trusted_authserv_ids", "form_key",
)  # fmt: skip
FETCHING = ("incoming_kind", "incoming", "incoming_secret", "is_active")


class Taken(ValueError):
    """Another inbox has this: `field` is address or form_key, the text what is taken."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__(value)
        self.field = field


def save_inbox(inbox: Inbox, values: dict[str, Any], *, by: Agent) -> Inbox:
    """Write these settings (names of FIELDS and SECRETS only; an empty secret keeps the stored one).

    Refuses without the right (Forbidden), and an address or form that another inbox has (Taken). Emits InboxChanged.
    """
    by.require(Right.MANAGE_INBOXES)
    return _save(inbox, values, by.actor)


def save_inbox_by_operator(inbox: Inbox, values: dict[str, Any]) -> Inbox:
    """The same from the command line, where there are no roles."""
    return _save(inbox, values, SYSTEM)


def _save(inbox: Inbox, values: dict[str, Any], actor: Actor) -> Inbox:
    changed = {name: value for name, value in values.items() if name in FIELDS}
    changed |= {name: values[name] for name in SECRETS if values.get(name)}
    before = {name: getattr(inbox, name) for name in FETCHING}
    with transaction.atomic():
        for name, value in changed.items():
            setattr(inbox, name, value)
        _check_addresses(inbox)
        if any(before[name] != getattr(inbox, name) for name in FETCHING):
            inbox.health, inbox.health_error, inbox.failing_since = Inbox.Health.UNKNOWN, "", None
        inbox.save()
        emit(InboxChanged(inbox.pk), by=actor)
    forget_inboxes()
    return inbox


def _check_addresses(inbox: Inbox) -> None:
    inbox.address = normal(inbox.address)
    inbox.aliases = list(dict.fromkeys(normal(one) for one in inbox.aliases if one.strip()))
    wanted = {inbox.address, *inbox.aliases}
    for other in Inbox.objects.exclude(pk=inbox.pk).only("address", "aliases", "form_key"):
        taken = wanted & {normal(other.address), *(normal(one) for one in other.aliases)}
        if taken:
            raise Taken("address", min(taken))
        if inbox.form_key and other.form_key == inbox.form_key:
            raise Taken("form_key", inbox.form_key)
