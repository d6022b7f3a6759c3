"""The customers app."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Registers the customers app."""

    name = "careline.customers"
    label = "customers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take the places that lower pages offer."""
        from careline.customers import field_values, panels  # noqa: F401
