"""Who asks: the agent who is logged in, as the views know them."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest

from careline.accounts.contracts import NotPossible
from careline.accounts.models import Agent


def agent_of(request: HttpRequest) -> Agent:
    """Return the agent who is logged in; pages are closed to everybody else before a view runs."""
    return cast(Agent, request.user)


def say(request: HttpRequest, words: str) -> None:
    """Tell the person what was done, on the next page."""
    messages.success(request, words)


def say_no(request: HttpRequest, refusal: NotPossible) -> None:
    """Tell the person why it was not done, on the next page."""
    messages.error(request, str(refusal))
