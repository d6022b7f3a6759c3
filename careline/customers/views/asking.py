"""Who asks: the agent who is logged in, as the views know them."""

from __future__ import annotations

from django.http import HttpRequest


def number(text: str) -> int:
    """Read a positive number from an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def words_of(request: HttpRequest, name: str = "q") -> str:
    """Read the words that somebody searches for: at most 200 characters, none that a database can't hold."""
    return request.GET.get(name, "").replace("\0", "").strip()[:200]
