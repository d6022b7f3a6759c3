"""The insight app."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Registers the insight app."""

    name = "careline.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take the places in the rail, in the palette and beside a ticket."""
        from careline.insight import panels  # noqa: F401  (takes its places)
