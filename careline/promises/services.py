"""What the promises app has running in the worker: telling what comes near and what was broken, and handing over."""

import asyncio
from time import monotonic

from asgiref.sync import sync_to_async

from careline.core.services import register_service
from careline.promises.actions.hand_over import hand_over_of_absent
from careline.promises.actions.watch_promises import seconds_to_next, watch_promises

ABSENCES_EVERY_SECONDS = 60.0


async def mind_promises() -> None:
    """Watch until cancelled: asleep until the next is due; once a minute it looks who is absent."""
    looked_at = -ABSENCES_EVERY_SECONDS
    while True:
        if monotonic() - looked_at >= ABSENCES_EVERY_SECONDS:
            await sync_to_async(hand_over_of_absent)()
            looked_at = monotonic()
        if not await sync_to_async(watch_promises)():
            await asyncio.sleep(await sync_to_async(seconds_to_next)())


register_service("promises", mind_promises)
