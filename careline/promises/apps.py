"""The promises app."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    """Registers the promises app."""

    name = "careline.promises"
    label = "promises"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow what is said on tickets, watch what is due, and take the places in other pages and conditions."""
        from careline.promises import (  # noqa: F401  (take their places)
            condition_fields,
            handlers,
            holdings,
            panels,
            phrases,
            services,
        )
