"""Bring in one ticket from another system, with what was said in it. Nobody is written to because of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import active_agents, open_teams
from careline.core.events import emit
from careline.customers.actions.identify import identify
from careline.customers.actions.take_in_customer import field_values, text, words
from careline.customers.slots import RowRefused
from careline.fields.queries import check_change
from careline.tickets.events import TicketImported
from careline.tickets.models import Message, Priority, Status, Ticket, TicketType
from careline.tickets.models.filing import snippet_of
from careline.tickets.models.imported import ImportedTicket
from careline.tickets.models.knowing import teams_know
from careline.tickets.models.ledger import open_ledger
from careline.tickets.models.said import index_words

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_TEXT = 500_000


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing that was said, as the file has it."""

    author: str
    text: str
    at: datetime
    is_public: bool
    name: str = ""
    email: str = ""


@transaction.atomic
def import_ticket(agent: Agent, values: Mapping[str, Any]) -> str:
    """Make a ticket of a row by column keys; `unchanged` if its number elsewhere is known already. Emits TicketImported.

    Refuses (RowRefused) a row without number, subject or requester, unknown words and teams, and moments to come.
    """
    agent.require(Right.MANAGE_DATA)
    external_id = text(values, "external_id")[:100]
    if not external_id:
        raise RowRefused(_("There is no number elsewhere."))
    if ImportedTicket.objects.filter(external_id=external_id).exists():
        return "unchanged"
    ticket = _ticket(values)
    ticket.fields = check_change(
        agent, "ticket", field_values(values), before={}, ticket_type=ticket.type
    ).values
    said = _said(values, ticket)
    ticket.save(force_insert=True)
    ImportedTicket.objects.create(external_id=external_id, ticket=ticket)
    fact = TicketImported(ticket.pk, ticket.team_id, customer_id=ticket.customer_id)
    open_ledger(ticket, cause_id=emit(fact, by=agent.actor))
    for one in said:
        _say(ticket, one)
    teams_know(ticket.customer_id)
    return "made"


def _ticket(values: Mapping[str, Any]) -> Ticket:
    email = text(values, "requester_email")
    try:
        validate_email(email)
    except ValidationError:
        raise RowRefused(_("“%(value)s” is not an e-mail address.") % {"value": email}) from None
    status = _choice(values, "status", Status, Status.SOLVED)
    created_at = _moment(values, "created_at") or timezone.now()
    solved_at = (_moment(values, "solved_at") or created_at) if status >= Status.SOLVED else None
    return Ticket(
        subject=" ".join(text(values, "subject").split())[:300],
        status=status,
        priority=_choice(values, "priority", Priority, Priority.NORMAL),
        type=_type(values),
        channel="email",
        team=_team(text(values, "team")),
        assignee=_assignee(text(values, "assignee")),
        customer_id=identify(email, name=text(values, "requester_name")),
        tags=sorted({"-".join(tag.lower().split())[:60] for tag in words(values, "tags")})[:50],
        created_at=created_at,
        solved_at=solved_at,
        closed_at=solved_at if status == Status.CLOSED else None,
        updated_at=solved_at or created_at,
        last_customer_at=created_at,
        last_message_at=created_at,
    )


def _said(values: Mapping[str, Any], ticket: Ticket) -> list[Spoken]:
    listed = values.get("messages")
    if not isinstance(listed, list):
        words_said = text(values, "text") or ticket.subject
        if not words_said:
            raise RowRefused(_("There is neither a subject nor a text."))
        return [Spoken("customer", words_said[:MOST_TEXT], ticket.created_at, True)]
    said = [_spoken(one, ticket) for one in listed if isinstance(one, dict)]
    if not said:
        raise RowRefused(_("There is neither a subject nor a text."))
    return sorted(said, key=lambda one: one.at)


def _spoken(one: Mapping[str, Any], ticket: Ticket) -> Spoken:
    author = text(one, "author") or "customer"
    if author not in ("customer", "agent", "note"):
        raise RowRefused(_("A message is by customer, agent, or a note."))
    return Spoken(
        author="agent" if author == "note" else author,
        text=text(one, "text")[:MOST_TEXT],
        at=_moment(one, "at") or ticket.created_at,
        is_public=author != "note",
        name=text(one, "name")[:200],
        email=text(one, "email")[:320],
    )


def _say(ticket: Ticket, one: Spoken) -> None:
    is_customer = one.author == "customer"
    identity = ticket.customer.identities.order_by("pk").first()
    message = Message.objects.create(
        ticket=ticket,
        author=one.author,
        is_public=one.is_public,
        customer=ticket.customer if is_customer else None,
        agent=None if is_customer else _assignee(one.email, is_needed=False),
        subject=ticket.subject,
        from_email=one.email or (identity.value if is_customer and identity else ""),
        from_name=one.name or (ticket.customer.name if is_customer else ""),
        text=one.text,
        reply_text=one.text,
        grade="unverified" if is_customer else "",
        state="sent" if not is_customer and one.is_public else "",
        threaded_by="import",
        sent_at=one.at,
        created_at=one.at,
    )
    index_words(message, ticket, names=[message.from_name])
    ticket.message_count += 1
    if one.is_public:
        ticket.snippet, ticket.last_message_at = snippet_of(one.text), one.at
        if is_customer:
            ticket.last_customer_at = one.at
        elif ticket.first_answered_at is None:
            ticket.first_answered_at = one.at
    ticket.save(
        update_fields=["message_count", "snippet", "last_message_at", "last_customer_at", "first_answered_at"]
    )


def _choice(values: Mapping[str, Any], key: str, kind: type[Status] | type[Priority], usual: int) -> int:
    said = text(values, key).lower().replace(" ", "_").replace("-", "_")
    if not said:
        return usual
    for one in kind:
        if said in (one.word, str(one.label).lower().replace(" ", "_")):
            return int(one)
    raise RowRefused(_("“%(value)s” is not known here.") % {"value": said[:60]})


def _type(values: Mapping[str, Any]) -> str:
    said = text(values, "type").lower()
    if said and said not in TicketType.values:
        raise RowRefused(_("“%(value)s” is not known here.") % {"value": said[:60]})
    return said or TicketType.QUESTION


def _team(name: str) -> Any:
    found = open_teams().filter(name__iexact=name).first() if name else open_teams().order_by("pk").first()
    if found is None:
        raise RowRefused(_("There is no team “%(value)s”.") % {"value": name[:60]})
    return found


def _assignee(email: str, *, is_needed: bool = True) -> Any:
    found = active_agents().filter(email__iexact=email).first() if email else None
    if email and found is None and is_needed:
        raise RowRefused(_("Nobody here has the address “%(value)s”.") % {"value": email[:60]})
    return found


def _moment(values: Mapping[str, Any], key: str) -> datetime | None:
    said = text(values, key)
    if not said:
        return None
    try:
        moment = parse_datetime(said) or parse_datetime(f"{said}T00:00:00")
    except ValueError:
        moment = None
    if moment is None:
        raise RowRefused(_("“%(value)s” is not a moment: write 2026-03-31T14:05:00Z.") % {"value": said[:60]})
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment > timezone.now():
        raise RowRefused(_("This moment has not come yet."))
    return moment
