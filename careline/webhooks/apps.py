"""The webhooks app."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Registers the webhooks app."""

    name = "careline.webhooks"
    label = "webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take the places in the settings, and in what is held about customers."""
        from careline.webhooks import holdings, panels  # noqa: F401
