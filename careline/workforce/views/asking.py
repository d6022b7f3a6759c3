"""Who asks: the agent who is logged in, as the views know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

from careline.accounts.contracts import Right

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def agent_of(request: HttpRequest) -> Agent:
    """Return the agent who is logged in; pages are closed to everybody else before a view runs."""
    return cast("Agent", request.user)


def planner(request: HttpRequest) -> Agent:
    """Return the agent who is logged in and manages hours. Raises Forbidden."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_HOURS)
    return agent
