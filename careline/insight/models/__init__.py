"""What insight keeps: the figures of each ticket, which of them are to be computed again, and the open work of each day."""

from careline.insight.models.backlog import CountedDay, OpenWork
from careline.insight.models.kept import DueTicket, Progress, TicketFigures
from careline.insight.models.summed import KeptSum

__all__ = ["CountedDay", "DueTicket", "KeptSum", "OpenWork", "Progress", "TicketFigures"]
