"""The values of the feedback room: refusals, stages, severities, kinds of measures. No database."""

from careline.feedback.mood.contracts import Context, Evidence, Level, Mood

__all__ = ["Context", "Evidence", "FeedbackRefused", "Level", "Mood"]


class FeedbackRefused(ValueError):
    """What was asked for makes no sense as things stand; the text is meant for the person who asked."""
