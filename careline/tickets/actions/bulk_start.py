"""Order something for many tickets: nothing is changed yet, the worker does it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.core.limits import allow
from careline.tickets.actions.snooze import LONGEST
from careline.tickets.contracts import BulkOrder, Refused, Selection
from careline.tickets.events import BulkStarted, BulkStopped
from careline.tickets.models import BulkItem, BulkRun
from careline.tickets.queries.bulk import MOST_ANSWERS, access_run
from careline.tickets.queries.macros import access_macro
from careline.tickets.wording import as_text, clean

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_AN_HOUR = 30
MOST_ANSWERS_A_DAY = 2000


@transaction.atomic
def start_bulk(selection: Selection, order: BulkOrder, *, by: Agent) -> BulkRun:
    """Keep the order and have the worker begin. Emits BulkStarted, which all that it does names as its cause.

    Refuses an order that does nothing, a second one while one of the same person runs, and more than somebody who
    means well would need: 30 orders an hour, 2,000 answers a day.
    """
    by.require(Right.CHANGE_TICKETS)
    if order.sends:
        by.require(Right.REPLY)
    _refuse_nothing(selection, order, by)
    _refuse_too_much(order, by)
    return begin(by, what=asdict(order), selection=asdict(selection))


def begin(
    by: Agent, *, what: dict[str, Any], selection: dict[str, Any], undoes: BulkRun | None = None
) -> BulkRun:
    """Make the run. Refuses while another one of the same person is under way. Emits BulkStarted."""
    try:
        with transaction.atomic():
            run = BulkRun.objects.create(agent=by, what=what, selection=selection, undoes=undoes)
    except IntegrityError:
        if undoes is not None and BulkRun.objects.filter(undoes=undoes).exists():
            raise Refused(_("This was undone already.")) from None
        raise Refused(_("Your last order for many tickets is still under way.")) from None
    fact = BulkStarted(run.pk, agent_id=by.pk, what=what, undoes=undoes.pk if undoes else 0)
    run.cause_id = emit(fact, by=by.actor)
    run.save(update_fields=["cause_id"])
    return run


@transaction.atomic
def stop_bulk(run_id: int, *, by: Agent) -> bool:
    """Stop a run after the ticket that it is at; False if it was over. The others stay as they are. Emits BulkStopped."""
    run = access_run(by, run_id)
    waiting = BulkRun.objects.filter(pk=run.pk, state__in=[BulkRun.State.WAITING, BulkRun.State.RUNNING])
    if not waiting.update(state=BulkRun.State.STOPPED, finished_at=timezone.now()):
        return False
    left = BulkItem.objects.filter(run=run, state=BulkItem.State.WAITING)
    left.update(state=BulkItem.State.UNCHANGED, reason=_("Stopped before."), at=timezone.now())
    emit(BulkStopped(run.pk, agent_id=run.agent_id), by=by.actor)
    return True


def _refuse_nothing(selection: Selection, order: BulkOrder, by: Agent) -> None:
    if not (selection.numbers or selection.view or selection.words):
        raise Refused(_("Choose tickets first."))
    macro = access_macro(by, order.macro_id) if order.macro_id else None
    words = order.html or (macro.html if macro else "")
    if order.sends and not as_text(clean(words)):
        raise Refused(_("Write something first."))
    if order.spam:
        by.require(Right.CHANGE_CUSTOMERS)
    if order.snooze_until and not _is_to_come(order.snooze_until):
        raise Refused(_("Choose a time that is still to come, within two years."))
    changes = asdict(order) | {"html": "", "sends": False}
    if not order.sends and changes == asdict(BulkOrder()):
        raise Refused(_("Choose what to change."))


def _is_to_come(moment: str) -> bool:
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return False
    return not timezone.is_naive(at) and timezone.now() < at <= timezone.now() + LONGEST


def _refuse_too_much(order: BulkOrder, by: Agent) -> None:
    if not allow(f"bulk:{by.pk}", limit=MOST_AN_HOUR, seconds=3600):
        raise Refused(_("These are many orders for one hour. Wait a little."))
    if order.sends and answers_today(by) >= MOST_ANSWERS_A_DAY:
        raise Refused(
            _("You have sent %(most)s answers at once today. Go on tomorrow.") % {"most": MOST_ANSWERS_A_DAY}
        )


def answers_today(agent: Agent) -> int:
    """How many answers this person sent by orders within 24 hours."""
    since = timezone.now() - timedelta(hours=24)
    return (
        BulkItem.objects.filter(run__agent=agent, run__created_at__gt=since).exclude(message_id=None).count()
    )


def most_of(order: BulkOrder, agent: Agent, *, usual: int) -> int:
    """How many tickets this order may have."""
    return min(MOST_ANSWERS, MOST_ANSWERS_A_DAY - answers_today(agent)) if order.sends else usual
