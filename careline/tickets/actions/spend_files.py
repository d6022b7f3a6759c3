"""Files of drafts: their content for a customer's message, and taking those that were sent out of the draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.core.files import read
from careline.tickets.contracts import InboundFile, Refused
from careline.tickets.models import Draft, DraftFile

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def kept_files(keys: Iterable[str], *, by: Agent) -> tuple[InboundFile, ...]:
    """One's own draft files with their content, as a customer's message carries them. Refuses a key that is none."""
    wanted = [*dict.fromkeys(keys)]
    own = DraftFile.objects.filter(key__in=wanted, uploaded_by=by, draft__agent=by).select_related("file")
    found = {one.key: one for one in own}
    if len(found) < len(wanted):
        raise Refused(_("A file is missing: upload it again."))
    return tuple(
        InboundFile(one.name, one.content_type, read(one.file)) for one in (found[key] for key in wanted)
    )


@transaction.atomic
def spend_files(keys: Iterable[str], *, by: Agent) -> None:
    """Remove one's own draft files, and drafts that held nothing else and were never written in. Emits nothing."""
    files = DraftFile.objects.filter(key__in=[*keys], uploaded_by=by, draft__agent=by)
    drafts = [*files.values_list("draft_id", flat=True)]
    files.delete()
    Draft.objects.filter(pk__in=drafts, version=0, files=None).delete()
