"""Who asks: the agent who is logged in, as the views know them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def planner(request: HttpRequest) -> Agent:
    """Return the agent who is logged in and manages hours. Raises Forbidden."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_HOURS)
    return agent
