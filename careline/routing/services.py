"""What routing has running in the worker: looking again at what waits, and seeing to absences that begin."""

import asyncio
import time

from asgiref.sync import sync_to_async

from careline.core.services import register_service
from careline.routing.actions.cover import cover_begun
from careline.routing.actions.route_waiting import BUSY_SECONDS, route_due, seconds_to_next

ABSENCES_SECONDS = 15.0


async def keep_routing() -> None:
    """Do what is due until cancelled: small looks at small indexes, whatever waits."""
    looked_at = 0.0
    while True:
        if time.monotonic() - looked_at > ABSENCES_SECONDS:
            await sync_to_async(cover_begun)()
            looked_at = time.monotonic()
        done = await sync_to_async(route_due)()
        await asyncio.sleep(BUSY_SECONDS if done else await sync_to_async(seconds_to_next)())


register_service("routing", keep_routing)
