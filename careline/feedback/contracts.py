"""The values of the feedback room: refusals, stages, severities, kinds of measures. No database."""

from django.utils.translation import gettext as _

from careline.feedback.mood.contracts import Context, Evidence, Level, Mood

__all__ = ["Context", "Evidence", "FeedbackRefused", "Level", "Mood", "Outdated"]


class FeedbackRefused(ValueError):
    """What was asked for makes no sense as things stand; the text is meant for the person who asked."""


class Outdated(FeedbackRefused):
    """Somebody else changed the complaint meanwhile: nothing was written. `version` is the one that stands now."""

    def __init__(self, version: int) -> None:
        super().__init__(
            _("Somebody changed this complaint meanwhile. Load the page again; your words are still here.")
        )
        self.version = version
