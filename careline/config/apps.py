"""The top floor: wires the other apps together."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the config app."""

    name = "careline.config"
    label = "config"
