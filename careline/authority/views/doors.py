"""How pages of authority are entered: what is refused becomes a sentence, not a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from careline.accounts.contracts import Forbidden, Right
from careline.accounts.queries import agent_of
from careline.authority.contracts import AuthorityRefused
from careline.authority.queries.settings import usual_currency
from careline.fields.contracts import read_money
from careline.tickets.contracts import Refused
from careline.ui.refusals import telling

if TYPE_CHECKING:
    from careline.accounts.models import Agent

agent_page = telling(unprocessable=(AuthorityRefused, Refused), forbidden=(Forbidden,))


def keeper(request: HttpRequest) -> Agent:
    """The person who asks and looks after limits. Raises Forbidden."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_LIMITS)
    return agent


def money(said: str) -> tuple[int | None, str]:
    """An amount in minor units with its currency as somebody wrote it; None for nothing. Raises AuthorityRefused."""
    if not said.strip():
        return None, ""
    try:
        return read_money(said, usual=usual_currency())
    except ValueError as error:
        raise AuthorityRefused(str(error)) from None


def number(said: str) -> int | None:
    """A whole number as somebody wrote it; None for nothing. Raises AuthorityRefused."""
    said = said.strip()
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 7):
        raise AuthorityRefused(f"“{said[:20]}”?")
    return int(said)
