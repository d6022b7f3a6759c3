"""Live updates: what changed, told at once to those who are watching and may know."""

from careline.core.live.gates import register_gate
from careline.core.live.pings import ping

__all__ = ["ping", "register_gate"]
