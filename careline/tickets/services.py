"""What the tickets app has running in the worker: folding the queues' counters, finding what is due, reading files."""

import asyncio

from asgiref.sync import sync_to_async
from django.db import connection

from careline.core.services import register_service
from careline.tickets.actions.count_macro_uses import count_macro_uses
from careline.tickets.actions.fold_counts import fold_counts
from careline.tickets.actions.mind_reads import mind_reads
from careline.tickets.actions.read_attachments import read_attachments
from careline.tickets.actions.tell_due import tell_due
from careline.tickets.actions.wake_due import wake_due

EVERY_SECONDS = 1.0
DUE_EVERY_SECONDS = 5.0
MIND_EVERY_SECONDS = 60.0
DUE = (wake_due, count_macro_uses, tell_due)
READ_EVERY_SECONDS = 5.0


async def keep_counts() -> None:
    """Fold the counters until cancelled."""
    while True:
        await sync_to_async(fold_counts)()
        await asyncio.sleep(EVERY_SECONDS)


async def find_due() -> None:
    """Do what is due until cancelled: one look at a small index for each kind, never a job for each row."""
    while True:
        for act in DUE:
            await sync_to_async(act)()
        await asyncio.sleep(DUE_EVERY_SECONDS)


async def read_files() -> None:
    """Make the words of attached files findable until cancelled; in a thread of its own, since a file may take long."""
    while True:
        if not await asyncio.to_thread(_read_some):
            await asyncio.sleep(READ_EVERY_SECONDS)


def _read_some() -> int:
    connection.close_if_unusable_or_obsolete()
    return read_attachments(most=10)


async def mind() -> None:
    """Look through the read log each minute until cancelled."""
    while True:
        await sync_to_async(mind_reads)()
        await asyncio.sleep(MIND_EVERY_SECONDS)


register_service("ticket-reads", mind)
register_service("ticket-counts", keep_counts)
register_service("ticket-due", find_due)
register_service("ticket-files", read_files)
