"""What the authority app has running in the worker: asking the next level for decisions that wait too long."""

import asyncio

from asgiref.sync import sync_to_async

from careline.authority.actions.pass_on import pass_on_late
from careline.core.services import register_service

EVERY_SECONDS = 15.0


async def pass_on() -> None:
    """Look for late decisions until cancelled: one look at a small index."""
    while True:
        if not await sync_to_async(pass_on_late)():
            await asyncio.sleep(EVERY_SECONDS)


register_service("decisions", pass_on)
