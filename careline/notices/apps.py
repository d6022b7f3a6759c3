"""The notices app."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from careline.accounts.models import Agent


class NoticesConfig(AppConfig):
    """Registers the notices app: what it reacts to, its places in the pages, and whose notices one may follow."""

    name = "careline.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe to events, take the places that lower pages offer."""
        from careline.core.live import register_gate
        from careline.notices import handlers, panels  # noqa: F401  (take their places)

        register_gate("notices", own_alone)


def own_alone(agent: "Agent", ids: list[int]) -> set[int]:
    """Of people, each may follow their own notices."""
    return {agent.pk} & set(ids)
