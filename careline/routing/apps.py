"""The routing app."""

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """Registers the routing app."""

    name = "careline.routing"
    label = "routing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """React to tickets and people, and take the places in pages."""
        from careline.routing import handlers, panels, phrases  # noqa: F401  (take their places)
