"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the accounts app: reactions, and its places in the pages."""

    name = "careline.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take the places that lower pages offer."""
        from careline.accounts import panels  # noqa: F401
