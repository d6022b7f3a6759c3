"""What insight has running in the worker: following the event log, computing what is due, and counting days, in a thread of its own."""

import asyncio

from django.db import connection

from careline.core.services import register_service
from careline.insight.actions.compute import compute_due
from careline.insight.actions.count_days import count_days
from careline.insight.actions.follow import follow
from careline.insight.actions.walk import walk

EVERY_SECONDS = 2.0
SLICE = 100
REST = 1.0  # while it walks over everything it rests as long as it works


async def keep_figures() -> None:
    """Keep the figures of tickets until cancelled: what just changed first, then some of a walk over all."""
    while True:
        began = asyncio.get_running_loop().time()
        done = await asyncio.to_thread(_some)
        spent = asyncio.get_running_loop().time() - began
        await asyncio.sleep(spent * REST if done else EVERY_SECONDS)


def _some() -> int:
    connection.close_if_unusable_or_obsolete()
    follow()
    return compute_due(SLICE) or count_days() or walk(SLICE)


register_service("figures", keep_figures)
