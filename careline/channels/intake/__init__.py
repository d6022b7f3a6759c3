"""Intake: the journal of what arrived, and the way from there into tickets.

`accept` commits before anything is acknowledged; `process` makes an arrival into what it becomes; `drain` keeps at it.
"""

from careline.channels.intake.accepting import accept, journal, wake
from careline.channels.intake.drain import drain_once
from careline.channels.intake.processing import process

__all__ = ["accept", "drain_once", "journal", "process", "wake"]
