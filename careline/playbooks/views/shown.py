"""A run as the panel beside a ticket shows it: the step at hand, what was found out, what was decided and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.accounts.contracts import Right
from careline.accounts.queries import visible_teams
from careline.playbooks.models import Run
from careline.playbooks.phrases import spoken, value_words
from careline.playbooks.procedure.schema import Fact, HandOver, Playbook, Say, Wait
from careline.playbooks.procedure.values import amount_words, limit_of
from careline.playbooks.procedure.wording import found
from careline.playbooks.queries.fitting import fitting
from careline.playbooks.queries.known import known_facts
from careline.playbooks.queries.playbooks import has_rank, may_see, procedure_of, published
from careline.playbooks.queries.runs import Course, course_of, runs_on
from careline.playbooks.views.deeds_shown import deeds_of
from careline.playbooks.views.gate_shown import gate_shown
from careline.playbooks.views.proof_shown import proof_of, to_choose
from careline.tickets.queries.placeholders import fill_text, values_for
from careline.tickets.queries.said import said_by_us

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket


_WHENCE = {
    "ask": gettext_lazy("ask the customer"),
    "look_up": gettext_lazy("look it up"),
    "decide": gettext_lazy("for you to decide"),
}
_ROLES = {
    "agent": gettext_lazy("agents"),
    "team_lead": gettext_lazy("team leads"),
    "manager": gettext_lazy("managers"),
    "admin": gettext_lazy("admins"),
}


def panel_context(agent: Agent, ticket: Ticket) -> dict[str, Any]:
    """Everything the panel shows: runs that go on, those that are over, and playbooks to start."""
    running: list[dict[str, Any]] = []
    over: list[dict[str, Any]] = []
    hidden = False
    busy, done = set[int](), set[int]()
    for run in runs_on(ticket.pk):
        procedure = procedure_of(run.version)
        if run.state == Run.State.RUNNING:
            busy.add(run.playbook_id)
        elif run.state == Run.State.FINISHED:
            done.add(run.playbook_id)
        if procedure is None or not may_see(agent, procedure.playbook):
            hidden = True
        elif run.state == Run.State.RUNNING:
            running.append(run_shown(agent, ticket, course_of(run)))
        else:
            over.append(_over(run, procedure.playbook))
    context = {"ticket": ticket, "running": running, "over": over, "hidden": hidden}
    may_act = agent.may(Right.CHANGE_TICKETS) and ticket.is_open_work
    return context | {"may_act": may_act} | (_offered(agent, ticket, busy, done) if may_act else {})


def _offered(agent: Agent, ticket: Ticket, busy: set[int], done: set[int]) -> dict[str, Any]:
    """The playbooks that may be started: those that fit first, unless one was followed here to its end already."""
    free = [
        one for one in published() if one.playbook.pk not in busy and may_see(agent, one.procedure.playbook)
    ]
    fits = fitting(ticket, [one for one in free if one.playbook.pk not in done])
    suggested = {one.playbook.pk for one in fits}
    return {
        "suggested": [
            {
                "key": one.playbook.key,
                "title": spoken(one.procedure.playbook.title),
                "about": spoken(one.procedure.playbook.about),
                "is_required": ticket.type in one.playbook.required_for,
            }
            for one in fits
        ],
        "others": [
            (one.playbook.key, spoken(one.procedure.playbook.title))
            for one in free
            if one.playbook.pk not in suggested
        ],
    }


def _over(run: Run, document: Playbook) -> dict[str, Any]:
    outcome = document.outcomes.get(run.outcome)
    return {
        "run": run,
        "title": spoken(document.title),
        "outcome": spoken(outcome.title) if outcome else "",
        "state": run.get_state_display(),
    }


def run_shown(agent: Agent, ticket: Ticket, course: Course) -> dict[str, Any]:
    """A run that goes on."""
    document, position, run = course.procedure.playbook, course.position, course.run
    step = document.steps.get(position.step)
    return {
        "run": run,
        "title": spoken(document.title),
        "version": run.version.number,
        "step": _step(agent, ticket, course) if step else None,
        "passed": [
            {"title": spoken(document.steps[key].title), "done": proof_of(course, key, n)}
            for n, key in enumerate(position.passed)
        ],
        "facts": [_established(course, key) for key in document.facts if key in course.facts],
        "decided": _decided(agent, ticket, course) if position.outcome else None,
        "is_late": run.due_at is not None and run.due_at < timezone.now(),
        "warnings": json.dumps(warnings_of(course, "\n".join(said_by_us(ticket, since=run.started_at)))),
    }


def _established(course: Course, key: str) -> dict[str, Any]:
    given, document = course.facts[key], course.procedure.playbook
    fact = document.facts[key]
    told = {"value": given.value, "words": fact.choices.get(str(given.value), {}), "kind": fact.kind}
    return {
        "ask": spoken(fact.ask),
        "words": value_words(told),
        "by": given.by.name,
        "source": source_words(given.source),
        "field": question(fact, key, given.value),
    }


def source_words(source: str) -> str:
    """Where a fact came from."""
    words = {"ask": _("the customer said so"), "look_up": _("looked up"), "decide": _("decided")}
    return words.get(source) or _("from the desk: %(source)s") % {"source": source}


def _decided(agent: Agent, ticket: Ticket, course: Course) -> dict[str, Any]:
    document, position = course.procedure.playbook, course.position
    outcome = document.outcomes[position.outcome]
    row = document.decision.rows[position.row] if position.row is not None else None
    keys = dict.fromkeys((*(row.law if row else ()), *outcome.law))
    amount = limit_of(document, outcome, course.given)
    return {
        "title": spoken(outcome.title),
        "why": spoken(row.why) if row else "",
        "limit": amount_words(amount, document.currency) if amount is not None else "",
        "gate": gate_shown(agent, ticket, course),
        "law": [{"title": spoken(document.law[key].title), "law": document.law[key]} for key in keys],
    }


def _step(agent: Agent, ticket: Ticket, course: Course) -> dict[str, Any]:
    document, position = course.procedure.playbook, course.position
    step = document.steps[position.step]
    known = known_facts(document, position.open_facts, ticket=ticket, agent=agent)
    shown = {
        "key": position.step,
        "kind": step.kind,
        "title": spoken(step.title),
        "help": spoken(step.help),
        "turn": len(course.done.get(position.step, [])),
        "may_do": has_rank(agent, step.role),
        "role": _ROLES[step.role],
        "evidence": step.evidence,
        "question": spoken(getattr(step, "question", None)),
        "has_words": isinstance(step, Say) or bool(getattr(step, "text", None)),
        "words": _filled(agent, ticket, document, getattr(step, "text", None)),
        "deeds": deeds_of(step),
        "has_late": isinstance(step, Wait) and step.late is not None,
        "questions": [
            question(document.facts[key], key, known.get(key)) | {"is_known": key in known}
            for key in position.open_facts
        ],
    }
    shown["asked"] = ".".join(position.open_facts)
    if step.evidence in ("message", "file", "any"):
        shown |= to_choose(agent, ticket)
    if isinstance(step, HandOver):
        teams = [*visible_teams(agent).order_by("name")]
        chosen = next((team.pk for team in teams if team.name.casefold() == step.to.casefold()), 0)
        shown |= {"teams": teams, "team": chosen, "to": step.to}
    return shown


def _filled(agent: Agent, ticket: Ticket, document: Playbook, words: Any) -> str:
    """The wording as it would stand in the answer; what nobody knows stays in its braces, so that it is seen."""
    text = in_customers_language(document, words, ticket)
    return fill_text(text, values_for(ticket, agent)).html if text else ""


def in_customers_language(document: Playbook, words: Any, ticket: Ticket) -> str:
    """The wording for the customer: in the language of the ticket, else of the customer, else the playbook's first."""
    if not words:
        return ""
    return document.in_words(dict(words), (ticket.language or ticket.customer.language or "").lower())


