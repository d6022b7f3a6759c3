"""The ui app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the ui app."""

    name = "careline.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
