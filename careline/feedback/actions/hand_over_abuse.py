"""Hand an abusive conversation over in one step, and have a while to cool down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import find_agents
from careline.core.events import emit
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.events import AbuseHandedOver
from careline.feedback.queries.relief import offer_for
from careline.feedback.queries.settings import feedback_settings
from careline.tickets.actions.assign import assign
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.note import note
from careline.tickets.queries.access import access_ticket, lock_ticket
from careline.workforce.actions.plan_absence import AbsenceDetails, plan_absence
from careline.workforce.contracts import WorkforceRefused

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Relief:
    """Where the conversation goes, what the next one should know, and whether to cool down.

    `to`: `agent:7`, `lead` (the one who is here and has least), `team:3`, or `queue` (the ticket's own team, nobody's).
    """

    to: str
    words: str
    cools_down: bool = True


@transaction.atomic
def hand_over_abuse(ticket: Ticket, relief: Relief, *, by: Agent) -> int:
    """Note why, give the ticket away, and be away for a while. Emits AbuseHandedOver.

    It goes to a colleague or a lead of its team who could take it, to another team, or back to its own team's queue.
    How many minutes away it is: 0 where that was not wished, or there is an absence already. It ends by itself.
    Refuses (FeedbackRefused) a hand-over without a word, to who can't take it, and where there is no lead but oneself.
    """
    by.require(Right.CHANGE_TICKETS)
    words = " ".join(relief.words.replace("\x00", "").split())[:500]
    if not words:
        raise FeedbackRefused(_("Say in a few words what happened, so that the next one need not ask you."))
    ticket = lock_ticket(ticket, by=by)
    note(
        ticket,
        f"<p>{escape(_('Handed over, the conversation is abusive: %(words)s') % {'words': words})}</p>",
        by=by,
        spends_draft=False,
    )
    minutes = _cool_down(by) if relief.cools_down else 0
    emit(AbuseHandedOver(ticket.pk, ticket.team_id, minutes=minutes), by=by.actor)
    _give(ticket, relief.to, by)
    return minutes


def _give(ticket: Ticket, to: str, by: Agent) -> None:
    word, _colon, said = to.partition(":")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 18 else 0
    if word in ("team", "queue"):
        if ticket.assignee_id is not None:
            assign(ticket, to=None, by=by)
        if word == "team":
            move_team(access_ticket(by, ticket.pk), number, by=by)
        return
    offer = offer_for(ticket, but=by)
    if word == "agent" and number not in offer.people:
        raise FeedbackRefused(
            _("They can’t take it any more: they went away, or have no room. Choose again.")
        )
    if word != "agent" and not offer.leads:
        raise FeedbackRefused(_("This team has no lead but you: choose somebody else."))
    chosen = number if word == "agent" else offer.leads[0].agent_id
    assign(ticket, to=find_agents([chosen])[0], by=by)


def _cool_down(by: Agent) -> int:
    minutes, now = feedback_settings().cool_down_minutes, timezone.now()
    details = AbsenceDetails(
        now, now + timedelta(minutes=minutes), reason=_("Cool-down after an abusive conversation")
    )
    try:
        with transaction.atomic():
            plan_absence(by, details, by=by)
    except WorkforceRefused:
        return 0
    return minutes