def question(fact: Fact, key: str, value: Any) -> dict[str, Any]:
    """A fact as a field to fill: `value` as a form writes it."""
    raw = "" if value is None else str(value)
    choices = [(choice, spoken(words)) for choice, words in fact.choices.items()]
    if fact.kind == "yes_no":
        choices = [("yes", _("Yes")), ("no", _("No"))]
        value = {True: "yes", False: "no"}.get(value, "")
    elif fact.kind == "money" and value is not None:
        value = f"{int(value) / 100:.2f}"
    return {
        "key": key,
        "ask": spoken(fact.ask),
        "hint": spoken(fact.hint),
        "kind": fact.kind,
        "choices": choices,
        "value": "" if value is None else str(value),
        "raw": raw,
        "source": fact.source,
        "whence": _WHENCE[fact.source],
        "look_up": fact.look_up,
        "optional": fact.optional,
    }


def warnings_of(course: Course, said_already: str) -> list[dict[str, Any]]:
    """What the composer looks for in a draft before it is sent: words that are missing, words that should not be there.

    What was said in this run already needn't be said again.
    """
    found_in: list[dict[str, Any]] = []
    document, outcome = course.procedure.playbook, course.position.outcome
    for must in document.must_say:
        said = [one for several in must.words.values() for one in several]
        if (not must.outcomes or outcome in must.outcomes) and not found(said, said_already):
            words = _("The playbook asks for: %(what)s. Send again if that is right without.")
            found_in.append({"words": said, "wanted": True, "say": words % {"what": spoken(must.title)}})
    for never in document.must_not_say:
        words = _("You wrote “{}”. %(why)s Send again if that is right.")
        said = [one for several in never.words.values() for one in several]
        found_in.append({"words": said, "wanted": False, "say": words % {"why": spoken(never.why)}})
    return found_in
