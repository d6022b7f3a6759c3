"""What the playbooks app has running in the worker: telling that steps are late."""

import asyncio

from asgiref.sync import sync_to_async

from careline.core.services import register_service
from careline.playbooks.actions.tell_late import seconds_to_next, tell_late


async def mind_steps() -> None:
    """Tell of late steps until cancelled, and sleep until the next is."""
    while True:
        if not await sync_to_async(tell_late)():
            await asyncio.sleep(await sync_to_async(seconds_to_next)())


register_service("playbooks", mind_steps)
