"""Plays the demo company's story through the real actions, then moves it back in time.

All in one transaction, and without the reactions that would send mail: nothing of the story leaves the house.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from careline.accounts.actions.set_up import Opening, set_up
from careline.accounts.contracts import Role
from careline.accounts.models import Agent, Membership, Team
from careline.channels.models import Inbox
from careline.config.demo.authority import decide, keep_apart, make_limits, take_up
from careline.config.demo.back import put_in_the_past
from careline.config.demo.feedback import make_complaints, read_moods, restrict
from careline.config.demo.history import load_past
from careline.config.demo.hours import make_hours
from careline.config.demo.procedures import follow_playbooks
from careline.config.demo.promised import make_promises
from careline.config.demo.queues import make_queues
from careline.config.demo.rules import make_rules
from careline.config.demo.story import Story
from careline.config.demo.targets import make_targets, set_clocks
from careline.config.demo.telling import Cast, tell, tell_past
from careline.config.demo.told import forget_jobs, tell_the_news
from careline.config.demo.work import do_work, make_fields
from careline.tickets.actions.save_view import ViewDetails, create_view
from careline.tickets.models import Macro, Priority, Status

Progress = Callable[[int, int], None]
DOMAIN = "radhaus.example"


@transaction.atomic
def play(story: Story, *, password: str, progress: Progress) -> Agent:
    """Make the company with its people, macros and tickets; returns the owner, who logs in with `password`.

    Raises NotPossible when this installation has a company already.
    """
    teams, agents, inboxes = _people(story, password)
    make_fields(story.fields, by=agents["Mirela"])
    make_hours(story.workforce, teams=teams, agents=agents, by=agents["Mirela"])
    for view in story.views:
        _view(view, teams, agents[view.get("agent", "Mirela")])
    make_rules(story.rules, by=agents["Mirela"])
    make_targets(by=agents["Mirela"])
    cast, past = Cast(teams, inboxes, agents, agents["Mirela"]), load_past()
    solved = tell_past(past.tickets, cast)
    for number, told in enumerate(story.tickets, start=1):
        tell(told, cast)
        progress(number, len(story.tickets))
    tell_the_news()
    for work in story.work:
        do_work(work, agents)
    set_clocks()
    make_limits(teams=teams, lead=cast.lead)
    follow_playbooks(agents)
    make_queues(teams=teams, by=cast.lead)
    decide_matters(story, cast)
    make_complaints((*past.complaints, *story.complaints), agents)
    read_moods()
    restrict(story.restrictions, by=cast.lead)
    make_promises(story.promises, agents)
    put_in_the_past(solved)
    forget_jobs()
    return agents["Mirela"]


def decide_matters(story: Story, cast: Cast) -> None:
    """Ask for decisions, escalate, keep people out of what is about them."""
    decide(story.decisions, cast.agents)
    take_up(story.escalations, cast.agents)
    keep_apart(story.apart, cast.agents)


def _people(story: Story, password: str) -> tuple[dict[str, Team], dict[str, Agent], dict[str, Inbox]]:
    first, *others = story.agents
    owner = set_up(
        Opening(
            story.company,
            first["name"],
            _address(first["name"]),
            password,
            "en",
            "Europe/Berlin",
            story.teams[0]["name"],
        )
    )
    teams = {told["name"]: Team.objects.get_or_create(name=told["name"])[0] for told in story.teams}
    for told in story.teams:
        Team.objects.filter(name=told["name"]).update(signature=told["signature"])
    agents = {_first_name(owner): owner}
    for told in others:
        agent = Agent.objects.create_user(
            _address(told["name"]), password, name=told["name"], role=Role(told["role"]),
            replies_need_approval=told.get("replies_need_approval", False),
        )  # fmt: skip
        agents[_first_name(agent)] = agent
    Agent.objects.update(time_zone=owner.time_zone)
    for told in story.agents:
        for name in told["teams"]:
            Membership.objects.get_or_create(team=teams[name], agent=agents[told["name"].split()[0]])
    for told in story.macros:
        Macro.objects.create(**_macro(told, teams))
    return teams, agents, {name: _inbox(name, team) for name, team in teams.items()}


def _macro(told: dict[str, Any], teams: dict[str, Team]) -> dict[str, Any]:
    return {
        "name": told["name"],
        "html": told.get("html", ""),
        "set_status": Status[told["status"].upper()] if "status" in told else None,
        "set_priority": Priority[told["priority"].upper()] if "priority" in told else None,
        "set_type": told.get("type", ""),
        "move_team": teams.get(told.get("team", "")),
        "assign": told.get("assign", ""),
        "add_tags": told.get("tags", []),
        "note": told.get("note", ""),
    }


def _view(told: dict[str, Any], teams: dict[str, Team], lead: Agent) -> None:
    """Save a view; all that it asks must hold."""
    listed = [{"field": field, "op": op, "value": value} for field, op, value in told["ask"]]
    team = teams.get(told.get("team", ""))
    details = ViewDetails(
        name=told["name"],
        scope="team" if team else told["scope"],
        team_id=team.pk if team else None,
        conditions={"groups": [{"match": "all", "conditions": listed}]},
        sort=told["sort"],
        grouping=told.get("grouping", ""),
        columns=tuple(told.get("columns", ())),
    )
    create_view(details, by=lead)


def _inbox(name: str, team: Team) -> Inbox:
    return Inbox.objects.create(
        name=name, address=f"{name.lower()}@{DOMAIN}", from_name="Radhaus Lindner", team=team
    )


def _address(name: str) -> str:
    return f"{name.split()[0].lower()}@{DOMAIN}"


def _first_name(agent: Agent) -> str:
    return agent.name.split()[0]
