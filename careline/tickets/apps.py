"""The tickets app."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Registers the tickets app."""

    name = "careline.tickets"
    label = "tickets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say who may watch a ticket or a queue, and how events are told outside."""
        from careline.core.facts import register_words
        from careline.core.live import register_gate
        from careline.tickets import (  # noqa: F401  (take their places)
            field_values,
            handlers,
            holdings,
            panels,
            side_holdings,
            table,
            view_holdings,
        )
        from careline.tickets.models import Priority, Status
        from careline.tickets.queries.watching import (
            watchable_people,
            watchable_teams,
            watchable_tickets,
            watchable_views,
        )

        register_gate("ticket", watchable_tickets)
        register_gate("presence", watchable_tickets)
        register_gate("team", watchable_teams)
        register_gate("agent", watchable_people)
        register_gate("views", watchable_views)
        for name, words in (("ticket.status_changed", Status), ("ticket.priority_changed", Priority)):
            for field in ("before", "after"):
                register_words(name, field, {one.value: one.word for one in words})
