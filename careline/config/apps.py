"""The top floor: wires the other apps together."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the config app."""

    name = "careline.config"
    label = "config"

    def ready(self) -> None:
        """Tell Django what to check."""
        from careline.config import system_checks

        system_checks.register()
