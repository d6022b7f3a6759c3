"""Reading the event log for messages that came in, and noticing the mood of each once.

Nothing is added to the transaction that receives a message. The position moves with what was noticed: a worker that is
killed has done both or neither.
"""

import structlog
from django.db import transaction
from django.utils import timezone

from careline.core.live.export import OtherDatabase, Position, UnknownPosition, at_end, parse_position, read
from careline.feedback.actions.notice_mood import notice_mood
from careline.feedback.models import MoodFollower

BATCH = 200
MOVED_EVERY_SECONDS = 600
log = structlog.get_logger()


@transaction.atomic
def follow_messages() -> bool:
    """Notice the moods of the next messages. True if there is more at once. Where another worker is at it, nothing is done.

    A message that can't be read is logged and left out; it holds up no other.
    """
    follower = MoodFollower.objects.select_for_update(skip_locked=True).filter(pk=1).first()
    if follower is None:
        MoodFollower.objects.get_or_create(pk=1, defaults={"position": str(at_end())})
        return False
    try:
        stretch = read(parse_position(follower.position), limit=BATCH)
    except (OtherDatabase, UnknownPosition):
        _move(follower, at_end())
        return False
    for event in stretch.events:
        if event.name == "message.received" and not event.data.get("machine"):
            _notice(event.data["message_id"], event.pk)
    if stretch.events or (timezone.now() - follower.moved_at).total_seconds() > MOVED_EVERY_SECONDS:
        _move(follower, stretch.position)
    return stretch.has_more


def _notice(message_id: int, event_id: int) -> None:
    try:
        with transaction.atomic():
            notice_mood(message_id, cause=event_id)
    except Exception:
        log.exception("mood_not_read", message=message_id)


def _move(follower: MoodFollower, position: Position) -> None:
    follower.position = str(position)
    follower.save(update_fields=["position", "moved_at"])
