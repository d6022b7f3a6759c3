"""What can be wrong with a webhook, as a sentence. No behaviour, no database."""


class WebhookRefused(ValueError):
    """What was asked for makes no sense as things stand; the text is meant for the person who asked."""
