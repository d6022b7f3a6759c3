"""How many tickets stand in each view: sums of kept counters and of what was not folded in yet, never a count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from careline.accounts.contracts import Right
from careline.accounts.queries import Sight, sight_of
from careline.tickets.queries.queue import views_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent

# What grows with the staff (rows by assignee) is read for one person and for nobody only, by the index.
_COUNTS = """
WITH new AS MATERIALIZED (SELECT * FROM tickets_ticketdelta WHERE team_id = ANY(%(teams)s::bigint[])),
kept AS (SELECT t.team_id, CASE WHEN t.snoozed_until IS NULL THEN t.status ELSE 10 END AS status,
        coalesce(t.assignee_id, 0) AS assignee_id, -1 AS n
    FROM tickets_exclusion x JOIN tickets_ticket t ON t.id = x.ticket_id
    WHERE x.agent_id = %(me)s AND t.merged_into_id IS NULL AND t.team_id = ANY(%(teams)s::bigint[])
    UNION ALL SELECT t.team_id, 11, p.agent_id, -1 FROM tickets_exclusion x JOIN tickets_ticket t ON t.id = x.ticket_id
    JOIN tickets_proposal p ON p.ticket_id = t.id
    WHERE x.agent_id = %(me)s AND p.state = 'waiting' AND t.team_id = ANY(%(teams)s::bigint[])),
hands AS (SELECT assignee_id, status, n FROM tickets_ticketcount
        WHERE assignee_id IN (0, %(me)s) AND team_id = ANY(%(teams)s::bigint[]) AND (status < 5 OR status = 11)
    UNION ALL SELECT assignee_id, status, n FROM new WHERE status < 5 OR status = 11
    UNION ALL SELECT assignee_id, status, n FROM kept WHERE status < 5 OR status = 11),
places AS (SELECT team_id, status, n FROM tickets_teamcount WHERE team_id = ANY(%(teams)s::bigint[])
    UNION ALL SELECT team_id, status, n FROM new UNION ALL SELECT team_id, status, n FROM kept)
SELECT h.mine, h.unassigned, p.*, p.proposed - h.own_proposed AS to_approve FROM (
    SELECT coalesce(sum(n) FILTER (WHERE assignee_id = %(me)s AND status < 5), 0) AS mine,
        coalesce(sum(n) FILTER (WHERE assignee_id = 0 AND status < 5), 0) AS unassigned,
        coalesce(sum(n) FILTER (WHERE assignee_id = %(me)s AND status = 11), 0) AS own_proposed FROM hands) h, (
    SELECT coalesce(sum(n) FILTER (WHERE status < 5 AND team_id = ANY(%(own)s::bigint[])), 0) AS my_teams,
        coalesce(sum(n) FILTER (WHERE status < 5), 0) AS all_open,
        coalesce(sum(n) FILTER (WHERE status = 3), 0) AS pending,
        coalesce(sum(n) FILTER (WHERE status IN (5, 6)), 0) AS solved,
        coalesce(sum(n) FILTER (WHERE status = 10), 0) AS snoozed,
        coalesce(sum(n) FILTER (WHERE status = 11), 0) AS proposed FROM places) p
"""


def counts(agent: Agent, sight: Sight | None = None) -> dict[str, int]:
    """The size of each standard view that this person has, by the view's key; `sight` is theirs, if it is known already.

    That of "to approve" is the number of replies: a ticket with two of them counts twice.
    """
    if not agent.may(Right.READ_TICKETS):
        return {}
    sight = sight or sight_of(agent)
    values: dict[str, Any] = {"me": agent.pk, "own": sight.own, "teams": sight.visible}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        names = [column.name for column in cursor.description]
        figures = dict(zip(names, map(int, cursor.fetchone()), strict=True))
    return {view.key: figures[view.key] for view in views_of(agent)}
