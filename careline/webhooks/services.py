"""What the webhooks app has running in the worker: following the log, and handing deliveries over."""

import asyncio

from asgiref.sync import sync_to_async
from django.db import connection

from careline.accounts.queries import speaking_house
from careline.core.services import register_service
from careline.webhooks.actions.claim_delivery import claim_delivery
from careline.webhooks.actions.deliver import deliver
from careline.webhooks.actions.follow_log import follow_log
from careline.webhooks.models import Delivery

EVERY_SECONDS = 1.0
AT_ONCE = 8


async def follow() -> None:
    """Turn what happens into deliveries until cancelled."""
    while True:
        if not await sync_to_async(follow_log)():
            await asyncio.sleep(EVERY_SECONDS)


async def hand_over() -> None:
    """Hand over what is due, several at once, until cancelled."""
    running: set[asyncio.Task[None]] = set()
    while True:
        while len(running) < AT_ONCE and (claimed := await sync_to_async(claim_delivery)()) is not None:
            running.add(asyncio.create_task(asyncio.to_thread(_deliver, claimed)))
        if not running:
            await asyncio.sleep(EVERY_SECONDS)
            continue
        done, running = await asyncio.wait(
            running, timeout=EVERY_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        for task in done:
            task.result()


def _deliver(claimed: Delivery) -> None:
    try:
        with speaking_house():
            deliver(claimed)
    finally:
        connection.close()


register_service("webhook-log", follow)
register_service("webhooks", hand_over)
