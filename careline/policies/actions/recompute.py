"""Compute the clocks of open tickets anew, some at a time: their policy, their hours or their customer changed."""

from django.db import transaction

from careline.policies.actions.keep_clocks import keep_clocks
from careline.policies.contracts import EVERYBODY, Whose
from careline.policies.queries.because import because_of
from careline.policies.queries.policies import forget_policies
from careline.tickets.queries.access import lock_open_after


def recompute_slice(after: int, *, limit: int, cause_id: int = 0, whose: Whose = EVERYBODY) -> int:
    """Do the next open tickets behind a number; the last one's number, 0 at the end. Emits what `keep_clocks` does.

    `cause_id` is the event that changed hours, policies or customers: the histories of tickets that are due at another moment name it.
    """
    forget_policies()
    with transaction.atomic():
        tickets = lock_open_after(
            after, limit=limit, customer_ids=whose.customer_ids, organisation_id=whose.organisation_id
        )
        if not tickets:
            return 0
        keep_clocks(tickets, because=because_of(cause_id))
    return tickets[-1]
