"""Who could take a ticket, and why the others can't: the same for assigning and for the page that explains it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from careline.accounts.contracts import Right
from careline.accounts.queries import find_agents, team_member_ids
from careline.routing.contracts import Need, Overflow, Person, Plan, Why
from careline.routing.models import Routed, Seat
from careline.routing.queries.languages import language_skill
from careline.routing.queries.queues import find_plan
from careline.tickets.queries.hands import open_loads, previous_hands
from careline.tickets.queries.watching import who_sees
from careline.workforce.queries import availability_of, calendar_of, capacities_of, hours_for, levels_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Pool:
    """People of a team who are asked, and what each must know, the most important first."""

    team_id: int
    needs: tuple[Need, ...] = ()


def pools_of(plan: Plan, ticket: Ticket, stage: int = 0) -> tuple[Pool, ...]:
    """Who is asked for a ticket in a queue that has widened so often for it."""
    own = Pool(plan.team_id or ticket.team_id, _needs(plan, ticket))
    if not stage or plan.overflow == Overflow.NOTHING:
        return (own,)
    if plan.overflow == Overflow.SKILL:
        return (Pool(own.team_id, own.needs[: max(len(own.needs) - stage, 0)]),)
    if plan.overflow == Overflow.TEAM and plan.overflow_team_id:
        return (own, Pool(plan.overflow_team_id, own.needs))
    other = find_plan(plan.overflow_queue_id or 0)
    return (own, Pool(other.team_id or ticket.team_id, _needs(other, ticket))) if other else (own,)


def _needs(plan: Plan, ticket: Ticket) -> tuple[Need, ...]:
    """The ticket's language first, where it is known and a skill, then what the queue always asks for."""
    spoken = language_skill(ticket.language) if plan.language_least and ticket.language else None
    language = (Need(spoken, plan.language_least),) if spoken else ()
    return language + tuple(need for need in plan.needs if need.skill_id != spoken)


def most_stages(plan: Plan) -> int:
    """How often a queue can widen for a ticket."""
    if plan.overflow == Overflow.NOTHING or not plan.after_minutes:
        return 0
    return len(plan.needs) + bool(plan.language_least) if plan.overflow == Overflow.SKILL else 1


def stage_at(plan: Plan, ticket: Ticket, since: datetime, at: datetime) -> tuple[int, datetime | None]:
    """How often a queue has widened for a ticket that waits since then, and when it widens next (None: never)."""
    most = most_stages(plan)
    if not most:
        return 0, None
    hours = calendar_of(hours_for(team_id=plan.team_id or ticket.team_id))
    step = plan.after_minutes * 60
    stage = min(int(hours.between(since, at) // step), most)
    return stage, hours.add(since, (stage + 1) * step) if stage < most else None


def people_for(plan: Plan, ticket: Ticket, *, stage: int, at: datetime) -> list[Person]:
    """Everybody who is asked, by name, with what speaks against each but for load and sight: those ask for more."""
    pools = pools_of(plan, ticket, stage)
    members = {pool: {*team_member_ids(pool.team_id)} for pool in pools}
    agents = [one for one in find_agents(set().union(*members.values())) if one.may(Right.REPLY)]
    wanted = [*dict.fromkeys(need.skill_id for pool in pools for need in pool.needs)]
    levels = levels_of([one.pk for one in agents], wanted, at)
    there = availability_of(agents, at)
    returned = {
        *Routed.objects.filter(ticket=ticket, returned_at__isnull=False).values_list("agent_id", flat=True)
    }
    before = previous_hands(ticket)
    found = []
    for one in sorted(agents, key=lambda agent: (agent.name, agent.pk)):
        lacks = _lacks(one, [pool for pool in pools if one.pk in members[pool]], levels)
        reason = there[one.pk].reason
        why = (
            Why(reason.value)
            if reason
            else Why.SKILL
            if lacks
            else Why.RETURNED
            if one.pk in returned
            else None
        )
        known = {skill: levels[one.pk, skill] for skill in wanted if (one.pk, skill) in levels}
        found.append(
            Person(one.pk, one.name, is_previous=one.pk == before, levels=known, lacks=lacks, why=why)
        )
    return found


def _lacks(agent: Agent, pools: Iterable[Pool], levels: Mapping[tuple[int, int], int]) -> tuple[Need, ...]:
    """What somebody lacks for the pool that asks least of them; nothing where they fit one."""
    missing = [
        tuple(need for need in pool.needs if levels.get((agent.pk, need.skill_id), 0) < need.least)
        for pool in pools
    ]
    return min(missing, key=len, default=())


def with_loads(people: Iterable[Person], channel: str, seats: Mapping[int, Seat]) -> list[Person]:
    """The same people with what they have open on a channel, how much they take, and whose turn it is."""
    listed = [*people]
    ids = [one.agent_id for one in listed]
    loads, most = open_loads(ids), capacities_of(ids, channel)
    found = []
    for one in listed:
        load, capacity, seat = (
            loads.get((one.agent_id, channel), 0),
            most[one.agent_id],
            seats.get(one.agent_id),
        )
        why = one.why or (Why.FULL if load >= capacity else None)
        turn, active_at = (seat.turn, seat.active_at) if seat else (0, None)
        found.append(replace(one, load=load, capacity=capacity, turn=turn, active_at=active_at, why=why))
    return found


def with_sight(people: Iterable[Person], ticket: Ticket) -> list[Person]:
    """The same people; those who may not see the ticket can't take it. Asked only of those who else could."""
    listed = [*people]
    seeing = {*who_sees(ticket, [one.agent_id for one in listed if one.why in (None, Why.FULL)])}
    return [
        replace(one, why=Why.UNSEEN) if one.why in (None, Why.FULL) and one.agent_id not in seeing else one
        for one in listed
    ]


def explained(plan: Plan, ticket: Ticket, *, stage: int, at: datetime) -> list[Person]:
    """Everybody who is asked for a ticket, with all that speaks for and against each."""
    people = people_for(plan, ticket, stage=stage, at=at)
    seats = {seat.pk: seat for seat in Seat.objects.filter(pk__in=[one.agent_id for one in people])}
    return with_sight(with_loads(people, ticket.channel, seats), ticket)
