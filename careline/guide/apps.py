"""The guide app."""

from django.apps import AppConfig


class GuideConfig(AppConfig):
    """Registers the guide app."""

    name = "careline.guide"
    label = "guide"

    def ready(self) -> None:
        """Take the place among the settings."""
        from careline.guide import panels  # noqa: F401  (takes its place)
