"""Canned replies: which a person may use and change, what they say here, and which were used on similar tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Q, QuerySet

from careline.accounts.contracts import Right
from careline.accounts.queries import open_teams, own_team_ids, visible_team_ids
from careline.tickets.contracts import FilledMacro, NotVisible
from careline.tickets.models import Macro, Ticket
from careline.tickets.models.exclusion import NOT_KEPT
from careline.tickets.queries.placeholders import fill_html, values_for
from careline.tickets.wording import clean

if TYPE_CHECKING:
    from careline.accounts.models import Agent, Team

_SUGGEST = f"""
SELECT u.macro_id FROM (SELECT id, macro_id, ticket_id FROM tickets_macrouse WHERE macro_id = ANY(%(macros)s)
    ORDER BY id DESC LIMIT 500) u JOIN tickets_ticket t ON t.id = u.ticket_id
WHERE t.id <> %(ticket)s AND t.team_id = ANY(%(teams)s) AND {NOT_KEPT}
GROUP BY u.macro_id
HAVING max((t.type = %(type)s)::int + 2 * cardinality(array(SELECT unnest(t.tags) INTERSECT SELECT unnest(%(tags)s::text[])))
    + 4 * word_similarity(%(subject)s, t.subject)) > 1.2
ORDER BY sum((t.type = %(type)s)::int + 2 * cardinality(array(SELECT unnest(t.tags) INTERSECT SELECT unnest(%(tags)s::text[])))
    + 4 * word_similarity(%(subject)s, t.subject)) DESC, u.macro_id LIMIT 3
"""  # noqa: S608


def macros_for(agent: Agent) -> list[Macro]:
    """The macros that this person may use: their own, their teams' and the company's, by name."""
    mine = Q(agent=agent) | Q(team_id__in=own_team_ids(agent)) | Q(agent=None, team=None)
    return [*Macro.objects.filter(mine, is_archived=False).order_by("name", "pk")]


def access_macro(agent: Agent, macro_id: int) -> Macro:
    """One macro that this person may use. Raises NotVisible."""
    found = next((macro for macro in macros_for(agent) if macro.pk == macro_id), None)
    if found is None:
        raise NotVisible(macro_id)
    return found


def shared_macros() -> list[Macro]:
    """The company's and the teams' macros, by name: those that may be used without a person."""
    return [*Macro.objects.filter(agent=None, is_archived=False).order_by("name", "pk")]


def fill_shared(macro_id: int, ticket: Ticket) -> FilledMacro | None:
    """The words of a shared macro for this ticket, without a person who writes; None if there is no such macro."""
    macro = Macro.objects.filter(pk=macro_id, agent=None, is_archived=False).first()
    return fill_html(clean(macro.html), values_for(ticket, None)) if macro else None


def managed_macros(agent: Agent) -> QuerySet[Macro]:
    """The macros that this person may change, archived ones too: their own, and as a lead the teams' and company's."""
    if not agent.may(Right.CHANGE_TICKETS):
        return Macro.objects.none()
    wanted = Q(agent=agent)
    if agent.may(Right.MANAGE_MACROS):
        wanted |= Q(agent=None, team=None) | Q(team__in=macro_teams(agent))
    return Macro.objects.filter(wanted).select_related("team").order_by("name", "pk")


def may_change_macro(agent: Agent, macro: Macro) -> bool:
    """Whether this person may change a macro that they may use, without asking the database."""
    if not agent.may(Right.CHANGE_TICKETS):
        return False
    return macro.agent_id == agent.pk or (not macro.agent_id and agent.may(Right.MANAGE_MACROS))


def access_managed_macro(agent: Agent, macro_id: int) -> Macro:
    """One macro that this person may change. Raises NotVisible."""
    found = managed_macros(agent).filter(pk=macro_id).first()
    if found is None:
        raise NotVisible(macro_id)
    return found


def macro_teams(agent: Agent) -> QuerySet[Team]:
    """The teams whose macros this person may change."""
    if not agent.may(Right.MANAGE_MACROS):
        return open_teams().none()
    return open_teams() if agent.sees_every_team else open_teams().filter(pk__in=own_team_ids(agent))


def suggested_ids(ticket: Ticket, *, agent: Agent, among: list[Macro]) -> list[int]:
    """Up to three of these macros that were lately used on tickets like this one: same type, tags, words.

    Looks at the 500 latest uses, and only at tickets that this person may see.
    """
    values: dict[str, Any] = {
        "me": agent.pk,
        "macros": [macro.pk for macro in among],
        "teams": visible_team_ids(agent),
        "ticket": ticket.pk,
        "type": ticket.type,
        "tags": ticket.tags,
        "subject": ticket.subject,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SUGGEST, values)
        return [row[0] for row in cursor.fetchall()]


def fill(macro: Macro, *, ticket: Ticket, agent: Agent) -> FilledMacro:
    """The macro's text for this ticket. Values are escaped and never looked through for placeholders again."""
    return fill_html(clean(macro.html), values_for(ticket, agent))
