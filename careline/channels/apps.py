"""The channels app."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Registers the channels app: reactions, checks, and its places in the pages."""

    name = "careline.channels"
    label = "channels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Subscribe to events, take the places that lower pages offer, and say who may watch the inboxes."""
        from careline.channels import desk, handlers, holdings, hours_users, panels  # noqa: F401
        from careline.channels.queries import watchable_inboxes
        from careline.core.live import register_gate

        register_gate("inboxes", watchable_inboxes)
