"""Configured accounts, the intake journal, and delivery attempts."""

from careline.channels.models.arrival import Arrival
from careline.channels.models.automatic import AutomaticMail
from careline.channels.models.delivery import DeliveryAttempt, ReachedRecipient
from careline.channels.models.folder import MailFolder
from careline.channels.models.inbox import Inbox

__all__ = [
    "Arrival",
    "AutomaticMail",
    "DeliveryAttempt",
    "Inbox",
    "MailFolder",
    "ReachedRecipient",
]
