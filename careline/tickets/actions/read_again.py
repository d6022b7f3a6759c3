"""Have attached files read again whose words could not be read: after an upgrade, or when a disk is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.tickets.events import FilesReadAgain
from careline.tickets.models import Attachment, FileText

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST = 10_000


@transaction.atomic
def read_again(reason: str, *, by: Agent) -> int:
    """Put the contents that failed for this reason in line again, at most 10,000; returns how many.

    Refuses (Forbidden) who may not manage the company. Emits FilesReadAgain, if there were any.
    """
    by.require(Right.MANAGE_COMPANY)
    failed = FileText.objects.filter(state=FileText.State.FAILED, reason=reason).order_by("pk")
    ids = [*failed.select_for_update(skip_locked=True).values_list("pk", flat=True)[:MOST]]
    if not ids:
        return 0
    FileText.objects.filter(pk__in=ids).update(state=FileText.State.READING, reason="", tries=0)
    Attachment.objects.filter(file_id__in=ids).update(is_read=False)
    emit(FilesReadAgain(reason=reason, files=len(ids)), by=by.actor)
    return len(ids)
