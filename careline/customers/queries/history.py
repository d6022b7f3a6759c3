"""What happened to a customer's record, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import get_user_model

from careline.core.models import Event
from careline.customers.models import Customer
from careline.customers.queries.access import same_person_ids

MOST = 50


@dataclass(frozen=True, slots=True)
class Happened:
    """One fact, and the name of who did it ("" for the system)."""

    event: Event
    by: str


def history(customer: Customer) -> list[Happened]:
    """The latest facts about a person's records. The customer was accessed with rights."""
    subjects = [f"customer:{one}" for one in same_person_ids(customer)]
    events = [*Event.objects.filter(subject__in=subjects).order_by("-pk")[:MOST]]
    ids = {event.actor_id for event in events if event.actor_kind == "agent"}
    names = dict(get_user_model().objects.filter(pk__in=ids).values_list("pk", "name"))
    return [Happened(event, names.get(event.actor_id, "")) for event in events]
