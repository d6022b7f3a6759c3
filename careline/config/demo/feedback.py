"""Complaints and moods of the demo company: what customers wrote is read, and three complaints stand in the register."""

from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from careline.accounts.models import Agent
from careline.feedback.actions.change_complaint import Details, change_complaint
from careline.feedback.actions.notice_mood import notice_mood
from careline.feedback.actions.open_complaint import Opening, open_complaint
from careline.feedback.models import Complaint
from careline.tickets.models import Message, Ticket

ABOUT = (
    (Opening("The parcel came two weeks late, and nobody said a word", "Delivery", severity=3), "Delay"),
    (Opening("The wheel arrived with a broken spoke", "Delivery"), "Damaged in transit"),
    (Opening("Charged twice for one repair", "Price and billing"), "Human error"),
)


def make_feedback(agents: dict[str, Agent]) -> None:
    """Read what every customer wrote, and take three complaints down, one of them answered."""
    for pk in Message.objects.filter(author="customer").order_by("pk").values_list("pk", flat=True):
        notice_mood(pk)
    lead = agents["Mirela"]
    tickets = Ticket.objects.filter(merged_into=None, status__lt=5).order_by("-created_at")[: len(ABOUT)]
    for n, (ticket, (opening, cause)) in enumerate(zip(tickets, ABOUT, strict=False)):
        complaint = open_complaint(ticket, opening, by=lead)
        if n == 0:
            _answer(complaint, cause, lead)
        elif n == 1:
            late = timezone.now() - timedelta(hours=5)
            Complaint.objects.filter(pk=complaint.pk).update(cause=cause, acknowledge_by=late)


def _answer(complaint: Complaint, cause: str, by: Agent) -> None:
    said = Details("responded", complaint.summary, complaint.category, complaint.severity, owner_id=by.pk)
    said = replace(
        said, cause=cause, admitted="yes", finding="The courier held it back, and our tracking mail failed.", remedy="Voucher",
        cost_minor=1500, lessons="Look at parcels that stand still for three days.",
    )  # fmt: skip
    change_complaint(complaint, said, version=complaint.version, by=by)
