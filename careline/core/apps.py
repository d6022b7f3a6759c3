"""The core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers the core app."""

    name = "careline.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
