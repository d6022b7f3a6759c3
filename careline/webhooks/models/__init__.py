"""Who is told, what they are told, and how that went."""

from careline.webhooks.models.delivery import Attempt, Delivery
from careline.webhooks.models.endpoint import Endpoint, Follower

__all__ = ["Attempt", "Delivery", "Endpoint", "Follower"]
