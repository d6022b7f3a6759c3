"""The fields app."""

from django.apps import AppConfig


class FieldsConfig(AppConfig):
    """Registers the fields app."""

    name = "careline.fields"
    label = "fields"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take the places that other pages offer."""
        from careline.fields import panels  # noqa: F401
