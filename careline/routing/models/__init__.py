"""Queues, what waits in them, whose turn it is, what was given to whom, and which absences were seen to."""

from careline.routing.models.desk import Covered, Routed, Seat, Waiting, lock_seats
from careline.routing.models.queue import QueueSkill, RoutingQueue

__all__ = ["Covered", "QueueSkill", "Routed", "RoutingQueue", "Seat", "Waiting", "lock_seats"]
