"""Who could go on with an abusive conversation: colleagues who are here, then the leads, then other teams."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from careline.accounts.contracts import Right
from careline.accounts.queries import find_agents, open_teams, team_member_ids
from careline.feedback.queries.people import lead_ids
from careline.tickets.queries.hands import open_loads
from careline.tickets.queries.watching import who_sees
from careline.workforce.queries import availability_of, capacities_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who could take it: how many tickets of its channel they have open, of how many they take; whether they are here."""

    agent_id: int
    name: str
    load: int
    capacity: int
    is_here: bool

    @property
    def value(self) -> str:
        """How they are chosen."""
        return f"agent:{self.agent_id}"


@dataclass(frozen=True, slots=True)
class OtherTeam:
    """A team that it could go to, and how many of it are here who answer customers."""

    id: int
    name: str
    here: int

    @property
    def value(self) -> str:
        """How it is chosen."""
        return f"team:{self.id}"


@dataclass(frozen=True, slots=True)
class Offer:
    """Who could take it, each list the best first. Colleagues are here and have room; leads stand apart, here or not."""

    colleagues: tuple[Helper, ...]
    leads: tuple[Helper, ...]
    teams: tuple[OtherTeam, ...]

    @property
    def people(self) -> tuple[int, ...]:
        """The ids of all who are offered by name."""
        return tuple(one.agent_id for one in (*self.colleagues, *self.leads))


def offer_for(ticket: Ticket, *, but: Agent) -> Offer:
    """Who could go on with a ticket instead of somebody: only those who answer customers and may see it."""
    leads = {*lead_ids(ticket.team_id, but=but.pk)}
    helpers = _helpers(ticket, (leads | {*team_member_ids(ticket.team_id)}) - {but.pk})
    there = [one for one in helpers if one.is_here and one.load < one.capacity]
    return Offer(
        tuple(one for one in there if one.agent_id not in leads),
        tuple(one for one in helpers if one.agent_id in leads),
        _teams(ticket, but),
    )


def _helpers(ticket: Ticket, ids: Iterable[int]) -> list[Helper]:
    """Those of these who could take it: who is here first, then who has least."""
    able = [one for one in find_agents(ids) if one.may(Right.REPLY)]
    seeing = {*who_sees(ticket, [one.pk for one in able])}
    people = [one for one in able if one.pk in seeing]
    here, loads = availability_of(people), open_loads([one.pk for one in people])
    most = capacities_of([one.pk for one in people], ticket.channel)
    found = [
        Helper(
            one.pk,
            one.name,
            loads.get((one.pk, ticket.channel), 0),
            most[one.pk],
            is_here=here[one.pk].is_available,
        )
        for one in people
    ]
    return sorted(found, key=lambda one: (not one.is_here, one.load, one.name))


def _teams(ticket: Ticket, but: Agent) -> tuple[OtherTeam, ...]:
    teams = [*open_teams().exclude(pk=ticket.team_id).prefetch_related("members")]
    people = {one.pk: one for team in teams for one in team.members.all() if one.may(Right.REPLY)}
    here = {pk for pk, one in availability_of(people.values()).items() if one.is_available} - {but.pk}
    counted = [
        OtherTeam(team.pk, team.name, sum(one.pk in here for one in team.members.all())) for team in teams
    ]
    return tuple(sorted(counted, key=lambda one: (not one.here, one.name)))
