"""What the feedback app has running in the worker: noticing moods, and telling of deadlines of complaints and measures."""

import asyncio

from asgiref.sync import sync_to_async

from careline.core.services import register_service
from careline.feedback.actions.follow_messages import follow_messages
from careline.feedback.actions.review_measure import tell_due_measures
from careline.feedback.actions.tell_due import tell_due_complaints

EVERY_SECONDS = 1.0
DUE_SECONDS = 20.0


async def notice_moods() -> None:
    """Notice the moods of messages as they come in, until cancelled."""
    while True:
        if not await sync_to_async(follow_messages)():
            await asyncio.sleep(EVERY_SECONDS)


async def find_due_complaints() -> None:
    """Tell of deadlines of complaints and of measures to be looked at, until cancelled; a look at two small indexes."""
    while True:
        if not await sync_to_async(_tell_due)():
            await asyncio.sleep(DUE_SECONDS)


def _tell_due() -> int:
    return tell_due_complaints() + tell_due_measures()


register_service("moods", notice_moods)
register_service("complaints", find_due_complaints)
