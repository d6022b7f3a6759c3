"""What promises hold about customers: the words in which something was promised to them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from careline.customers.slots import Archive, Holding, Scope, register_holding
from careline.promises.models import Promise


def count(scope: Scope) -> int:
    """How many promises."""
    return Promise.objects.filter(ticket_id__in=scope.ticket_ids).count()


def export(scope: Scope, archive: Archive) -> None:
    """Write the promises on these tickets."""
    rows = Promise.objects.filter(ticket_id__in=scope.ticket_ids).order_by("pk")
    told = (
        "id",
        "ticket_id",
        "words",
        "state",
        "first_due_at",
        "due_at",
        "broken_at",
        "ended_at",
        "agent__name",
    )
    archive.rows("promises", rows.values(*told).iterator())


def erase(scope: Scope) -> Iterable[int]:
    """Take the words; that something was promised, and whether it was kept, stays for the figures."""
    promises = Promise.objects.filter(ticket_id__in=scope.ticket_ids)
    promises.filter(state=Promise.State.DRAFTED).delete()
    promises.update(words="")
    return ()


register_holding(Holding(_("Promises"), count, export, erase), order=106)
