"""What the feedback app has running in the worker: noticing moods, and telling of deadlines of complaints."""

import asyncio

from asgiref.sync import sync_to_async

from careline.core.services import register_service
from careline.feedback.actions.follow_messages import follow_messages

EVERY_SECONDS = 1.0


async def notice_moods() -> None:
    """Notice the moods of messages as they come in, until cancelled."""
    while True:
        if not await sync_to_async(follow_messages)():
            await asyncio.sleep(EVERY_SECONDS)


register_service("moods", notice_moods)
