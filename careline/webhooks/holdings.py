"""What was told to other programs about customers: deliveries of webhooks, and answers kept for idempotency keys."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from careline.core.models import IdempotentAnswer
from careline.customers.slots import Archive, Holding, Scope, register_holding
from careline.webhooks.models import Delivery


def _deliveries(scope: Scope) -> QuerySet[Delivery]:
    subjects = [f"ticket:{one}" for one in scope.ticket_ids] + [
        f"customer:{one}" for one in scope.customer_ids
    ]
    return Delivery.objects.filter(subject__in=subjects)


def _answers(scope: Scope) -> QuerySet[IdempotentAnswer]:
    """Answers that show one of the tickets, something said in one, or one of the people."""
    if not scope.ticket_ids and not scope.customer_ids:
        return IdempotentAnswer.objects.none()
    tickets = "|".join(map(str, scope.ticket_ids)) or "0"
    people = "|".join(map(str, scope.customer_ids)) or "0"
    pattern = rf'"ticket_id": ({tickets})\y|^\{{"id": ({tickets}), "version"|"customer_id": ({people})\y|^\{{"id": ({people}), "name"'
    return IdempotentAnswer.objects.filter(body__regex=pattern)


def count(scope: Scope) -> int:
    """How many deliveries."""
    return _deliveries(scope).count()


def export(scope: Scope, archive: Archive) -> None:
    """Write what was told to whom."""
    rows = _deliveries(scope).order_by("pk").values("created_at", "endpoint__url", "type", "payload", "state")
    archive.rows(
        "webhook_deliveries",
        ({**row, "endpoint__url": _host(row["endpoint__url"])} for row in rows.iterator()),
    )


def erase(scope: Scope) -> Iterable[int]:
    """Remove the deliveries with what was answered to them, also those not yet sent; and the kept answers."""
    _deliveries(scope).delete()
    _answers(scope).delete()
    return ()


def _host(url: str) -> str:
    """The address without what may be secret in it."""
    return re.sub(r"^(https?://[^/?#]+).*", r"\1", url)


register_holding(Holding(_("What other programs were told"), count, export, erase), order=100)
