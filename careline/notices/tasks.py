"""Jobs of the notices: telling people a moment later, mails each minute, pushes at once, and forgetting what is old."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from careline.core.events import Actor, Recorded, rebuild
from careline.core.models import Event
from careline.notices.actions.prune import prune
from careline.notices.actions.send_mails import send_mails
from careline.notices.actions.tell import tell
from careline.notices.audience import thing_of

MAILS_SECONDS = 50.0
PATIENT = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="careline.tell", queue="events", retry=PATIENT)
def tell_later(event_id: int) -> None:
    """Tell whom an event concerns. Run twice, nobody hears of it twice."""
    event = Event.objects.filter(pk=event_id).first()
    fact = rebuild(event.name, event.data) if event else None
    if event is not None and fact is not None:
        recorded = Recorded(event.pk, Actor(event.actor_kind, event.actor_id), event.cause_id)
        tell(thing_of(fact, recorded))


@app.periodic(cron="* * * * *", periodic_id="mail_notices")
@app.task(
    name="careline.mail_notices",
    queue="mail",
    lock="mail_notices",
    queueing_lock="mail_notices",
    pass_context=False,
)
def mail_due(timestamp: int) -> None:
    """Mail what is due; one at a time, so that a slow mail server can't take all of a worker's hands."""
    send_mails(seconds=MAILS_SECONDS)


@app.periodic(cron="50 3 * * *", periodic_id="prune_notices")
@app.task(name="careline.prune_notices", queueing_lock="prune_notices", pass_context=False)
def forget_old(timestamp: int) -> None:
    """Forget notices that are old."""
    prune()
