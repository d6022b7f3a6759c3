"""The channels app."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Registers the channels app: reactions, checks, and its places in the pages."""

    name = "careline.channels"
    label = "channels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe to events, and take the places that lower pages offer."""
        from careline.channels import desk, handlers, panels  # noqa: F401
