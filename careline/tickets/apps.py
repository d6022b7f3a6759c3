"""The tickets app."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Registers the tickets app."""

    name = "careline.tickets"
    label = "tickets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who may watch a ticket or a queue."""
        from careline.core.live import register_gate
        from careline.tickets import field_values, panels  # noqa: F401  (take their places in the pages)
        from careline.tickets.queries.watching import watchable_teams, watchable_tickets

        register_gate("ticket", watchable_tickets)
        register_gate("presence", watchable_tickets)
        register_gate("team", watchable_teams)
