"""Whom a complaint is about is kept out of its tickets, and let in again when it is about them no more.

Called by who handles complaints: that right covers keeping out. Letting in needs the right to keep people apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import find_agents
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.models import ComplaintTicket
from careline.tickets.actions.keep_out import apply_keep_out, apply_let_in
from careline.tickets.queries.access import lock_remaining

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.feedback.models import Complaint
    from careline.tickets.models import Ticket


def keep_out_of(
    ticket: Ticket, link: ComplaintTicket, about_id: int | None, *, by: Agent, cause: int | None = None
) -> None:
    """Keep whom a complaint is about out of a locked ticket; noted on the link unless they were kept out already."""
    about = next(iter(find_agents([about_id])), None) if about_id else None
    if about is None:
        return
    is_new = apply_keep_out(ticket, about, reason=_("It concerns them."), by=by, cause=cause)
    if is_new:
        ComplaintTicket.objects.filter(pk=link.pk).update(keeps_out=True)


def refuse_letting_in(before: int | None, after: int | None, *, by: Agent) -> None:
    """Refuse (FeedbackRefused) that somebody would see a ticket about them again, to those who don't keep people apart."""
    if before and before != after and not by.may(Right.KEEP_APART):
        raise FeedbackRefused(
            _("Whom it is about is kept out of the ticket: somebody who leads the team can change that.")
        )


def follow_about(complaint: Complaint, *, before: int | None, after: int | None, by: Agent) -> None:
    """Let in who was kept out by a complaint, and keep out who is to be now, of each of its tickets."""
    if before == after:
        return
    for link in ComplaintTicket.objects.filter(complaint=complaint).order_by("ticket_id"):
        ticket = lock_remaining(link.ticket_id)
        if ticket is None:
            continue
        if before and link.keeps_out and not _others_keep(link, before):
            let_in = next(iter(find_agents([before])), None)
            if let_in is not None:
                apply_let_in(ticket, let_in, by=by)
            ComplaintTicket.objects.filter(pk=link.pk).update(keeps_out=False)
        keep_out_of(ticket, link, after, by=by)


def _others_keep(link: ComplaintTicket, about_id: int) -> bool:
    """Whether another complaint about the same person concerns this ticket; then that one keeps them out from now on."""
    others = ComplaintTicket.objects.filter(ticket_id=link.ticket_id, complaint__about_id=about_id)
    other = others.exclude(complaint_id=link.complaint_id).exclude(complaint__stage="withdrawn").first()
    if other is None:
        return False
    ComplaintTicket.objects.filter(pk=other.pk).update(keeps_out=True)
    ComplaintTicket.objects.filter(pk=link.pk).update(keeps_out=False)
    return True
