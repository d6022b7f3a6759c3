"""Plays the demo company's story through the real actions, then moves it back in time.

All in one transaction, and without the reactions that would send mail: nothing of the story leaves the house.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import escape
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from careline.accounts.actions.set_up import Opening, set_up
from careline.accounts.contracts import Role
from careline.accounts.models import Agent, Membership, Team
from careline.channels.models import Inbox
from careline.config.demo.aside import tell_aside
from careline.config.demo.authority import make_limits
from careline.config.demo.feedback import make_feedback
from careline.config.demo.hours import make_hours
from careline.config.demo.procedures import follow_playbooks
from careline.config.demo.queues import make_queues
from careline.config.demo.rules import make_rules, run_rules_of
from careline.config.demo.story import Line, Story, Told
from careline.config.demo.targets import make_targets
from careline.config.demo.told import forget_jobs, tell_the_news
from careline.config.demo.work import do_work, make_fields
from careline.tickets.actions.assign import assign
from careline.tickets.actions.note import note
from careline.tickets.actions.receive import receive
from careline.tickets.actions.reply import reply
from careline.tickets.actions.save_view import ViewDetails, create_view
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.set_type import set_type
from careline.tickets.actions.tag import tag
from careline.tickets.contracts import Address, Grade, InboundMessage, Outgoing, ReceivePolicy, Thread
from careline.tickets.models import Macro, Message, Priority, Proposal, Status, Ticket

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
    for number, told in enumerate(story.tickets, start=1):
        _tell(told, teams[told.team], agents, inboxes[told.team])
        progress(number, len(story.tickets))
    tell_the_news()
    for work in story.work:
        do_work(work, agents)
    make_targets(by=agents["Mirela"])
    make_limits(teams=teams, agents=agents, by=agents["Mirela"])
    follow_playbooks(agents)
    make_queues(teams=teams, by=agents["Mirela"])
    make_feedback(agents)
    forget_jobs()
    return agents["Mirela"]


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


def _tell(told: Told, team: Team, agents: dict[str, Agent], inbox: Inbox) -> None:
    policy = ReceivePolicy(team.pk, inbox.pk, inbox.address)
    ticket_id = 0
    moments: dict[int, datetime] = {}
    for line in told.talk:
        at = timezone.now() - timedelta(hours=line.hours)
        if line.who == "customer":
            thread = Thread(ticket_id, "reply_token") if ticket_id else None
            received = receive(
                _mail(told, line, inbox, at), policy=policy, thread=thread, grade=Grade.VERIFIED
            )
            ticket_id, message_id = received.ticket_id, received.message_id
        else:
            made = _say(line, Ticket.objects.get(pk=ticket_id), agents[line.who], at)
            moments |= {made: at} if made else {}
            continue
        moments[message_id] = at
    run_rules_of(ticket_id)
    _settle(Ticket.objects.get(pk=ticket_id), told, agents)
    if told.aside is not None:
        moments |= tell_aside(told.aside, Ticket.objects.get(pk=ticket_id), agents)
    _move_back(ticket_id, moments)


def _mail(told: Told, line: Line, inbox: Inbox, at: datetime) -> InboundMessage:
    name, address = re.fullmatch(r"(.*) <(.*)>", told.customer).groups()  # type: ignore[union-attr]
    return InboundMessage(
        sender=Address(address, name),
        to=(Address(inbox.address, inbox.from_name),),
        subject=told.subject,
        text=line.words,
        reply_text=line.words,
        sent_at=at,
        language=told.language,
    )


def _say(line: Line, ticket: Ticket, agent: Agent, at: datetime) -> int | None:
    """Answer or write a note; returns the message, or None for a reply that waits for approval."""
    html = "<div>" + escape(line.words).replace("\n", "<br>") + "</div>"
    if line.is_note:
        return note(ticket, html, by=agent).pk
    said = reply(ticket, Outgoing(html), by=agent)
    if isinstance(said, Proposal):
        Proposal.objects.filter(pk=said.pk).update(created_at=at)
        return None
    message_id = said.pk
    Message.objects.filter(pk=message_id).update(state=Message.State.DELIVERED, send_at=None)
    return message_id


def _settle(ticket: Ticket, told: Told, agents: dict[str, Agent]) -> None:
    lead = agents["Mirela"]
    if told.assignee:
        assign(ticket, to=agents[told.assignee], by=lead)
    set_type(ticket, told.type, by=lead)
    set_priority(ticket, Priority[told.priority.upper()], by=lead)
    if told.tags:
        tag(ticket, add=told.tags, by=lead)
    if told.status:
        set_status(ticket, Status[told.status.upper()], by=lead)


_MOVE_BACK = """
WITH moved AS (SELECT * FROM unnest(%(ids)s::bigint[], %(times)s::timestamptz[]) AS m(id, at)),
m AS (UPDATE tickets_message x SET created_at = moved.at, state_at = CASE WHEN x.state = '' THEN NULL ELSE moved.at END
    FROM moved WHERE x.id = moved.id),
e AS (UPDATE core_event x SET at = coalesce(
        (SELECT moved.at FROM moved WHERE moved.id = (x.data->>'message_id')::bigint), (SELECT max(at) FROM moved))
    WHERE x.subject = 'ticket:' || %(ticket)s),
said AS (SELECT o.id, moved.at FROM core_event o JOIN moved ON moved.id = (o.data->>'message_id')::bigint
    WHERE o.subject = 'ticket:' || %(ticket)s),
placed AS (SELECT x.id, x.kind, x.ended_at, coalesce(
        (SELECT said.at FROM said WHERE said.id <= x.cause_id ORDER BY said.id DESC LIMIT 1), (SELECT min(at) FROM moved)) AS at
    FROM tickets_interval x WHERE x.ticket_id = %(ticket)s),
i AS (UPDATE tickets_interval x SET started_at = p.at, ended_at = CASE WHEN p.ended_at IS NULL THEN NULL ELSE p.until END
    FROM (SELECT placed.*, lead(at) OVER (PARTITION BY kind ORDER BY id) AS until FROM placed) p WHERE x.id = p.id),
r AS (UPDATE rules_run x SET at = (SELECT max(at) FROM moved) WHERE x.ticket_id = %(ticket)s),
latest AS (SELECT max(moved.at) AS at,
        max(moved.at) FILTER (WHERE x.author = 'customer') AS customer,
        min(moved.at) FILTER (WHERE x.author = 'agent' AND x.is_public) AS answered, min(moved.at) AS first
    FROM moved JOIN tickets_message x USING (id))
UPDATE tickets_ticket t SET created_at = latest.first, updated_at = latest.at, last_message_at = latest.at,
    last_customer_at = latest.customer, first_answered_at = latest.answered,
    solved_at = CASE WHEN t.status >= 5 THEN latest.at END, closed_at = CASE WHEN t.status = 6 THEN latest.at END
FROM latest WHERE t.id = %(ticket)s
"""


def _move_back(ticket_id: int, moments: dict[int, datetime]) -> None:
    """Give a ticket the times of the story: messages, events, intervals, and the ticket's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            _MOVE_BACK, {"ids": list(moments), "times": list(moments.values()), "ticket": ticket_id}
        )
