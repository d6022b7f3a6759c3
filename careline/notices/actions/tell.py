"""Tell people of one thing: at most one notice each, with the strongest reason. The one way that a notice is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from careline.accounts.queries import find_agents
from careline.core.live import ping
from careline.notices.actions.send_later import send_later
from careline.notices.contracts import USUAL, Kind, Thing, Way
from careline.notices.queries.people import preferences_of
from careline.tickets.queries.watching import watchable_tickets

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_WRITE = """
INSERT INTO notices_notice AS n
  (agent_id, thing, kind, rank, event_id, ticket_id, message_id, about_id, actor_kind, actor_id, is_at_desk)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (agent_id, thing) DO UPDATE SET kind = excluded.kind, rank = excluded.rank, event_id = excluded.event_id,
  message_id = coalesce(excluded.message_id, n.message_id), about_id = coalesce(excluded.about_id, n.about_id),
  is_at_desk = n.is_at_desk OR excluded.is_at_desk
WHERE n.read_at IS NULL AND n.rank < excluded.rank
RETURNING id
"""


@transaction.atomic
def tell(thing: Thing) -> list[int]:
    """Make or strengthen the notices of a thing; the ids of those that are new or have a stronger reason now.

    Leaves out who did it themselves, who left, who wants to hear of it nowhere, and who may not see it. Told again, and
    in whatever order the reasons of one thing come, nobody gets a second notice; one that was read stays read.
    """
    people = [agent for agent in find_agents(sorted(thing.reasons)) if _concerns(agent, thing)]
    chosen = preferences_of([agent.pk for agent in people])
    made, at_desk = [], []
    for agent in sorted(people, key=lambda one: one.pk):
        kind = thing.reasons[agent.pk]
        ways = chosen[agent.pk].ways(kind)
        notice_id = _write(agent, kind, thing, is_at_desk=Way.DESK in ways) if ways else None
        if notice_id is None:
            continue
        made.append(notice_id)
        send_later(notice_id, kind, agent, chosen[agent.pk])
        at_desk += [agent.pk] if Way.DESK in ways else []
    if at_desk:
        ping("notices.changed", [f"notices:{pk}" for pk in at_desk])
    return made


def _concerns(agent: Agent, thing: Thing) -> bool:
    """Whether a person shall and may hear of it: not of their own acts, but of what they ordered and is done."""
    kind = thing.reasons[agent.pk]
    is_own = thing.actor_kind == "agent" and thing.actor_id == agent.pk
    if (is_own and kind != Kind.FINISHED) or not agent.may(USUAL[kind].needs):
        return False
    return thing.ticket_id is None or bool(watchable_tickets(agent, [thing.ticket_id]))


def _write(agent: Agent, kind: Kind, thing: Thing, *, is_at_desk: bool) -> int | None:
    values: list[int | str | bool | None] = [
        agent.pk, thing.key, kind.value, kind.rank, thing.event_id, thing.ticket_id, thing.message_id, thing.about_id,
        thing.actor_kind, thing.actor_id, is_at_desk,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
        row = cursor.fetchone()
    return int(row[0]) if row else None
