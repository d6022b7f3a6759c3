"""What the database sums up over kept figures is what the plain definitions say of every ticket's course."""

from collections import defaultdict
from datetime import timedelta
from random import Random

import pytest

from careline.insight.contracts import SHARES, TIMES, Figure, Slice, Totals, summary_of
from careline.insight.measuring import solved_moments
from careline.insight.models import TicketFigures
from careline.insight.periods import units_from
from careline.insight.queries.figures import told_figures
from careline.insight.queries.ranking import behind
from careline.insight.queries.summing import received, sum_units, sum_up, sum_whole, targets_of
from careline.insight.tests.computed import compute_all
from careline.insight.tests.histories import BEGIN, merge_some, write_history
from careline.policies.models import Clock, ServicePolicy
from careline.testing.world import World
from careline.tickets.models import Exclusion, Ticket
from careline.tickets.queries.course import first_answerers
from careline.workforce.actions.save_hours import HoursDetails, create_hours
from careline.workforce.contracts import Stretch
from careline.workforce.queries import forget_hours

UNTIL = BEGIN + timedelta(days=90)
DAY = (Stretch(8 * 60, 12 * 60), Stretch(13 * 60, 17 * 60))


@pytest.fixture(params=[1, 2, 3])
def many(world: World, request) -> list[Ticket]:
    forget_hours()
    create_hours(HoursDetails("Office", "Europe/Berlin", (DAY,) * 5 + ((), ()), country="DE"), by=world.owner)
    forget_hours()
    chance = Random(request.param)
    tickets = [write_history(world, chance) for _ in range(90)]
    merge_some(tickets, chance)
    compute_all()
    yield tickets
    forget_hours()


def asked(world: World, **other) -> Slice:
    teams = (world.support.pk, world.workshop.pk, world.complaints.pk)
    return Slice(**{"viewer_id": world.manager.pk, "team_ids": teams, "since": BEGIN, "until": UNTIL} | other)


def plain(slice_: Slice, key) -> dict:
    """The same by the definitions alone, ticket by ticket."""
    told = told_figures([*Ticket.objects.values_list("pk", flat=True)])
    kept = {*Exclusion.objects.filter(agent_id=slice_.viewer_id).values_list("ticket_id", flat=True)}
    tickets, answerers = Ticket.objects.in_bulk(), first_answerers(told)
    groups = defaultdict(list)
    for pk, one in told.items():
        ticket, solved = tickets[pk], solved_moments(one.course)
        is_solved = bool(one.figures.of(Figure.FULL_RESOLUTION))
        if one.course.is_merged or pk in kept or not (is_solved or slice_.moment == "created_at"):
            continue
        moment = one.course.created_at if slice_.moment == "created_at" else solved[-1]
        if not slice_.since <= moment < slice_.until or ticket.team_id not in slice_.team_ids:
            continue
        agent = answerers.get(pk, 0)
        narrowed = ((slice_.channel, ticket.channel), (slice_.type, ticket.type), (slice_.priority, ticket.priority), (slice_.agent_id, agent))  # fmt: skip
        if all(not wanted or wanted == found for wanted, found in narrowed):
            groups[key(ticket, one, agent)].append(one)
    return {name: totals(some, slice_) for name, some in groups.items()}


def totals(some: list, slice_: Slice) -> Totals:
    def values(figure):
        return [value for one in some for value in one.seconds_of(figure, is_business=slice_.is_business)]

    def said(figure):
        known = [one.figures.shares[figure] for one in some if one.figures.shares[figure] is not None]
        return sum(known), len(known)

    return Totals(
        len(some), {one: summary_of(values(one)) for one in TIMES}, {one: said(one) for one in SHARES},
        solved=sum(bool(one.figures.of(Figure.FULL_RESOLUTION)) for one in some),
    )  # fmt: skip


def assert_alike(found: dict, wanted: dict) -> None:
    assert {*found} == {*wanted}
    for key, one in wanted.items():
        other = found[key]
        assert (other.tickets, other.solved, other.shares) == (one.tickets, one.solved, one.shares), key
        for figure in TIMES:
            mine, theirs = one.times[figure], other.times[figure]
            assert (mine is None) == (theirs is None), (key, figure)
            if mine and theirs:
                told = (theirs.count, theirs.median, theirs.ninth, theirs.mean)
                assert told == pytest.approx((mine.count, mine.median, mine.ninth, mine.mean), rel=1e-9), (
                    key,
                    figure,
                )


KEYS = {
    "team": lambda ticket, one, agent: ticket.team_id,
    "agent": lambda ticket, one, agent: agent,
    "channel": lambda ticket, one, agent: ticket.channel,
    "priority": lambda ticket, one, agent: ticket.priority,
    "type": lambda ticket, one, agent: ticket.type,
}


