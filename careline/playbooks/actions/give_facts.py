"""Write down what was found out in a run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from careline.core.events import emit
from careline.playbooks.actions.decide_outcome import withdraw_requests
from careline.playbooks.actions.follow import lock_run, move_on, told
from careline.playbooks.contracts import PlaybookRefused
from careline.playbooks.events import FactEstablished
from careline.playbooks.models import FactGiven
from careline.playbooks.procedure.simulate import read_facts
from careline.playbooks.queries.known import known_facts
from careline.playbooks.queries.runs import Course, course_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def give_facts(
    run_id: int, given: Mapping[str, Any], *, by: Agent, seen: Mapping[str, Any] | None = None
) -> Course:
    """Establish facts, or correct them; where they change the outcome, the run stands elsewhere then. Empty ones are left out.

    Refuses what can't be read, and to overwrite what a colleague found out after one looked (`seen`, as it stood then).
    Emits FactEstablished, and what follows from it. The same again changes nothing.
    """
    run = lock_run(run_id, by=by)
    before = course_of(run)
    facts, trouble = read_facts(before.procedure, given)
    if trouble:
        raise PlaybookRefused(
            " ".join(f"{_question(before, key, by)} {words}" for key, words in trouble.items())
        )
    new = {
        key: value
        for key, value in facts.items()
        if before.given.get(key) != value or key not in before.facts
    }
    if not new:
        return before
    if seen is not None:
        _refuse_crossed(before, new, seen, by)
    document = before.procedure.playbook
    known = known_facts(document, new, ticket=run.ticket, agent=by)
    FactGiven.objects.bulk_create(
        FactGiven(
            run=run, ticket_id=run.ticket_id, key=key, value=value, by=by,
            source=document.facts[key].look_up if known.get(key) == value else document.facts[key].source,
        )
        for key, value in new.items()
    )  # fmt: skip
    event = emit(FactEstablished(**told(run, document), facts=_told_facts(before, new)), by=by.actor)  # type: ignore[arg-type]
    course = move_on(run, by=by, cause=event)
    withdraw_requests(run, by=by, but_for=run.outcome)
    return course


def _refuse_crossed(before: Course, new: Mapping[str, Any], seen: Mapping[str, Any], by: Agent) -> None:
    for key in new:
        if key in before.facts and str(seen.get(key, "")) != str(before.given[key]):
            name = before.facts[key].by.name
            words = _(
                "%(name)s answered “%(question)s” meanwhile. Look at it first; nothing of yours was applied."
            )
            raise PlaybookRefused(words % {"name": name, "question": _question(before, key, by)})


def _question(course: Course, key: str, by: Agent) -> str:
    fact = course.procedure.playbook.facts.get(key)
    return course.procedure.playbook.in_words(dict(fact.ask), by.language) if fact else key


def _told_facts(course: Course, new: Mapping[str, Any]) -> list[dict[str, object]]:
    """What the history says: free text stays in the run, and nothing of a restricted playbook is told."""
    document = course.procedure.playbook
    if document.restricted_to:
        return []
    return [
        {
            "key": key,
            "ask": dict(document.facts[key].ask),
            "value": None if document.facts[key].kind == "text" else value,
            "words": dict(document.facts[key].choices.get(str(value), {})),
            "kind": document.facts[key].kind,
        }
        for key, value in new.items()
    ]
