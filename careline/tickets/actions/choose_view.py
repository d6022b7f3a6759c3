"""Remember what a person chose about views and their desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careline.accounts.contracts import Right
from careline.tickets.contracts import NotVisible
from careline.tickets.models import DeskChoice, ViewChoice
from careline.tickets.queries.queue import VIEWS
from careline.tickets.queries.views import access_view

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def choose_view(
    key: str, *, by: Agent, is_favourite: bool | None = None, is_wide: bool | None = None
) -> ViewChoice:
    """Remember whether a view is a favourite, and whether it is shown wide. Raises NotVisible for an unknown view."""
    if key not in VIEWS:
        access_view(by, key)
    elif not by.may(Right.READ_TICKETS):
        raise NotVisible(key)
    given = {"is_favourite": is_favourite, "is_wide": is_wide}
    chosen = {name: value for name, value in given.items() if value is not None}
    return ViewChoice.objects.update_or_create(agent=by, key=key, defaults=chosen)[0]


def choose_desk(*, by: Agent, goes_on: bool) -> None:
    """Remember whether the next ticket comes by itself after one is solved."""
    DeskChoice.objects.update_or_create(agent=by, defaults={"goes_on": goes_on})
