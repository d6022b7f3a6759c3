"""Choose which mails one gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careline.channels.models import NoticePreference

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def choose_notices(level: str, *, by: Agent) -> NoticePreference:
    """Keep an agent's own choice (`all`, `assigned`, `none`). Raises ValueError for any other. Emits nothing."""
    chosen = NoticePreference.Level(level)
    return NoticePreference.objects.update_or_create(agent=by, defaults={"level": chosen})[0]
