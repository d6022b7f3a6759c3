"""Who asks, and how far back."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse


def is_here(request: HttpRequest) -> bool:
    """Whether the person looks at the page of all notices, which needs no panel; also where a part of it asks."""
    page = request.headers.get("HX-Current-URL") or request.path
    return urlsplit(page).path == reverse("notices:notices")


def number_in(words: str | None) -> int:
    """The whole number that an address or a form carries; 0 if it carries none."""
    digits = (words or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 18 else 0
