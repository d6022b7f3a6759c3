"""The step at which a run stands, as the API shows it: what to find out, what to answer, what proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from careline.core.api.values import Shown
from careline.playbooks.models import Run
from careline.playbooks.procedure.flow import ways
from careline.playbooks.queries.known import known_facts
from careline.playbooks.queries.runs import Course

if TYPE_CHECKING:
    from careline.accounts.models import Agent


class QuestionShown(Shown):
    """One fact to establish. `source` is ask (the customer), look_up or decide; `known` what the desk knows already."""

    key: str
    ask: dict[str, str]
    kind: str
    source: str
    choices: list[str]
    known: bool | int | str | None


class NextShown(Shown):
    """The step at hand. Words are by language (BCP 47)."""

    step: str
    kind: str = Field(description="say, ask, do, wait, check or hand_over.")
    title: dict[str, str]
    text: dict[str, str] = Field(description="What to say, with placeholders.")
    role: str = Field(description="From which role upwards it is done.")
    evidence: str = Field(description="What must prove it: none, text, file, message or any.")
    answers: list[str] = Field(description="What can become of it.")
    turn: int = Field(
        description="How often it was done before; said when it is done, so that two don't do it at once."
    )
    facts: list[QuestionShown] = Field(description="To establish first.")


def next_of(course: Course, *, agent: Agent) -> dict[str, Any] | None:
    """What is to be done now, for this person; None where a run is over, or waits for a decision."""
    document, position = course.procedure.playbook, course.position
    step = document.steps.get(position.step)
    if step is None or course.run.state != Run.State.RUNNING:
        return None
    known = known_facts(document, position.open_facts, ticket=course.run.ticket, agent=agent)
    return {
        "step": position.step, "kind": step.kind, "title": step.title, "role": step.role, "evidence": step.evidence,
        "text": getattr(step, "text", None) or {}, "answers": [*ways(step)],
        "turn": len(course.done.get(position.step, [])),
        "facts": [
            {
                "key": key, "ask": fact.ask, "kind": fact.kind, "source": fact.source,
                "choices": [*fact.choices], "known": known.get(key),
            }
            for key, fact in ((key, document.facts[key]) for key in position.open_facts)
        ],
    }  # fmt: skip
