"""Going through a playbook on paper: facts in a form, the way they lead to beside it. Nothing is saved."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careline.accounts.queries import agent_of
from careline.playbooks.phrases import spoken
from careline.playbooks.procedure.flow import Position, Procedure, ways
from careline.playbooks.procedure.simulate import read_answers, read_facts, simulate
from careline.playbooks.procedure.values import Value, amount_words, limit_of
from careline.playbooks.queries.playbooks import access_version, procedure_of
from careline.playbooks.views.doors import agent_page
from careline.playbooks.views.shown import question

FACT, ANSWER = "fact.", "answer."


@agent_page
@require_safe
def try_out(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Go through a version with the facts that stand in the address."""
    version = access_version(agent_of(request), pk, number)
    procedure = procedure_of(version)
    context: dict[str, Any] = {"playbook": version.playbook, "version": version, "procedure": procedure}
    if procedure is not None:
        context |= _gone_through(request, procedure)
    return render(request, "playbooks/try.html", context)


def _gone_through(request: HttpRequest, procedure: Procedure) -> dict[str, Any]:
    asked = {key.removeprefix(FACT): str(value) for key, value in request.GET.items() if key.startswith(FACT)}
    answers = {
        key.removeprefix(ANSWER): str(one) for key, one in request.GET.items() if key.startswith(ANSWER)
    }
    given, trouble = read_facts(procedure, asked)
    try:
        today = date.fromisoformat(request.GET.get("opened", ""))
    except ValueError:
        today = timezone.localdate()
    answers, _nonsense = read_answers(procedure, answers)
    position = simulate(procedure, given, answers, today=today)
    document = procedure.playbook
    return {
        "questions": [
            question(fact, key, given.get(key)) | {"trouble": trouble.get(key, "")}
            for key, fact in document.facts.items()
        ],
        "forks": [
            (key, spoken(step.title), [(one, _became(one)) for one in ways(step)], answers.get(key, ""))
            for key, step in document.steps.items()
            if len(ways(step)) > 1
        ],
        "opened": today.isoformat(),
        "way": _way(procedure, position, given),
    }


def _became(answer: str) -> str:
    """What became of a step, in words."""
    words = {"yes": _("Yes"), "no": _("No"), "late": _("Nothing came in time"), "done": _("It came")}
    return words[answer]


def _way(procedure: Procedure, position: Position, given: dict[str, Value]) -> dict[str, Any]:
    document = procedure.playbook
    outcome = document.outcomes.get(position.outcome)
    row = document.decision.rows[position.row] if position.row is not None else None
    most = limit_of(document, outcome, given) if outcome else None
    return {
        "decided_as": outcome.decided_as if outcome else "",
        "limit": amount_words(most, document.currency) if most else "",
        "steps": [
            (key, document.steps[key].kind, spoken(document.steps[key].title)) for key in position.passed
        ],
        "outcome": spoken(outcome.title) if outcome else "",
        "why": spoken(row.why) if row else "",
        "row": position.row + 1 if position.row is not None else 0,
        "is_end": position.is_end,
        "missing": [spoken(document.facts[key].ask) for key in position.open_facts],
    }
