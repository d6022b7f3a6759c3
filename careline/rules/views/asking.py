"""Who asks: the agent who is logged in, as the views know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def agent_of(request: HttpRequest) -> Agent:
    """Return the agent who is logged in; pages are closed to everybody else before a view runs."""
    return cast("Agent", request.user)


def number_of(text: str) -> int:
    """A number that was given in an address or a form, 0 for none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
