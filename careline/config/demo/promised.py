"""What the demo company's people promised: some of it comes near, some is late, some was kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from careline.accounts.models import Agent
from careline.config.demo.hours import ZONE
from careline.promises.actions.end_promise import keep_promise
from careline.promises.actions.make_promise import make_promise
from careline.promises.actions.watch_promises import watch_promises
from careline.promises.models import Promise
from careline.tickets.models import Ticket

IN_BETWEEN, FRIDAY = timedelta(hours=1), 4


def make_promises(told: Iterable[Mapping[str, Any]], agents: Mapping[str, Agent]) -> None:
    """Promise what is told; `due` counts in hours from now, or is the next Friday at half past seven. What is past and `kept` was kept in time."""
    for one in told:
        ticket, who = Ticket.objects.get(subject__startswith=one["ticket"]), agents[one["who"]]
        due = _friday() if one["due"] == "friday 07:30" else timezone.now() + timedelta(hours=one["due"])
        ahead = max(due, timezone.now() + IN_BETWEEN)
        made = make_promise(ticket, one["words"], ahead, by=who, waits_for_sending=False)
        if one.get("kept"):
            keep_promise(made.pk, by=who)
        moved = {
            "due_at": due,
            "first_due_at": due,
            "created_at": due - timedelta(hours=one.get("since", 24)),
        }
        moved["warn_at"] = due - timedelta(hours=4)
        if one.get("kept"):
            moved["ended_at"] = due - IN_BETWEEN
        Promise.objects.filter(pk=made.pk).update(**moved)
    watch_promises()


def _friday() -> datetime:
    """Half past seven of the next Friday in the shop's zone."""
    today = timezone.now().astimezone(ZONE).date()
    return datetime.combine(today + timedelta(days=(FRIDAY - today.weekday()) % 7 or 7), time(7, 30), ZONE)
