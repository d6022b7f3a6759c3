"""Random histories of tickets, written straight into the ledger: for proving sums against the plain definitions."""

from datetime import UTC, datetime, timedelta
from random import Random

from careline.testing.world import World
from careline.tickets.models import Interval, Message, Ticket

BEGIN = datetime(2026, 9, 1, 6, tzinfo=UTC)
CHANNELS, TYPES = ("email", "chat", "form"), ("question", "incident", "complaint")


def write_history(world: World, chance: Random) -> Ticket:
    """One ticket with a walk through statuses, and messages of both sides scattered over it."""
    at = BEGIN + timedelta(minutes=chance.randrange(60 * 24 * 60))
    steps = [(at, 1)]
    for _ in range(chance.randrange(6)):
        at += timedelta(seconds=chance.randrange(1, 4 * 86400))
        choices = [one for one in (2, 3, 4, 5, 5, 5) if one != steps[-1][1]]
        steps.append((at, chance.choice(choices)))
    ticket = Ticket.objects.create(
        team=chance.choice((world.support, world.workshop, world.complaints)), customer=world.customer, subject="Random",
        status=steps[-1][1], priority=chance.randint(1, 4), type=chance.choice(TYPES), channel=chance.choice(CHANNELS),
        created_at=steps[0][0],
    )  # fmt: skip
    ends = [*(one for one, _status in steps[1:]), None]
    Interval.objects.bulk_create(
        Interval(ticket=ticket, kind="status", value=status, started_at=began, ended_at=ended)
        for (began, status), ended in zip(steps, ends, strict=True)
    )
    _say(ticket, world, chance, steps[0][0], at)
    return ticket


def _say(ticket: Ticket, world: World, chance: Random, first: datetime, last: datetime) -> None:
    span = max(int((last - first).total_seconds()), 2)
    said = [(first, "customer", None)]
    for _ in range(chance.randrange(7)):
        author = chance.choice(("customer", "agent", "agent"))
        agent = chance.choice((world.ana, world.ben, world.lead)) if author == "agent" else None
        said.append((first + timedelta(seconds=chance.randrange(1, span)), author, agent))
    rows = Message.objects.bulk_create(
        Message(ticket=ticket, author=author, agent=agent, customer=None if agent else world.customer, state="sent" if agent else "",
                is_public=chance.random() < 0.85 or author == "customer", is_automatic=chance.random() < 0.1)
        for _at, author, agent in said
    )  # fmt: skip
    for row, (at, _author, _agent) in zip(rows, said, strict=True):
        Message.objects.filter(pk=row.pk).update(created_at=at)


def merge_some(tickets: list[Ticket], chance: Random) -> None:
    """Make pointers of some tickets, as a merge does: closed, their words with the other one."""
    for source, target in zip(tickets[::7], tickets[1::7], strict=False):
        if chance.random() < 0.7:
            Message.objects.filter(ticket=source).update(ticket=target)
            Ticket.objects.filter(pk=source.pk).update(merged_into=target, status=6)
