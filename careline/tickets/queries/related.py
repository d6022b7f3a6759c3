"""How a ticket stands to others: its links, its children and incidents, and its merge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Count, Q

from careline.tickets.contracts import NotVisible
from careline.tickets.models import Link, Merge, Status, Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT %(top)s::bigint UNION SELECT l.target_id FROM tickets_link l JOIN below b ON l.source_id = b.id WHERE l.kind = %(kind)s)
SELECT EXISTS (SELECT FROM below WHERE id = %(wanted)s)
"""


def links_of(agent: Agent, ticket: Ticket) -> list[Link]:
    """The relations of a ticket, both ways, to tickets that this person may see."""
    visible = Ticket.objects.visible_to(agent).values("pk")
    rows = Link.objects.filter(Q(source=ticket) | Q(target=ticket), source__in=visible, target__in=visible)
    return [*rows.order_by("pk")]


def open_children_ids(ticket: Ticket) -> tuple[int, ...]:
    """The numbers of the children of a ticket that are open work, whoever may see them."""
    children = Link.objects.filter(source=ticket, kind=Link.Kind.CHILD, target__merged_into=None)
    return tuple(
        children.filter(target__status__lt=Status.SOLVED).order_by("target").values_list("target", flat=True)
    )


def would_circle(source_id: int, target_id: int, kind: str) -> bool:
    """Whether a ticket would become its own ancestor if `target` came below `source` by links of this kind."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, {"top": target_id, "kind": kind, "wanted": source_id})
        row = cursor.fetchone()
    return bool(row and row[0])


def open_incidents(agent: Agent, problem: Ticket) -> list[Ticket]:
    """The incidents of a problem that are open work and that this person may see, oldest first."""
    ids = Link.objects.filter(source=problem, kind=Link.Kind.INCIDENT).values("target")
    found = Ticket.objects.visible_to(agent).filter(pk__in=ids, merged_into=None, status__lt=Status.SOLVED)
    return [*found.order_by("pk")]


def count_links(agent: Agent, ticket: Ticket) -> dict[str, int]:
    """How many tickets that this person may see are linked (`all`), are open work, and are open incidents of this one."""
    visible = Ticket.objects.visible_to(agent)
    other = visible.filter(Q(links_in__source=ticket) | Q(links_out__target=ticket)).distinct()
    working = Q(status__lt=Status.SOLVED)
    found = other.aggregate(all=Count("pk", distinct=True), open=Count("pk", filter=working, distinct=True))
    return found | {"open_incidents": len(open_incidents(agent, ticket))}


def access_merge(agent: Agent, source_id: int) -> Merge:
    """The merge that stands of the ticket of this number. Raises NotVisible."""
    visible = Ticket.objects.visible_to(agent).values("pk")
    done = Merge.objects.filter(source_id=source_id, undone_at=None, source__in=visible, target__in=visible)
    found = done.order_by("-pk").first()
    if found is None:
        raise NotVisible(source_id)
    return found
