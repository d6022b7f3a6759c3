"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the accounts app: reactions, and its places in the pages."""

    name = "careline.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe to events, watch the door, and take the places that lower pages offer."""
        from careline.accounts import handlers, panels, witness  # noqa: F401

        witness.watch()
