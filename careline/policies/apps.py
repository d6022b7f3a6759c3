"""The policies app."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Registers the policies app."""

    name = "careline.policies"
    label = "policies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow tickets, and take the places in their pages and in the settings."""
        from careline.policies import (  # noqa: F401  (take their places)
            condition_fields,
            handlers,
            holdings,
            panels,
            phrases,
        )
