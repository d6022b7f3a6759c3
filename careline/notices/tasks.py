"""Jobs of the notices: telling people a moment later, mails each minute, pushes at once, and forgetting what is old."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from careline.core.events import Actor, Recorded, rebuild
from careline.core.models import Event
from careline.notices.actions.prune import prune
from careline.notices.actions.send_later import PUSH_AFTER
from careline.notices.actions.send_mails import send_mails
from careline.notices.actions.send_pushes import send_pushes
from careline.notices.actions.tell import tell
from careline.notices.audience import thing_of
from careline.notices.contracts import Thing
from careline.notices.queries.people import has_pushes

MAILS_SECONDS = 50.0
PUSHES_SECONDS = 30.0
PATIENT = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="careline.tell", queue="events", retry=PATIENT)
def tell_later(event_id: int) -> None:
    """Tell whom an event concerns. Run twice, nobody hears of it twice."""
    event = Event.objects.filter(pk=event_id).first()
    fact = rebuild(event.name, event.data) if event else None
    if event is not None and fact is not None:
        recorded = Recorded(event.pk, Actor(event.actor_kind, event.actor_id), event.cause_id)
        tell_and_push(thing_of(fact, recorded))


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


@app.periodic(cron="* * * * *", periodic_id="push_notices")
@app.task(name="careline.push_notices", queue="mail", lock="push_notices", pass_context=False)
def push_due(timestamp: int) -> None:
    """Push what is due: some seconds after something was told, and each minute what a service would not take before."""
    send_pushes(seconds=PUSHES_SECONDS)


def tell_and_push(thing: Thing) -> None:
    """Tell of a thing, and have it pushed in a moment, where a browser waits for it."""
    made = tell(thing)
    if made and has_pushes(made):
        push_due.configure(schedule_in={"seconds": PUSH_AFTER.seconds + 1}).defer(timestamp=0)


@app.periodic(cron="50 3 * * *", periodic_id="prune_notices")
@app.task(name="careline.prune_notices", queueing_lock="prune_notices", pass_context=False)
def forget_old(timestamp: int) -> None:
    """Forget notices that are old."""
    prune()
