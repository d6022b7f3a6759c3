"""Export everything that we hold about a customer: asked for, written by a job, handed out until it expires."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from careline.accounts.contracts import Right
from careline.core import files
from careline.core.events import emit
from careline.customers.events import ExportAsked, ExportRead, ExportReady
from careline.customers.models import Customer, Export
from careline.customers.queries import NotVisible
from careline.customers.queries.personal_data import scope_of
from careline.customers.slots import Scope, holdings, tell_readers

if TYPE_CHECKING:
    from careline.accounts.models import Agent

LIFETIME = timedelta(days=7)
_README = """Everything that is held about one person, as of {moment}.

The .jsonl files hold one JSON object a line (UTF-8). `files/` and `arrivals/` hold contents as they came.
"""


@transaction.atomic
def ask_export(customer: Customer, *, by: Agent) -> Export:
    """Ask for everything that we hold about a customer; a job writes it. Emits ExportAsked.

    Only for who may manage data and sees every team: the export shows what all teams know.
    """
    by.require(Right.MANAGE_DATA)
    by.require(Right.READ_ALL_TEAMS)
    export = Export.objects.create(customer=customer, asked_by=by)
    emit(ExportAsked(customer.pk, export_id=export.pk), by=by.actor)
    return export


def write_export(export_id: int) -> None:
    """Write an export that waits, and keep it for a week. Run again after a crash it starts afresh; twice, it does nothing.

    Emits ExportReady.
    """
    export = (
        Export.objects.select_related("customer").filter(pk=export_id, state=Export.State.WAITING).first()
    )
    if export is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "export.zip")
        write_archive(scope_of(export.customer), path)
        with transaction.atomic():
            export.file = files.store_path(path, "application/zip")
            export.state, export.expires_at = Export.State.READY, timezone.now() + LIFETIME
            export.save(update_fields=["file", "state", "expires_at"])
            asked_by = export.asked_by_id or 0
            emit(ExportReady(export.customer_id, export_id=export.pk, agent_id=asked_by))


def write_archive(scope: Scope, path: Path) -> None:
    """Write all that the rooms hold about a scope into one ZIP file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _README.format(moment=timezone.now().isoformat(timespec="seconds")))
        for holding in holdings():
            holding.export(scope, _Zip(archive))


@transaction.atomic
def read_export(export_id: int, *, by: Agent) -> tuple[Export, bytes]:
    """Hand an export out, and write down who read it. Raises NotVisible for one that is not ready or has expired.

    Emits ExportRead.
    """
    by.require(Right.MANAGE_DATA)
    by.require(Right.READ_ALL_TEAMS)
    found = Export.objects.select_related("file").filter(
        pk=export_id, state=Export.State.READY, expires_at__gt=timezone.now()
    )
    export = found.first()
    if export is None or export.file is None:
        raise NotVisible(export_id)
    emit(ExportRead(export.customer_id, export_id=export.pk), by=by.actor)
    tell_readers(by, export.customer_id, is_export=True)
    return export, files.read(export.file)


def expire_exports() -> int:
    """Forget the contents of exports whose time is over; returns how many."""
    old = [*Export.objects.filter(state=Export.State.READY, expires_at__lte=timezone.now())]
    ids = [export.file_id for export in old if export.file_id]
    Export.objects.filter(pk__in=[one.pk for one in old]).update(state=Export.State.EXPIRED, file=None)
    files.forget_unused(ids)
    return len(old)


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def rows(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        count = 0
        with self._archive.open(f"{name}.jsonl", "w") as target:
            for row in rows:
                line = json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
                target.write(line.encode("utf-8", "replace") + b"\n")
                count += 1
        return count

    def content(self, name: str, content: bytes) -> None:
        self._archive.writestr(name, content)
