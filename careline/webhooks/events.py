"""What happens to webhooks themselves."""

from dataclasses import dataclass

from careline.core.events import Fact


@dataclass(frozen=True)
class WebhookFact(Fact):
    """Base: every fact about a webhook names it."""

    endpoint_id: int

    @property
    def subject(self) -> str:
        """The webhook."""
        return f"webhook:{self.endpoint_id}"


@dataclass(frozen=True)
class WebhookCreated(WebhookFact):
    """Somebody had us tell another program what happens."""

    name = "webhook.created"
    url: str = ""


@dataclass(frozen=True)
class WebhookChanged(WebhookFact):
    """A webhook's address, choice of events or teams changed, or it was switched on or off: the names of what did."""

    name = "webhook.changed"
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class WebhookSecretRotated(WebhookFact):
    """A webhook signs with a new secret; the old one signs along for a day."""

    name = "webhook.secret_rotated"


@dataclass(frozen=True)
class WebhookRemoved(WebhookFact):
    """A webhook is gone, with its log."""

    name = "webhook.removed"


@dataclass(frozen=True)
class WebhookDisabled(WebhookFact):
    """A webhook was switched off by us: nobody answered for days, or the other side asked for it (410)."""

    name = "webhook.disabled"
    reason: str = ""