def test_every_breakdown_agrees_with_the_definitions_in_business_and_calendar_time(world, many) -> None:
    for is_business in (True, False):
        question = asked(world, is_business=is_business)
        for key, of in KEYS.items():
            assert_alike(sum_up(question, key), plain(question, of))


def test_those_created_in_a_time_agree_with_the_definitions_whether_solved_or_not(world, many) -> None:
    question = asked(world, moment="created_at", until=BEGIN + timedelta(days=40))
    for key, of in KEYS.items():
        assert_alike(sum_up(question, key), plain(question, of))
    whole, starts = sum_whole(question), units_from(BEGIN, question.until, unit="week", zone="UTC")
    assert 0 < whole.solved < whole.tickets
    assert {at: one.tickets for at, one in sum_units(question, starts).items()} == received(question, starts)


def test_what_is_narrowed_agrees_with_the_definitions(world, many) -> None:
    for narrowed in ({"channel": "chat"}, {"priority": 3, "type": "incident"}, {"agent_id": world.ben.pk}, {"team_ids": (world.workshop.pk,)}):  # fmt: skip
        question = asked(world, **narrowed)
        assert_alike(sum_up(question, "team"), plain(question, KEYS["team"]))


def test_each_day_week_and_month_agrees_with_the_definitions(world, many) -> None:
    question = asked(world, is_business=False)
    for unit in ("day", "week", "month"):
        starts = units_from(BEGIN, UNTIL, unit=unit, zone="America/Havana")
        found = sum_units(question, starts)
        assert sum(one.tickets for one in found.values()) == sum_whole(question).tickets
        ends = dict(zip(starts, (*starts[1:], UNTIL), strict=True))
        for begin, one in found.items():
            part = question.between(max(begin, BEGIN), min(ends[begin], UNTIL))
            assert_alike({begin: one}, plain(part, lambda *_, begin=begin: begin))
        created = TicketFigures.objects.filter(created_at__gte=BEGIN, created_at__lt=UNTIL).count()
        assert sum(received(question, starts).values()) == created


def test_the_whole_of_a_time_agrees_with_the_definitions(world, many) -> None:
    for question in (
        asked(world),
        asked(world, since=BEGIN + timedelta(days=30)),
        asked(world, channel="chat"),
    ):
        assert_alike({1: sum_whole(question)}, plain(question, lambda *_: 1))
    assert sum_whole(asked(world, until=BEGIN)) == Totals(
        0, dict.fromkeys(TIMES), dict.fromkeys(SHARES, (0, 0))
    )


def test_nothing_of_a_ticket_that_somebody_is_kept_out_of_is_in_their_sums(world, many) -> None:
    hidden = many[3:40]
    Exclusion.objects.bulk_create(
        Exclusion(ticket=one, agent=world.manager, reason="about them", by=world.owner) for one in hidden
    )
    question = asked(world)
    assert_alike(sum_up(question, "team"), plain(question, KEYS["team"]))
    shown = {pk for figure in Figure for pk, _value in behind(question, figure, most=500)}
    assert shown and not shown & {one.pk for one in hidden}
    theirs, all_of_it = (received(one, [BEGIN]) for one in (question, asked(world, viewer_id=world.owner.pk)))
    assert sum(theirs.values()) < sum(all_of_it.values())


def test_the_tickets_behind_a_figure_are_those_it_is_made_of(world, many) -> None:
    question = asked(world, is_business=False)
    whole = sum_whole(question)
    for figure in (Figure.FIRST_RESPONSE, Figure.FULL_RESOLUTION, Figure.REQUESTER_WAIT):
        rows = behind(question, figure, most=1000)
        assert len(rows) == whole.times[figure].count
        told = told_figures([pk for pk, _value in rows])
        for pk, value in rows:
            assert value == pytest.approx(told[pk].seconds_of(figure, is_business=False)[0])
        assert [value for _pk, value in rows] == sorted((value for _pk, value in rows), reverse=True)
    rows = behind(question, Figure.REOPENED, most=1000)
    assert (sum(value for _pk, value in rows), len(rows)) == whole.shares[Figure.REOPENED]


def test_kept_and_missed_targets_are_counted_by_kind_and_policy(world, many) -> None:
    policy = ServicePolicy.objects.create(name="Standard")
    counted = [*TicketFigures.objects.filter(solved_at__range=(BEGIN, UNTIL)).values_list("pk", flat=True)]
    states = ("met", "met", "breached", "cancelled", "running")
    Clock.objects.bulk_create(
        Clock(ticket_id=pk, kind="first_response", policy=policy, state=states[n % 5], started_at=BEGIN)
        for n, pk in enumerate(counted)
    )
    compute_all()
    wanted = (sum(n % 5 < 2 for n in range(len(counted))), sum(n % 5 == 2 for n in range(len(counted))))
    assert targets_of(asked(world)) == [("first_response", policy.pk, *wanted)]
    whole = sum_whole(asked(world))
    assert (whole.kept, whole.missed) == wanted
