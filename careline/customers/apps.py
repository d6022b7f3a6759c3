"""The customers app."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Registers the customers app."""

    name = "careline.customers"
    label = "customers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take the places that lower pages offer, and say who may follow a customer."""
        from careline.core.live import register_gate
        from careline.customers import field_values, handlers, holdings, panels, table  # noqa: F401
        from careline.customers.queries.access import watchable_customers

        register_gate("customer", watchable_customers)
