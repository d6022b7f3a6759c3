"""Ask a field no longer, or again; and put fields in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.fields.events import FieldArchived, FieldRestored, FieldsOrdered
from careline.fields.models import Field
from careline.fields.queries.defaults import forget_defaults

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def archive_field(row: Field, *, by: Agent) -> None:
    """Ask a field no longer; its values stay where they are. Emits FieldArchived, once."""
    by.require(Right.MANAGE_FIELDS)
    if Field.objects.filter(pk=row.pk, archived_at=None).update(archived_at=timezone.now()):
        transaction.on_commit(forget_defaults)
        emit(FieldArchived(row.pk, target=row.target, key=row.key), by=by.actor)


@transaction.atomic
def restore_field(row: Field, *, by: Agent) -> None:
    """Ask an archived field again. Emits FieldRestored, once."""
    by.require(Right.MANAGE_FIELDS)
    if Field.objects.filter(pk=row.pk).exclude(archived_at=None).update(archived_at=None):
        transaction.on_commit(forget_defaults)
        emit(FieldRestored(row.pk, target=row.target, key=row.key), by=by.actor)


@transaction.atomic
def order_fields(target: str, keys: Sequence[str], *, by: Agent) -> None:
    """Put the fields of a target in this order; those that are not named follow. Emits FieldsOrdered."""
    by.require(Right.MANAGE_FIELDS)
    rows = [*Field.objects.select_for_update().filter(target=target).order_by("position", "pk")]
    place = {key: n for n, key in enumerate(keys)}
    rows.sort(key=lambda row: place.get(row.key, len(place)))
    for n, row in enumerate(rows, start=1):
        row.position = n
    Field.objects.bulk_update(rows, ["position"])
    emit(FieldsOrdered(target=target, keys=tuple(row.key for row in rows)), by=by.actor)
