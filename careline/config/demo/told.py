"""What the demo's people were told of: the notices of the last days, without a mail or a push."""

from datetime import timedelta

from django.db import connection
from django.db.models import F
from django.utils import timezone

from careline.core.events import Actor, Recorded, rebuild
from careline.core.models import Event
from careline.notices.actions.tell import tell
from careline.notices.audience import thing_of
from careline.notices.models import Notice, Sending

TELLING = ("ticket.assigned", "message.received", "note.added", "reply.proposed", "side.message_received")
NEWS = timedelta(days=3)
FRESH = timedelta(hours=20)


def tell_the_news() -> None:
    """Make the notices of the last days, as old as what they tell of; read are those from before yesterday."""
    now = timezone.now()
    for event in Event.objects.filter(name__in=TELLING, at__gt=now - NEWS).order_by("at"):
        fact = rebuild(event.name, event.data)
        if fact is not None:
            recorded = Recorded(event.pk, Actor(event.actor_kind, event.actor_id), event.cause_id)
            for pk in tell(thing_of(fact, recorded)):
                Notice.objects.filter(pk=pk).update(created_at=event.at)
    Notice.objects.filter(created_at__lt=now - FRESH).update(read_at=F("created_at"))
    Sending.objects.all().delete()


def forget_jobs() -> None:
    """Drop what the story put in line: nothing of it is told, mailed or pushed later."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status = 'todo'"
            " AND task_name IN ('careline.react', 'careline.tell', 'careline.push_notices', 'careline.rules', 'careline.routing')"
        )
