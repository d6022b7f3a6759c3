"""The channels app."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Registers the channels app."""

    name = "careline.channels"
    label = "channels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe to events."""
        from careline.channels import handlers  # noqa: F401
