"""Tickets as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from careline.customers.actions.take_in_customer import FIELD, field_keys
from careline.customers.slots import Column, Table, register_table
from careline.fields.queries import fields_for, plain_values
from careline.tickets.actions.import_ticket import import_ticket
from careline.tickets.models import Message, Priority, Status, Ticket
from careline.tickets.models.imported import ImportedTicket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

STRETCH = 200


def columns() -> list[Column]:
    """What can be said of a ticket in a file."""
    plain = [
        Column("external_id", _("Number elsewhere"), ("id", "ticket id", "number", "ticket", "case"), True),
        Column("subject", _("Subject"), ("title", "summary")),
        Column("text", _("What the customer wrote"), ("description", "body", "message", "content", "first message")),
        Column("messages", _("Messages (JSON Lines only)"), ("comments", "conversation", "articles")),
        Column("requester_email", _("Customer’s e-mail"), ("email", "requester", "from", "contact email", "customer email"), True),
        Column("requester_name", _("Customer’s name"), ("name", "contact name", "customer name", "requester name")),
        Column("status", _("Status"), ("state",)),
        Column("priority", _("Priority")),
        Column("type", _("Type"), ("category",)),
        Column("team", _("Team"), ("group", "queue", "department")),
        Column("assignee", _("Assignee’s e-mail"), ("agent", "owner", "assigned to", "assignee email")),
        Column("tags", _("Tags"), ("labels",)),
        Column("created_at", _("Created at"), ("created", "date", "opened", "created on")),
        Column("solved_at", _("Solved at"), ("solved", "resolved", "resolved at", "closed", "closed at")),
    ]  # fmt: skip
    return plain + [Column(key, label, (label,)) for key, label in field_keys("ticket")]


def rows(agent: Agent) -> Iterator[Mapping[str, Any]]:
    """The tickets that a person may see, in stretches by their numbers; without those merged into others."""
    infos, last = fields_for(agent, "ticket"), 0
    numbers = ImportedTicket.objects.filter(ticket=OuterRef("pk")).values("external_id")[:1]
    while True:
        found = Ticket.objects.visible_to(agent).filter(pk__gt=last, merged_into=None).order_by("pk")
        found = found.select_related("team", "assignee", "customer").prefetch_related("customer__identities")
        stretch = [*found.annotate(elsewhere=Subquery(numbers))[:STRETCH]]
        said = _said({ticket.pk for ticket in stretch})
        for one in stretch:
            fields = {f"{FIELD}{key}": value for key, value in plain_values(infos, one.fields).items()}
            yield _row(one, said.get(one.pk, [])) | fields
        if len(stretch) < STRETCH:
            return
        last = stretch[-1].pk


def _said(ticket_ids: set[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    rows = Message.objects.filter(ticket_id__in=ticket_ids).exclude(state="cancelled").select_related("agent")
    for one in rows.defer("html", "headers", "quoted_text").order_by("pk"):
        author = "customer" if one.author == "customer" else "agent" if one.is_public else "note"
        said = {
            "author": author,
            "text": one.reply_text or one.text,
            "at": one.created_at,
            "name": one.agent.name if one.agent else one.from_name,
            "email": one.agent.email if one.agent else one.from_email,
        }
        found.setdefault(one.ticket_id, []).append(said)
    return found


def _row(one: Ticket, said: list[dict[str, Any]]) -> dict[str, Any]:
    emails = [i.value for i in one.customer.identities.all() if i.kind == "email"]
    first = next((message["text"] for message in said if message["author"] == "customer"), "")
    return {
        "external_id": getattr(one, "elsewhere", None) or f"careline-{one.pk}",
        "subject": one.subject,
        "text": first,
        "messages": said,
        "requester_email": emails[0] if emails else "",
        "requester_name": one.customer.name,
        "status": Status(one.status).word,
        "priority": Priority(one.priority).word,
        "type": one.type,
        "team": one.team.name,
        "assignee": one.assignee.email if one.assignee else "",
        "tags": one.tags,
        "created_at": one.created_at,
        "solved_at": one.solved_at,
    }


register_table("tickets", Table(_("Tickets"), columns, import_ticket, rows))
