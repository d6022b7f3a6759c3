"""Histories written by hand into the ledger: what the ticket's page says of each, and what a period says of them together."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from careline.insight.contracts import TIMES, Figure, Slice
from careline.insight.queries.figures import told_figures
from careline.insight.queries.summing import sum_whole
from careline.insight.tests.computed import compute_all
from careline.testing.world import World
from careline.tickets.models import Interval, Message, Ticket
from careline.workforce.actions.save_hours import HoursDetails, create_hours
from careline.workforce.contracts import Stretch
from careline.workforce.queries import forget_hours

NEW, OPEN, PENDING, SOLVED = 1, 2, 3, 5
HOUR = 3600
FRIDAY = datetime(2026, 3, 27, 9, tzinfo=UTC)  # 10:00 in Berlin, where the clocks change on Sunday
DAY = (Stretch(9 * 60, 12 * 60), Stretch(13 * 60, 17 * 60))
MONDAY = 75  # hours later: 14:00 of summer time

Steps = tuple[tuple[float, int], ...]
Said = tuple[tuple[float, str], ...]


@pytest.fixture(autouse=True)
def office(world: World):
    forget_hours()
    create_hours(HoursDetails("Office", "Europe/Berlin", (DAY,) * 5 + ((), ()), country="DE"), by=world.owner)
    forget_hours()
    yield
    forget_hours()


def write(world: World, steps: Steps, said: Said, *, after: float = 0) -> Ticket:
    """A ticket that came into each status after so many hours, and what was said: by whom, "-note" and "-machine" marked."""
    began = FRIDAY + timedelta(hours=after)
    ticket = Ticket.objects.create(
        team=world.support, customer=world.customer, subject="By hand", status=steps[-1][1], priority=2,
        type="question", channel="email", created_at=began,
    )  # fmt: skip
    ends = [*(hours for hours, _status in steps[1:]), None]
    for (hours, status), end in zip(steps, ends, strict=True):
        Interval.objects.create(
            ticket=ticket, kind="status", value=status, started_at=began + timedelta(hours=hours),
            ended_at=None if end is None else began + timedelta(hours=end),
        )  # fmt: skip
    for hours, who in said:
        author, _dash, kind = who.partition("-")
        row = Message.objects.create(
            ticket=ticket, author=author, agent=world.ana if author == "agent" else None, is_public=kind != "note",
            is_automatic=kind == "machine", customer=world.customer if author == "customer" else None,
        )  # fmt: skip
        Message.objects.filter(pk=row.pk).update(created_at=began + timedelta(hours=hours))
    return ticket


QUESTION = (0, "customer")
F, N, W, A, Z = TIMES
HISTORIES: dict[str, tuple[Steps, Said, dict[Figure, tuple[float, float]], tuple[bool, bool, bool]]] = {
    "answered once": (
        ((0, NEW), (1, SOLVED)), (QUESTION, (1, "agent")),
        {F: (1, 1), W: (1, 1), A: (1, 1), Z: (1, 1)}, (True, True, False),
    ),
    "the bot, an acknowledgement and a note came first": (
        ((0, NEW), (2, SOLVED)), (QUESTION, (0.1, "bot"), (0.2, "agent-machine"), (0.5, "agent-note"), (2, "agent")),
        {F: (2, 2), W: (2, 2), A: (2, 2), Z: (2, 2)}, (True, True, False),
    ),
    "an agent wrote first": (
        ((0, PENDING), (1, OPEN), (2, SOLVED)), ((0, "agent"), (1, "customer"), (2, "agent")),
        {N: (1, 1), W: (1, 1), A: (2, 2), Z: (2, 2)}, (False, False, False),
    ),
    "through lunch": (
        ((0, NEW), (4, SOLVED)), (QUESTION, (4, "agent")),
        {F: (3, 4), W: (3, 4), A: (3, 4), Z: (3, 4)}, (True, True, False),
    ),
    "over the weekend in which the clocks change": (
        ((0, NEW), (MONDAY, SOLVED)), (QUESTION, (MONDAY, "agent")),
        {F: (10, 75), W: (10, 75), A: (10, 75), Z: (10, 75)}, (True, True, False),
    ),
    "opened again": (
        ((0, NEW), (1, SOLVED), (4, OPEN), (MONDAY, SOLVED)), (QUESTION, (1, "agent"), (4, "customer"), (MONDAY, "agent")),
        {F: (1, 1), N: (7, 71), W: (8, 72), A: (1, 1), Z: (10, 75)}, (False, False, True),
    ),
    "it waited for the customer": (
        ((0, NEW), (1, PENDING), (5, OPEN), (6, SOLVED)), (QUESTION, (1, "agent"), (5, "customer"), (6, "agent")),
        {F: (1, 1), N: (1, 1), W: (2, 2), A: (5, 6), Z: (5, 6)}, (False, False, False),
    ),
}  # fmt: skip


def page_of(world: World, ticket: Ticket) -> str:
    client = Client()
    client.force_login(world.manager)
    return client.get(f"/tickets/{ticket.pk}/figures/").content.decode()


def summed(world: World, ticket_teams: tuple[int, ...], *, is_business: bool):
    until = FRIDAY + timedelta(days=30)
    return sum_whole(
        Slice(world.manager.pk, ticket_teams, FRIDAY - timedelta(days=9), until, is_business=is_business)
    )


@pytest.mark.parametrize("name", HISTORIES)
def test_each_figure_of_a_history_is_what_the_definition_says_on_every_screen(
    world: World, name: str
) -> None:
    steps, said, wanted, shares = HISTORIES[name]
    ticket = write(world, steps, said)
    compute_all()
    told = told_figures([ticket.pk])[ticket.pk]
    for place, is_business in enumerate((True, False)):
        totals = summed(world, (world.support.pk,), is_business=is_business)
        for figure in TIMES:
            hours = [one / HOUR for one in told.seconds_of(figure, is_business=is_business)]
            assert hours == ([wanted[figure][place]] if figure in wanted else []), (figure, is_business)
            many = totals.times[figure]
            assert (many.mean / HOUR if many else None) == (hours[0] if hours else None), (
                figure,
                is_business,
            )
        assert tuple(true == 1 for true, _of in totals.shares.values()) == shares
    assert tuple(told.figures.shares.values()) == shares


def test_a_merged_history_counts_once_from_the_earliest_creation(world: World) -> None:
    early = write(world, ((0, NEW), (2, 6)), (), after=-2)
    late = write(world, ((0, NEW), (1, SOLVED)), (QUESTION, (1, "agent")))
    Ticket.objects.filter(pk=early.pk).update(merged_into=late)
    compute_all()
    told = told_figures([late.pk])[late.pk]
    assert told.seconds_of(Figure.FULL_RESOLUTION, is_business=False) == [3 * HOUR]
    assert told.seconds_of(Figure.FIRST_RESPONSE, is_business=True) == [2 * HOUR]
    assert told.seconds_of(Figure.REQUESTER_WAIT, is_business=False) == [3 * HOUR]
    totals = summed(world, (world.support.pk,), is_business=False)
    assert totals.tickets == 1 and totals.times[Figure.FULL_RESOLUTION].mean == 3 * HOUR
    assert "3 h" in page_of(world, late)
