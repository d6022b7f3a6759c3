"""Remove a saved view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from careline.core.events import emit
from careline.tickets.actions.save_view import require_change
from careline.tickets.events import ViewRemoved
from careline.tickets.models import SavedView, ViewChoice
from careline.tickets.queries.views import access_view

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def remove_view(view: SavedView, *, by: Agent) -> None:
    """Remove a view and what people chose about it. Refuses who may not change it. Emits ViewRemoved."""
    view = access_view(by, view.key)
    require_change(view, by=by)
    emit(ViewRemoved(view.pk, view.name, view.scope, view.team_id or 0), by=by.actor)
    ViewChoice.objects.filter(key=view.key).delete()
    view.delete()
