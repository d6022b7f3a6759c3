"""Interim reading of the queue until the queries land."""

from careline.accounts.queries import own_team_ids, visible_team_ids
from careline.tickets.models import Seen, Ticket

PAGE = 50


def interim_queue(agent, view, *, after="", limit=PAGE):
    tickets = Ticket.objects.visible_to(agent).filter(merged_into=None).select_related("customer", "assignee")
    if view == "mine":
        tickets = tickets.filter(assignee=agent, status__lt=5)
    elif view == "unassigned":
        tickets = tickets.filter(assignee=None, status__lt=5)
    elif view == "my-teams":
        tickets = tickets.filter(team_id__in=own_team_ids(agent), status__lt=5)
    elif view == "pending":
        tickets = tickets.filter(status=3)
    elif view == "solved":
        tickets = tickets.filter(status__gte=5)
    else:
        tickets = tickets.filter(status__lt=5)
    start = int(after or 0)
    rows = [*tickets.order_by("-last_message_at", "-id")[start : start + limit + 1]]
    more = str(start + limit) if len(rows) > limit else ""
    return rows[:limit], more


def interim_counts(agent):
    return {}


def interim_unread(agent, tickets):
    seen = dict(Seen.objects.filter(agent=agent, ticket__in=tickets).values_list("ticket_id", "message_id"))
    return frozenset(t.pk for t in tickets if t.pk not in seen)


def interim_teams(agent):
    return visible_team_ids(agent)
