"""The playbooks app."""

from django.apps import AppConfig


class PlaybooksConfig(AppConfig):
    """Registers the playbooks app."""

    name = "careline.playbooks"
    label = "playbooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take the places on the ticket, in the settings, in conditions and history, and before solving; follow tickets."""
        from careline.playbooks import (  # noqa: F401  (take their places)
            condition_fields,
            handlers,
            holdings,
            panels,
            phrases,
            requirement,
            services,
        )
