"""The playbooks app."""

from django.apps import AppConfig


class PlaybooksConfig(AppConfig):
    """Registers the playbooks app."""

    name = "careline.playbooks"
    label = "playbooks"
    default_auto_field = "django.db.models.BigAutoField"
