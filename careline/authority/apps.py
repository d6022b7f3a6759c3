"""The authority app."""

from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    """Registers the authority app."""

    name = "careline.authority"
    label = "authority"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take the places on the ticket, in the rail, in the settings and in the history, and answer for fields."""
        from careline.authority import handlers, holdings, panels, phrases, wardens  # noqa: F401  (take their places)
