"""The tickets app."""

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    """Registers the tickets app."""

    name = "careline.tickets"
    label = "tickets"
    default_auto_field = "django.db.models.BigAutoField"
