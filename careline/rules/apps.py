"""The rules app."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """Registers the rules app: what it reacts to, its place in the settings, its words in a ticket's history."""

    name = "careline.rules"
    label = "rules"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe to events, take the places that lower pages offer."""
        from careline.rules import handlers, holdings, panels  # noqa: F401  (take their places)
