"""How pages of routing are entered: what is refused becomes a sentence, not a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

from careline.routing.contracts import RoutingRefused
from careline.ui.refusals import telling

if TYPE_CHECKING:
    from careline.accounts.models import Agent

agent_page = telling(unprocessable=(RoutingRefused,))


def agent_of(request: HttpRequest) -> Agent:
    """The person who asks; pages are entered through `agent_page`, so there is one."""
    return cast("Agent", request.user)
