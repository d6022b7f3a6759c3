"""Who asks: the agent who is logged in, as the views know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def agent_of(request: HttpRequest) -> Agent:
    """Return the agent who is logged in; pages are closed to everybody else before a view runs."""
    return cast("Agent", request.user)


def number(text: str) -> int:
    """Read a positive number from an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def words_of(request: HttpRequest, name: str = "q") -> str:
    """Read the words that somebody searches for: at most 200 characters, none that a database can't hold."""
    return request.GET.get(name, "").replace("\0", "").strip()[:200]
