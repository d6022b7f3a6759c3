"""Complaints and moods of the demo company: what customers wrote is read, and some of it stands in the register."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from careline.accounts.models import Agent
from careline.feedback.actions.change_complaint import change_complaint
from careline.feedback.actions.check_details import Details
from careline.feedback.actions.notice_mood import notice_mood
from careline.feedback.actions.open_complaint import Opening, open_complaint
from careline.feedback.actions.take_measure import Wish, take_measure
from careline.feedback.models import Complaint
from careline.tickets.models import Message, Ticket

ACKNOWLEDGED_AFTER, ANSWERED_AFTER, CLOSED_AFTER = timedelta(hours=20), timedelta(days=6), timedelta(days=9)


def read_moods() -> None:
    """Read what the customers of open tickets wrote."""
    said = Message.objects.filter(author="customer", ticket__status__lt=5).order_by("pk")
    for pk in said.values_list("pk", flat=True):
        notice_mood(pk)


def make_complaints(told: Iterable[Mapping[str, Any]], agents: Mapping[str, Agent]) -> None:
    """Take complaints down, each about the first ticket whose subject (or customer) is named, and bring it where it stands."""
    lead = agents["Mirela"]
    for one in told:
        about = agents[one["about"]] if "about" in one else None
        opening = Opening(
            one["summary"],
            one["category"],
            severity=one.get("severity", 2),
            about_id=about.pk if about else None,
        )
        complaint = open_complaint(_ticket(one), opening, by=lead)
        for stage in _way_to(one.get("stage", "closed")):
            complaint = change_complaint(
                complaint, _details(one, stage, about, by=lead), version=complaint.version, by=lead
            )
        _move_back(complaint)


def restrict(told: Iterable[Mapping[str, Any]], *, by: Agent) -> None:
    """Have it stand in the record how somebody is served, and when that is looked at again."""
    for one in told:
        review_on = timezone.localdate() + timedelta(days=one["review_in"])
        take_measure(
            _ticket({"subject": one["ticket"], "summary": one["reason"]}),
            Wish("restrict", one["reason"], one["terms"], review_on),
            by=by,
        )


def _ticket(one: Mapping[str, Any]) -> Ticket:
    taken = Ticket.objects.filter(merged_into=None).order_by("pk")
    if "customer" in one:
        taken = taken.filter(customer__name=one["customer"])
    found = taken.filter(subject__startswith=one.get("subject", "")).first()
    if found is None:
        raise LookupError(one["summary"])
    return found


def _way_to(stage: str) -> tuple[str, ...]:
    return {"received": (), "closed": ("responded", "closed")}.get(stage, (stage,))


def _details(one: Mapping[str, Any], stage: str, about: Agent | None, *, by: Agent) -> Details:
    said = {key: one[key] for key in ("finding", "remedy", "cost_minor", "lessons") if key in one}
    return Details(
        stage, one["summary"], one["category"], one.get("severity", 2), cause=one.get("cause", ""),
        admitted=one.get("admitted", "yes" if stage in ("responded", "closed") else ""), owner_id=by.pk,
        about_id=about.pk if about else None, consent="given" if stage == "closed" else "", **said,
    )  # fmt: skip


def _move_back(complaint: Complaint) -> None:
    """Give a complaint the times that it would have had."""
    since, now = complaint.received_at, timezone.now()
    moved = {"opened_at": min(since + timedelta(hours=2), now)}
    for name, after in (
        ("acknowledged_at", ACKNOWLEDGED_AFTER),
        ("responded_at", ANSWERED_AFTER),
        ("closed_at", CLOSED_AFTER),
    ):
        if getattr(complaint, name) is not None:
            moved[name] = min(since + after, now)
    Complaint.objects.filter(pk=complaint.pk).update(**moved)
