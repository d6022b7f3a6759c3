"""Erase a customer: everything personal goes, the rows that figures are made of stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.core.files import forget_unused
from careline.core.redaction import sweep
from careline.customers.contracts import CustomersRefused
from careline.customers.events import CustomerErased, ErasureAsked
from careline.customers.models import Customer, Erasure
from careline.customers.queries import lock_customer
from careline.customers.queries.personal_data import hold_on, scope_of, what_we_hold
from careline.customers.slots import holdings

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def ask_erasure(customer: Customer, reason: str, *, by: Agent) -> Erasure:
    """Ask that a customer is erased; a job does it. It can't be undone. Emits ErasureAsked.

    Refuses under legal hold, without a reason, and who may not manage the data of all teams.
    """
    by.require(Right.MANAGE_DATA)
    by.require(Right.READ_ALL_TEAMS)
    customer = lock_customer(customer, by=by)
    reason = " ".join(reason.replace("\x00", "").split())[:300]
    if not reason:
        raise CustomersRefused(_("Say why they are erased."))
    if held := hold_on(customer):
        raise CustomersRefused(_("Nothing of them may be erased: %(reason)s") % {"reason": held})
    counts = {str(held.label): held.count for held in what_we_hold(customer)}
    erasure = Erasure.objects.create(customer=customer, reason=reason, asked_by=by, counts=counts)
    emit(ErasureAsked(customer.pk, erasure_id=erasure.pk), by=by.actor)
    return erasure


def erase(erasure_id: int) -> bool:
    """Do an erasure that was asked for: all of it in one transaction, then the files that nothing else needs.

    Run again after a crash it finishes what is left. Refuses (and says so in the row) if a legal hold came meanwhile.
    Emits CustomerErased. False if there was nothing left to do.
    """
    _erase_rows(erasure_id)
    erasure = Erasure.objects.filter(pk=erasure_id).exclude(done_at=None).exclude(file_ids=[]).first()
    if erasure is None:
        return False
    forget_unused(erasure.file_ids)
    Erasure.objects.filter(pk=erasure_id).update(file_ids=[])
    return True


@transaction.atomic
def _erase_rows(erasure_id: int) -> None:
    erasure = (
        Erasure.objects.select_for_update().filter(pk=erasure_id, done_at=None, refused_reason="").first()
    )
    if erasure is None:
        return
    customer = Customer.objects.select_for_update().get(pk=erasure.customer_id)
    if held := hold_on(customer):
        Erasure.objects.filter(pk=erasure_id).update(refused_reason=held[:300])
        return
    scope = scope_of(customer)
    let_go = {file_id for holding in holdings() for file_id in holding.erase(scope)}
    sweep(scope.addresses)
    erasure.refresh_from_db()
    erasure.done_at, erasure.file_ids = timezone.now(), sorted(let_go) or [0]
    erasure.save(update_fields=["done_at", "file_ids"])
    emit(CustomerErased(customer.pk, erasure_id=erasure.pk), by=erasure.asked_by.actor)
