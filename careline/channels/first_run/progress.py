"""How far a new desk has come. What is done shows in the desk itself; only what was skipped is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from careline.accounts.queries import find_company, has_company_of_others
from careline.channels.models import Inbox
from careline.tickets.queries.first_use import first_ticket, was_answered

if TYPE_CHECKING:
    from careline.accounts.models import Agent

STEPS = ("mailbox", "team", "answer")


@dataclass(frozen=True)
class Progress:
    """Which steps are done or skipped, which is next ("" after the last), and the ticket to answer first."""

    done: frozenset[str]
    skipped: frozenset[str]
    ticket: int | None
    inbox: Inbox | None

    @property
    def next(self) -> str:
        """The first step that is neither done nor skipped."""
        return next((step for step in STEPS if step not in self.done | self.skipped), "")


def progress_of(agent: Agent) -> Progress:
    """How far the desk has come, as this person sees it."""
    company, inbox = find_company(), Inbox.objects.filter(is_active=True).order_by("pk").first()
    facts = {"mailbox": inbox is not None, "team": has_company_of_others(agent), "answer": was_answered()}
    skipped = company.skipped_steps if company else []
    done = frozenset(step for step, is_done in facts.items() if is_done)
    return Progress(done, frozenset(skipped), None if facts["answer"] else first_ticket(agent), inbox)
