"""What this room itself holds about customers: their records, identities, consents, files in fields, and their events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from careline.core import files
from careline.core.models import Event, IdempotentAnswer, RateCount
from careline.core.redaction import redact_events
from careline.customers.models import BlockedSender, Consent, Customer, Export, Identity
from careline.customers.slots import Archive, Holding, Scope, register_holding
from careline.fields.actions.remove_files import remove_files
from careline.fields.queries.files import files_of


def count(scope: Scope) -> int:
    """How many records there are of the people."""
    return len(scope.customer_ids)


def export(scope: Scope, archive: Archive) -> None:
    """Write the records with identities and consents, their events, and the files in their fields."""
    if not scope.customer_ids:
        return
    archive.rows("customer", _records(scope))
    subjects = [f"customer:{one}" for one in scope.customer_ids]
    events = Event.objects.filter(subject__in=subjects).order_by("pk").values("at", "name", "data")
    archive.rows("customer_events", events.iterator())
    for kept in files_of("customer", scope.customer_ids):
        archive.content(f"files/field-{kept.key}-{_plain(kept.name)}", files.read(kept.file))


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in name)[:80]


def _records(scope: Scope) -> Iterator[dict[str, Any]]:
    rows = Customer.objects.filter(pk__in=scope.customer_ids).select_related("organisation")
    for row in rows.prefetch_related("identities", "consents"):
        yield {
            "id": row.pk,
            "name": row.name,
            "organisation": row.organisation.name if row.organisation else None,
            "language": row.language,
            "time_zone": row.time_zone,
            "notes": row.notes,
            "tags": row.tags,
            "fields": row.fields,
            "created_at": row.created_at,
            "merged_into": row.merged_into_id,
            "identities": [
                {"kind": i.kind, "value": i.value, "verified_at": i.verified_at, "known_since": i.created_at}
                for i in row.identities.all()
            ],
            "consents": [
                {"channel": c.channel, "given": c.is_given, "source": c.source, "stated_at": c.stated_at}
                for c in row.consents.all()
            ],
        }


def erase(scope: Scope) -> Iterable[int]:
    """Leave empty shells that tickets go on pointing to; whoever writes from the same address later is somebody new."""
    if not scope.customer_ids:
        return []
    BlockedSender.objects.filter(pattern__in=scope.addresses).delete()
    Identity.objects.filter(customer_id__in=scope.customer_ids).delete()
    Consent.objects.filter(customer_id__in=scope.customer_ids).delete()
    for address in scope.addresses:
        RateCount.objects.filter(key__icontains=address).delete()
        IdempotentAnswer.objects.filter(body__icontains=address).delete()
    Customer.objects.filter(pk__in=scope.customer_ids).update(
        name="",
        notes="",
        tags=[],
        fields={},
        language="",
        time_zone="",
        organisation=None,
        erased_at=timezone.now(),
    )
    redact_events(f"customer:{one}" for one in scope.customer_ids)
    exports = Export.objects.filter(customer_id__in=scope.customer_ids).exclude(file=None)
    let_go = [*exports.values_list("file_id", flat=True)]
    exports.update(file=None, state=Export.State.EXPIRED)
    return [*let_go, *remove_files("customer", scope.customer_ids)]


register_holding(Holding(_("Customer records"), count, export, erase), order=900)
