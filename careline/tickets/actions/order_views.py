"""Put saved views of one kind into another order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from careline.tickets.actions.save_view import require_change
from careline.tickets.models import SavedView
from careline.tickets.queries.views import access_view

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def move_view(view: SavedView, *, up: bool, by: Agent) -> None:
    """Move a view one place up or down among those of its kind. Refuses who may not change it."""
    access_view(by, view.key)
    require_change(view, by=by)
    rows = SavedView.objects.select_for_update().filter(agent=view.agent, team=view.team)
    order = [*rows.order_by("position", "pk")]
    at = next(place for place, one in enumerate(order) if one.pk == view.pk)
    to = min(max(at + (-1 if up else 1), 0), len(order) - 1)
    order.insert(to, order.pop(at))
    for position, one in enumerate(order, 1):
        one.position = position
    SavedView.objects.bulk_update(order, ["position"])
