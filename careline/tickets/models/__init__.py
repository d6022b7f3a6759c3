"""The heart: tickets, what is said in them, and what is known about them."""

from careline.tickets.models.attachment import Attachment, DraftFile
from careline.tickets.models.bulk import BulkItem, BulkRun
from careline.tickets.models.draft import Draft
from careline.tickets.models.exclusion import Exclusion
from careline.tickets.models.file_text import FileText
from careline.tickets.models.imported import ImportedTicket
from careline.tickets.models.interval import Interval
from careline.tickets.models.link import Link, Merge, Split
from careline.tickets.models.macro import Macro, MacroFile, MacroUse
from careline.tickets.models.message import Message
from careline.tickets.models.presence import Seen, Viewer, Watcher
from careline.tickets.models.proposal import Proposal, ProposalFile
from careline.tickets.models.reaction import Reaction
from careline.tickets.models.read_log import Read
from careline.tickets.models.reminder import Reminder
from careline.tickets.models.retention import RetentionRule
from careline.tickets.models.search import MessageSearch
from careline.tickets.models.side import SideConversation, SideFile, SideMessage, SideSeen
from careline.tickets.models.snooze import Snooze
from careline.tickets.models.task import Task
from careline.tickets.models.ticket import (
    Priority,
    Status,
    TeamCount,
    Ticket,
    TicketCount,
    TicketDelta,
    TicketType,
)
from careline.tickets.models.time_entry import TimeEntry
from careline.tickets.models.view import DeskChoice, SavedView, ViewChoice

__all__ = [
    "Attachment",
    "BulkItem",
    "BulkRun",
    "DeskChoice",
    "Draft",
    "DraftFile",
    "Exclusion",
    "FileText",
    "ImportedTicket",
    "Interval",
    "Link",
    "Macro",
    "MacroFile",
    "MacroUse",
    "Merge",
    "Message",
    "MessageSearch",
    "Priority",
    "Proposal",
    "ProposalFile",
    "Reaction",
    "Read",
    "Reminder",
    "RetentionRule",
    "SavedView",
    "Seen",
    "SideConversation",
    "SideFile",
    "SideMessage",
    "SideSeen",
    "Snooze",
    "Split",
    "Status",
    "Task",
    "TeamCount",
    "Ticket",
    "TicketCount",
    "TicketDelta",
    "TicketType",
    "TimeEntry",
    "ViewChoice",
    "Viewer",
    "Watcher",
]
