"""Marking a ticket as spam: asked first, since it closes the ticket and holds back what its sender writes from now on.

The toast that tells of it offers the way back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from careline.tickets.actions.mark_spam import mark_spam
from careline.tickets.actions.unmark_spam import unmark_spam
from careline.tickets.models import Ticket
from careline.tickets.views.changes import change
from careline.tickets.views.doors import agent_page

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@agent_page
@require_POST
def call_spam(request: HttpRequest, number: int) -> HttpResponse:
    """Mark the ticket as spam."""

    def do(agent: Agent, ticket: Ticket, version: int | None) -> str:
        mark_spam(ticket, by=agent, version=version)
        return _("Marked as spam and closed. Mail from this sender is held back from now on.")

    return change(request, number, do, undo_url=reverse("tickets:spam_undo", args=[number]))


@agent_page
@require_POST
def call_no_spam(request: HttpRequest, number: int) -> HttpResponse:
    """Take back that the ticket is spam."""

    def do(agent: Agent, ticket: Ticket, version: int | None) -> str:
        unmark_spam(ticket, by=agent, version=version)
        return _("No longer marked as spam. Mail from this sender comes in again.")

    return change(request, number, do)
