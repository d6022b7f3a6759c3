"""The policies app."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Registers the policies app."""

    name = "careline.policies"
    label = "policies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Follow tickets, and take the places in their pages and in the settings."""
        from careline.policies import handlers, holdings, panels, phrases  # noqa: F401  (take their places)
