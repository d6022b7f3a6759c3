"""Work off an order for many tickets: each ticket in a transaction of its own, together with what became of it.

A worker that is killed leaves its ticket untouched and `waiting`; whoever comes next goes on there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import structlog
from django.db import OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden
from careline.accounts.queries import find_agents
from careline.core.events import emit
from careline.fields.contracts import FieldsRefused
from careline.tickets.actions.bulk_start import most_of
from careline.tickets.contracts import BulkOrder, Conflict, NotVisible, Refused, Selection
from careline.tickets.events import BulkFinished
from careline.tickets.models import BulkItem, BulkRun, Ticket
from careline.tickets.queries.bulk import MOST, resolve

if TYPE_CHECKING:
    from careline.accounts.models import Agent

FACETS = ("status", "priority", "type", "team_id", "assignee_id", "tags", "snoozed_until", "fields")
log = structlog.get_logger()


@dataclass(slots=True)
class Outcome:
    """What was done with one ticket: the ticket as it was, the answer that was sent or proposed, a word about it."""

    before: dict[str, Any] = field(default_factory=dict)
    message_id: int | None = None
    proposal_id: int | None = None
    reason: str = ""
    changed: bool = False


Act = Callable[[BulkRun, BulkItem, "Agent"], Outcome]


def work_off(run_id: int, *, act: Act, seconds: float) -> bool:
    """Do as much of an order as fits into `seconds`; True if some is left. Emits BulkFinished at the end.

    `act` does one ticket and raises Refused, Forbidden, NotVisible or Conflict where it can't be done.
    """
    end = time.monotonic() + seconds
    run = _begin(run_id)
    if run is None:
        return False
    agent = next(iter(find_agents([run.agent_id])), None)
    with translation.override(run.agent.language):
        while time.monotonic() < end:
            if not _one(run, agent, act):
                return not _finish(run)
    return True


def _begin(run_id: int) -> BulkRun | None:
    """The run, with its tickets found and written down; None if it is over."""
    with transaction.atomic():
        run = BulkRun.objects.select_for_update(of=("self",)).select_related("agent", "undoes").get(pk=run_id)
        if run.state == BulkRun.State.RUNNING:
            return run
        if run.state != BulkRun.State.WAITING:
            return None
        run.state, run.started_at = BulkRun.State.RUNNING, timezone.now()
        with translation.override(run.agent.language):
            try:
                numbers = _numbers(run)
            except Refused as refusal:
                run.trouble, numbers = str(refusal)[:300], []
        items = [BulkItem(run=run, ticket_id=number) for number in numbers]
        BulkItem.objects.bulk_create(items, batch_size=1000, ignore_conflicts=True)
        run.save(update_fields=["state", "started_at", "trouble"])
        return run


def _numbers(run: BulkRun) -> list[int]:
    if run.undoes is not None:
        return [
            *run.undoes.items.filter(state=BulkItem.State.CHANGED)
            .order_by("-pk")
            .values_list("ticket_id", flat=True)
        ]
    told = run.selection
    selection = Selection(tuple(told.get("numbers", ())), told.get("view", ""), told.get("words", ""))
    return resolve(run.agent, selection, limit=most_of(order_of(run), run.agent, usual=MOST))


def order_of(run: BulkRun) -> BulkOrder:
    """The order that a run was given; parts that a newer version dropped are left out."""
    known = {name: value for name, value in run.what.items() if name in BulkOrder.__slots__}
    return BulkOrder(**known | {name: tuple(known.get(name, ())) for name in ("add_tags", "remove_tags")})


def _one(run: BulkRun, agent: Agent | None, act: Act) -> bool:
    """Do the next ticket that nobody else is at; False if there is none."""
    with transaction.atomic():
        if not BulkRun.objects.filter(pk=run.pk, state=BulkRun.State.RUNNING).exists():
            return False
        waiting = BulkItem.objects.filter(run=run, state=BulkItem.State.WAITING).order_by("pk")
        item = waiting.select_for_update(skip_locked=True).first()
        if item is None:
            return False
        state, outcome = _try(run, item, agent, act)
        ticket = Ticket.objects.filter(pk=item.ticket_id).first()
        after = facets(ticket) if ticket else {}
        changed = [name for name in FACETS if outcome.before and outcome.before[name] != after.get(name)]
        if state is None:
            state = BulkItem.State.CHANGED if changed or outcome.changed else BulkItem.State.UNCHANGED
        item.state, item.reason, item.at = state, outcome.reason[:300], timezone.now()
        item.before = {name: outcome.before[name] for name in changed}
        item.after = {name: after[name] for name in changed}
        item.version, item.message_id = (ticket.version if ticket else 0), outcome.message_id
        item.proposal_id = outcome.proposal_id
        item.save()
    return True


def _try(run: BulkRun, item: BulkItem, agent: Agent | None, act: Act) -> tuple[str | None, Outcome]:
    refused = BulkItem.State.REFUSED
    if agent is None:
        return refused, Outcome(reason=_("Whoever ordered it has left."))
    try:
        with transaction.atomic():
            return None, act(run, item, agent)
    except NotVisible:
        return refused, Outcome(reason=_("You can’t see it any more."))
    except Conflict:
        return refused, Outcome(reason=_("Somebody changed it at the same moment."))
    except (Refused, Forbidden, FieldsRefused) as refusal:
        return refused, Outcome(reason=str(refusal))
    except OperationalError:
        raise  # a deadlock, or the database is away: the whole ticket is tried again
    except Exception:
        log.exception("bulk_item_failed", run=run.pk, ticket=item.ticket_id)
        return refused, Outcome(reason=_("Something went wrong here; it was not changed."))


def _finish(run: BulkRun) -> bool:
    """Close the run unless somebody else is still at one of its tickets; False then."""
    with transaction.atomic():
        if run.items.filter(state=BulkItem.State.WAITING).exists():
            return False
        running = BulkRun.objects.filter(pk=run.pk, state=BulkRun.State.RUNNING)
        if running.update(state=BulkRun.State.DONE, finished_at=timezone.now()):
            states = [*run.items.values_list("state", flat=True)]
            figures = {state: states.count(state) for state in sorted({*states})}
            emit(
                BulkFinished(run.pk, agent_id=run.agent_id, figures=figures),
                by=run.agent.actor,
                cause=run.cause_id,
            )
    return True


def facets(ticket: Ticket) -> dict[str, Any]:
    """What of a ticket an order may change, as it stands."""
    at = ticket.snoozed_until
    return {name: getattr(ticket, name) for name in FACETS} | {
        "snoozed_until": at.isoformat() if at else None
    }
