"""Routing in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from careline.routing.contracts import Why

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WHY_WORDS: dict[str, _StrPromise] = {
    Why.GONE: _("no longer here"), Why.ABSENT: _("absent"), Why.OFF_HOURS: _("outside their working hours"),
    Why.OFFLINE: _("offline"), Why.AWAY: _("away"), Why.SKILL: _("lacks a skill"),
    Why.UNSEEN: _("may not see this ticket"), Why.RETURNED: _("gave it back"), Why.FULL: _("has enough for now"),
}  # fmt: skip
