"""Take files that were sent out of the draft that held them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from careline.tickets.models import Draft, DraftFile

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def spend_files(keys: Iterable[str], *, by: Agent) -> None:
    """Remove one's own draft files, and drafts that held nothing else and were never written in. Emits nothing."""
    files = DraftFile.objects.filter(key__in=[*keys], uploaded_by=by, draft__agent=by)
    drafts = [*files.values_list("draft_id", flat=True)]
    files.delete()
    Draft.objects.filter(pk__in=drafts, version=0, files=None).delete()
