"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the accounts app."""

    name = "careline.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
