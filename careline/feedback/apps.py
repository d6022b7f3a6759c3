"""The feedback app."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Registers the feedback app."""

    name = "careline.feedback"
    label = "feedback"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take the places beside a ticket, in conditions, in history, and among what is held about customers."""
        from careline.core.live.gates import register_gate
        from careline.feedback import condition_fields, handlers, holdings, panels, phrases, row_mark  # noqa: F401
        from careline.feedback.queries.complaints import watchable_complaints

        register_gate("complaints", watchable_complaints)
