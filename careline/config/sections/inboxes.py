"""Inboxes. Passwords, tokens and keys never leave: the word "(kept)" stands for them."""

from typing import Any

from careline.accounts.models import Agent
from careline.channels.actions.save_inbox import SECRETS, save_inbox
from careline.channels.configured import normal
from careline.channels.models import Inbox
from careline.config.sections.staff import team_id
from careline.core.blueprint import Item, Section, register_section
from careline.core.blueprint.checks import Check, choice, flag, mapping, several, text, whole
from careline.core.blueprint.section import KEPT


def _address(value: Any) -> str:
    """An address, written as mail is matched to it."""
    return normal(text(320, is_required=True)(value))


_FIELDS: dict[str, Check] = {
    "address": _address,
    "name": text(120, is_required=True),
    "team": text(80, is_required=True),
    "is_active": flag,
    "aliases": several(_address),
    "from_name": text(120),
    "signature": text(20_000),
    "incoming_kind": choice(Inbox.Incoming.values),
    "incoming": mapping,
    "incoming_secret": text(4000),
    "outgoing": mapping,
    "outgoing_secret": text(4000),
    "dkim": mapping,
    "dkim_key": text(20_000),
    "follow_up": choice(Inbox.FollowUp.values),
    "reopen_days": whole(0, 32_767),
    "thanks_reopens": flag,
    "acknowledges": flag,
    "acknowledgement": text(20_000),
    "answer_within_hours": whole(1, 32_767, may_be_none=True),
    "undo_seconds": whole(0, 32_767),
    "storm_limit": whole(0, 2_000_000_000),
    "hourly_limit": whole(1, 2_000_000_000),
    "trusted_authserv_ids": several(text(253)),
    "form_key": text(60),
}
_OWN = ("team", "form_key", *SECRETS)


def _dump() -> list[Item]:
    rows = Inbox.objects.defer(*SECRETS).select_related("team").order_by("address")
    return [{name: _value(row, name) for name in _FIELDS} for row in rows]


def _value(row: Inbox, name: str) -> Any:
    if name in SECRETS:
        return KEPT
    if name == "team":
        return row.team.name
    return (row.form_key or "") if name == "form_key" else getattr(row, name)


def _write(item: Item, old: Item | None, by: Agent) -> None:
    inbox = Inbox.objects.get(address=item["address"]) if old else Inbox()
    values = {name: value for name, value in item.items() if name not in _OWN}
    values |= {name: item[name] for name in SECRETS if item[name] != KEPT}
    values |= {"team_id": team_id(item["team"]), "form_key": item["form_key"] or None}
    save_inbox(inbox, values, by=by)


def register() -> None:
    """Register the section of the channels room."""
    fresh = Inbox()
    usual = {name: _value(fresh, name) for name in _FIELDS if name not in ("address", "name", "team")}
    section = Section("inboxes", _FIELDS, _dump, _write, ("address",), usual, SECRETS)
    register_section(section, order=50)
