"""Offer a draft to colleagues, or hand it to one of them; and keep it for oneself again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.tickets.actions.assign import can_take
from careline.tickets.contracts import Refused
from careline.tickets.events import DraftOffered
from careline.tickets.models import Draft, Ticket
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

SHARED = (Draft.Kind.REPLY, Draft.Kind.FORWARD)


@transaction.atomic
def offer_draft(ticket: Ticket, *, kind: str, by: Agent, to: Agent | None = None) -> Draft:
    """Show one's own unsent answer to all who see the ticket: whoever may answer can take it over, or only `to`.

    It stays the writer's, who can go on and send it, until somebody takes it. Refuses a draft without words or files,
    and a colleague who can't answer this ticket. Emits DraftOffered.
    """
    by.require(Right.REPLY)
    ticket = lock_ticket(ticket, by=by)
    draft = _own(ticket, kind, by)
    if draft is None or not (draft.html or draft.files.exists()):
        raise Refused(_("There is no draft to hand over: write something first."))
    if to is not None and (to.pk == by.pk or not can_take(to, ticket)):
        raise Refused(_("%(name)s can't answer this ticket.") % {"name": to.name})
    draft.offered_at, draft.offered_to = timezone.now(), to
    draft.save(update_fields=["offered_at", "offered_to"])
    fact = DraftOffered(ticket.pk, ticket.team_id, agent_id=by.pk, to_id=to.pk if to else 0)
    emit(fact, by=by.actor)
    return draft


@transaction.atomic
def withdraw_draft(ticket: Ticket, *, kind: str, by: Agent) -> bool:
    """Keep an offered draft for oneself again; False if it was not offered, or is taken. Emits DraftOffered (withdrawn)."""
    ticket = lock_ticket(ticket, by=by)
    draft = _own(ticket, kind, by)
    if draft is None or draft.offered_at is None:
        return False
    draft.offered_at = draft.offered_to = None
    draft.save(update_fields=["offered_at", "offered_to"])
    emit(DraftOffered(ticket.pk, ticket.team_id, agent_id=by.pk, withdrawn=True), by=by.actor)
    return True


def _own(ticket: Ticket, kind: str, by: Agent) -> Draft | None:
    if kind not in SHARED:
        raise Refused(_("There is no such draft."))
    return Draft.objects.select_for_update().filter(ticket=ticket, agent=by, kind=kind).first()
