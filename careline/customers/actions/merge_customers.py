"""Say that two records are one person, or take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.core.transactions import atomic_despite_deadlocks
from careline.customers.contracts import CustomersRefused
from careline.customers.events import CustomersMerged, CustomersUnmerged
from careline.customers.models import Customer, CustomerMerge, Identity
from careline.customers.queries import NotVisible, lock_customer

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@atomic_despite_deadlocks
def merge_customers(source: Customer, *, into: Customer, by: Agent) -> CustomerMerge:
    """Give the identities of `source` to `into`; the source stays as a pointer. Emits CustomersMerged.

    Tickets stay where they are: lists of a person's tickets read both records. Refuses one with itself, and who can't
    be seen.
    """
    by.require(Right.CHANGE_CUSTOMERS)
    if source.pk == into.pk:
        raise CustomersRefused(_("This is the same person already."))
    pair = sorted((source, into), key=lambda customer: customer.pk)
    locked = {one.pk: lock_customer(one, by=by) for one in pair}
    source, into = locked[source.pk], locked[into.pk]
    ids = [*Identity.objects.filter(customer=source).order_by("pk").values_list("pk", flat=True)]
    Identity.objects.filter(pk__in=ids).update(customer=into)
    done = CustomerMerge.objects.create(
        source=source, target=into, moved_identity_ids=ids, target_team_ids=into.team_ids, by=by
    )
    source.merged_into = into
    source.save(update_fields=["merged_into"])
    into.team_ids = sorted({*into.team_ids, *source.team_ids})
    into.save(update_fields=["team_ids"])
    emit(CustomersMerged(into.pk, source_id=source.pk, merge_id=done.pk), by=by.actor)
    return done


@atomic_despite_deadlocks
def unmerge_customers(merge_id: int, *, by: Agent) -> Customer:
    """Undo a merge and return the source with the identities it had; the target is seen by its own teams again.

    Emits CustomersUnmerged.

    Refuses a merge that was undone, or whose target was merged itself since.
    """
    by.require(Right.CHANGE_CUSTOMERS)
    done = CustomerMerge.objects.select_for_update().filter(pk=merge_id).first()
    if done is None:
        raise NotVisible(merge_id)
    source, target = _lock_both(done, by)
    if done.undone_at is not None or target.merged_into_id is not None:
        raise CustomersRefused(_("This can't be taken apart any more."))
    Identity.objects.filter(pk__in=done.moved_identity_ids, customer=target).update(customer=source)
    source.merged_into = None
    source.save(update_fields=["merged_into"])
    target.team_ids = sorted({*target.team_ids} - {*source.team_ids} | {*done.target_team_ids})
    target.save(update_fields=["team_ids"])
    done.undone_at = timezone.now()
    done.save(update_fields=["undone_at"])
    emit(CustomersUnmerged(target.pk, source_id=source.pk, merge_id=done.pk), by=by.actor)
    return source


def _lock_both(done: CustomerMerge, by: Agent) -> tuple[Customer, Customer]:
    """Lock the two of a merge in the order of their ids, as merging does."""
    ids = [done.source_id, done.target_id]
    rows = Customer.objects.visible_to(by).select_for_update().filter(pk__in=ids).order_by("pk")
    locked = {one.pk: one for one in rows}
    if len(locked) != 2:
        raise NotVisible(done.pk)
    return locked[done.source_id], locked[done.target_id]
