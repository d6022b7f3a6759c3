"""Evidence as the panel shows it: what a step asks for, what of the ticket can be chosen, and what was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from careline.tickets.queries.thread import thread

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.playbooks.models import StepDone
    from careline.playbooks.queries.runs import Course
    from careline.tickets.models import Ticket

MOST_WORDS = 60


def to_choose(agent: Agent, ticket: Ticket) -> dict[str, Any]:
    """The messages and files of a ticket, newest first."""
    messages = [*reversed(thread(agent, ticket).messages)]
    return {
        "messages": [
            (one.pk, f"{one.from_name or one.from_email}: {one.text[:MOST_WORDS]}") for one in messages
        ],
        "files": [(file.pk, file.name) for one in messages for file in one.attachments.all()],
    }


def proof_of(course: Course, key: str, n: int) -> StepDone | None:
    """The row of the step that was passed as number `n`, with its files; None where nothing was written down of it."""
    turns = course.done.get(key, [])
    turn = course.position.passed[:n].count(key)
    return turns[turn] if turn < len(turns) else None
