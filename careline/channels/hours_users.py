"""The inboxes as what can go by business hours of their own, and the channels for which people have a capacity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from careline.channels.models import Inbox
from careline.workforce.slots import HoursUser, register_channel, register_hours_user

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def every_inbox(agent: Agent) -> list[tuple[int, str]]:
    """The names of all inboxes, which who manages hours may know of."""
    return [*Inbox.objects.order_by("name", "pk").values_list("pk", "name")]


register_hours_user(HoursUser("inbox", _("Inboxes"), every_inbox))
register_channel("email", _("E-mail"))
register_channel("form", _("Form"))
