"""The workforce app."""

from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    """Registers the workforce app: business hours, skills, capacity and absence."""

    name = "careline.workforce"
    label = "workforce"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe to events, and take the places that other pages offer."""
        from careline.workforce import handlers, panels  # noqa: F401
