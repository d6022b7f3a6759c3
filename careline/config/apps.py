"""The top floor: wires the other apps together."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the config app."""

    name = "careline.config"
    label = "config"

    def ready(self) -> None:
        """Tell Django what to check, and register what the configuration file holds."""
        from careline.config import sections, system_checks

        system_checks.register()
        sections.register()
