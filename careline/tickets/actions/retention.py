"""Keep the words of solved tickets only as long as the house wants: the rules, and the nightly work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.core.files import forget_unused
from careline.customers.slots import Scope, holdings
from careline.tickets.contracts import Refused
from careline.tickets.events import RetentionChanged
from careline.tickets.models import TicketType
from careline.tickets.models.retention import RetentionRule
from careline.tickets.queries.retention import due_tickets

if TYPE_CHECKING:
    from careline.accounts.models import Agent

BATCH = 100
LEAST_DAYS, MOST_DAYS = 1, 36_500


@transaction.atomic
def set_retention(ticket_type: str, after_days: int, *, is_active: bool, by: Agent) -> RetentionRule:
    """Say how many days after being solved tickets of a type ("" for all others) lose their words. Emits RetentionChanged.

    A rule works only once it is active: look at its preview first. Refuses what is no type or no number of days.
    """
    by.require(Right.MANAGE_DATA)
    if ticket_type and ticket_type not in TicketType.values:
        raise Refused(_("There is no such type."))
    if not LEAST_DAYS <= after_days <= MOST_DAYS:
        raise Refused(_("Give a number of days."))
    rule, _is_new = RetentionRule.objects.update_or_create(
        ticket_type=ticket_type,
        defaults={"after_days": after_days, "is_active": is_active, "changed_by": by},
    )
    emit(RetentionChanged(ticket_type=ticket_type, after_days=after_days, is_active=is_active), by=by.actor)
    return rule


@transaction.atomic
def remove_retention(ticket_type: str, *, by: Agent) -> None:
    """Remove a rule: its type is kept as all others are. Emits RetentionChanged, if there was one."""
    by.require(Right.MANAGE_DATA)
    gone, _rows = RetentionRule.objects.filter(ticket_type=ticket_type).delete()
    if gone:
        emit(RetentionChanged(ticket_type=ticket_type, after_days=0, is_active=False), by=by.actor)


def run_retention(*, most_batches: int = 1000) -> int:
    """Erase what the active rules say, in batches, each in its own transaction; returns how many tickets.

    Killed in between it goes on where it was: what is done is marked as erased. Legal holds are respected.
    """
    done = 0
    for rule in RetentionRule.objects.filter(is_active=True).order_by("pk"):
        for _batch in range(most_batches):
            count = _erase_batch(rule)
            if not count:
                break
            done += count
    return done


def _erase_batch(rule: RetentionRule) -> int:
    with transaction.atomic():
        ids = tuple(
            due_tickets(rule)
            .select_for_update(skip_locked=True, of=("self",))
            .values_list("pk", flat=True)[:BATCH]
        )
        scope = Scope(ticket_ids=ids)
        let_go = [file_id for holding in holdings() for file_id in holding.erase(scope)] if ids else []
    forget_unused(let_go)
    return len(ids)
