"""Open a ticket below another one: a part of the need that another team looks after. For work without a person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from careline.accounts.queries import open_teams
from careline.core.events import Actor, emit
from careline.tickets.actions.note import apply_note
from careline.tickets.contracts import Refused
from careline.tickets.events import TicketLinked, TicketOpened
from careline.tickets.models import Link, Status, Ticket
from careline.tickets.models.exclusion import copy_exclusions
from careline.tickets.models.knowing import teams_know
from careline.tickets.models.ledger import open_ledger
from careline.tickets.models.outgoing import one_line
from careline.tickets.wording import as_html


def open_child(
    parent: Ticket, subject: str, *, team_id: int, by: Actor, words: str = "", cause: int | None = None
) -> Ticket:
    """Open a child of a ticket that the caller locked: same customer, language and priority, open, in a team (0: the same).

    `words` become its first note. Refuses a missing subject and a team that is not there. Emits TicketOpened,
    TicketLinked for both, NoteAdded.
    """
    team = open_teams().filter(pk=team_id or parent.team_id).first()
    if team is None:
        raise Refused(_("There is no such team."))
    if not one_line(subject):
        raise Refused(_("A subject needs some words."))
    child = Ticket.objects.create(
        team=team, customer_id=parent.customer_id, subject=one_line(subject)[:300], status=Status.OPEN, type="task",
        priority=parent.priority, language=parent.language, channel=parent.channel, inbox_id=parent.inbox_id,
    )  # fmt: skip
    child.refresh_from_db()
    opened = emit(TicketOpened(child.pk, team.pk), by=by, cause=cause)
    open_ledger(child, cause_id=opened)
    teams_know(child.customer_id)
    Link.objects.create(source=parent, target=child, kind=Link.Kind.CHILD)
    copy_exclusions(parent.pk, child.pk)
    for one, other, role in ((parent, child, "child"), (child, parent, "of-child")):
        linked = TicketLinked(one.pk, one.team_id, other_id=other.pk, kind=Link.Kind.CHILD.value, role=role)
        emit(linked, by=by, cause=cause)
    if words:
        apply_note(child, as_html(words), by=by, cause=cause)
    return child
