"""What the authority app has running in the worker: reminding of decisions, and asking the next level for those that are late."""

import asyncio

from asgiref.sync import sync_to_async

from careline.authority.actions.pass_on import pass_on_late
from careline.authority.actions.remind import remind_due
from careline.core.services import register_service

EVERY_SECONDS = 15.0


def mind_deadlines() -> int:
    """Look once for deadlines that passed or come near; how many there were."""
    return pass_on_late() + remind_due()


async def pass_on() -> None:
    """Look until cancelled: two looks at small indexes."""
    while True:
        if not await sync_to_async(mind_deadlines)():
            await asyncio.sleep(EVERY_SECONDS)


register_service("decisions", pass_on)
