"""What the rules app has running in the worker: rules that time sets off."""

import asyncio

from asgiref.sync import sync_to_async

from careline.core.services import register_service
from careline.rules.actions.run_timed import run_timed, sweep_marks

EVERY_SECONDS = 15.0
SWEPT_EVERY = 240


async def keep_time() -> None:
    """Look every fifteen seconds which tickets' hours ran out, until cancelled."""
    rounds = 0
    while True:
        await sync_to_async(run_timed)()
        if rounds % SWEPT_EVERY == 0:
            await sync_to_async(sweep_marks)()
        rounds += 1
        await asyncio.sleep(EVERY_SECONDS)


register_service("rules", keep_time)
