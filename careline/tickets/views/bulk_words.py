"""Orders for many tickets in words: what they do, what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careline.accounts.queries import find_agents, find_team_names
from careline.fields.queries import all_fields
from careline.tickets.contracts import BulkOrder
from careline.tickets.models import BulkItem, BulkRun, Macro, Priority, Status, TicketType

if TYPE_CHECKING:
    from collections.abc import Iterable


def said(order: BulkOrder) -> str:
    """What an order does, on one line."""
    parts: list[Any] = []
    if order.macro_id:
        name = Macro.objects.filter(pk=order.macro_id).values_list("name", flat=True).first() or ""
        parts.append(_("Macro “%(name)s”") % {"name": name})
    if order.sends:
        parts.append(_("answer sent"))
    if order.status:
        parts.append(_("status %(name)s") % {"name": Status(order.status).label})
    if order.priority:
        parts.append(_("priority %(name)s") % {"name": Priority(order.priority).label})
    if order.type:
        parts.append(_("type %(name)s") % {"name": TicketType(order.type).label})
    if order.assignee_id is not None:
        names = [agent.name for agent in find_agents([order.assignee_id])] or [_("nobody")]
        parts.append(_("assigned to %(name)s") % {"name": names[0]})
    if order.team_id:
        parts.append(_("team %(name)s") % {"name": find_team_names([order.team_id]).get(order.team_id, "")})
    if order.spam:
        parts.append(_("marked as spam"))
    if order.snooze_until:
        until = timezone.localtime(datetime.fromisoformat(order.snooze_until))
        parts.append(_("snoozed until %(moment)s") % {"moment": date_format(until, "DATETIME_FORMAT")})
    parts += _fields_said(order)
    if tags := [f"+{tag}" for tag in order.add_tags] + [f"−{tag}" for tag in order.remove_tags]:
        parts.append(_("tags %(names)s") % {"names": ", ".join(tags)})
    words = ", ".join(str(part) for part in parts)
    return words[:1].upper() + words[1:]


def _fields_said(order: BulkOrder) -> list[str]:
    """The names of the fields that are filled in; their values are for those who may see them in the tickets."""
    if not order.fields:
        return []
    named = [info.label for info in all_fields("ticket") if info.key in order.fields]
    return [_("filled in: %(names)s") % {"names": ", ".join(named)}]


def run_words(run: BulkRun, order: BulkOrder) -> str:
    """What a run does, on one line."""
    if run.undoes_id:
        return _("Order %(number)s undone") % {"number": run.undoes_id}
    return said(order)


def figures(run: BulkRun) -> dict[str, int]:
    """How many tickets of a run are in which state, and how many there are; `run` comes with its figures."""
    counted: dict[str, int] = {state.value: getattr(run, state.value) for state in BulkItem.State}
    total = sum(counted.values())
    return counted | {"total": total, "over": total - counted["waiting"]}


def outcome(run: BulkRun) -> str:
    """How a run went, in one sentence."""
    if run.trouble:
        return run.trouble
    told = figures(run)
    if run.state == BulkRun.State.WAITING:
        return _("Begins in a moment …")
    if run.state == BulkRun.State.RUNNING:
        return _("%(over)s of %(total)s tickets") % told
    changed = ngettext("%(n)s ticket changed", "%(n)s tickets changed", told["changed"]) % {
        "n": told["changed"]
    }
    parts = [changed]
    if told["unchanged"]:
        parts.append(_("%(n)s left as they were") % {"n": told["unchanged"]})
    if told["refused"]:
        parts.append(_("%(n)s not possible") % {"n": told["refused"]})
    return ", ".join(parts)


def listed(numbers: Iterable[int], *, most: int = 6) -> str:
    """Some numbers of tickets, as people say them."""
    shown = [f"#{number}" for number in numbers]
    return ", ".join(shown[:most]) + (" …" if len(shown) > most else "")
