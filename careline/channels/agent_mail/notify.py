"""Who hears of what: from an event to the agents whom it concerns, each with the reason why."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from careline.accounts.queries import find_agents
from careline.channels.agent_mail.tasks import send_notice
from careline.channels.models import NoticePreference
from careline.core.limits import allow
from careline.tickets.queries.said import find_message, followers
from careline.tickets.queries.watching import watchable_tickets

Level = NoticePreference.Level
A_HOUR = 100


class Why(StrEnum):
    """Why an agent gets a notice."""

    ASSIGNED = "assigned"
    MINE = "mine"
    WATCHED = "watched"
    MENTIONED = "mentioned"
    UNDELIVERED = "undelivered"
    HANDED = "handed"
    REMINDED = "reminded"
    TASK_DUE = "task_due"


def notify(
    reasons: Mapping[int, Why], *, ticket_id: int, message_id: int, event_id: int, by_agent: int = 0
) -> int:
    """Defer a notice for each agent who may see the ticket and wants to hear of it, but for who did it; how many."""
    wanted = {agent_id: why for agent_id, why in reasons.items() if agent_id != by_agent}
    levels = dict(NoticePreference.objects.filter(agent_id__in=wanted).values_list("agent_id", "level"))
    count = 0
    for agent in find_agents(wanted):
        why = wanted[agent.pk]
        wants = _wants(levels.get(agent.pk, Level.ALL), why) and watchable_tickets(agent, [ticket_id])
        if wants and allow(f"notice:{agent.pk}", limit=A_HOUR, seconds=3600):
            send_notice.configure(lock="notices").defer(
                agent_id=agent.pk,
                ticket_id=ticket_id,
                message_id=message_id,
                why=why.value,
                event_id=event_id,
            )
            count += 1
    return count


def followed_by(message_id: int) -> dict[int, Why]:
    """The assignee and the watchers of a message's ticket, if a person wrote it."""
    message = find_message(message_id)
    if message is None or message.machine:
        return {}
    assignee, watching = followers(message.ticket_id)
    reasons = dict.fromkeys(watching, Why.WATCHED)
    return reasons | ({assignee: Why.MINE} if assignee else {})


def mentioned(agent_ids: Iterable[int]) -> dict[int, Why]:
    """Those whom a note names."""
    return dict.fromkeys(agent_ids, Why.MENTIONED)


def writer_of(message_id: int) -> dict[int, Why]:
    """Who wrote a message that did not arrive."""
    message = find_message(message_id)
    return {message.agent_id: Why.UNDELIVERED} if message is not None and message.agent_id else {}


def _wants(level: str, why: Why) -> bool:
    return level == Level.ALL or (level == Level.ASSIGNED and why != Why.WATCHED)
