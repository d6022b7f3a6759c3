"""Taking a part of the event log away."""

from django.db import transaction

from careline.accounts import events
from careline.accounts.contracts import Right
from careline.accounts.models import Agent
from careline.core.events import emit


@transaction.atomic
def note_export(question: dict[str, str], *, form: str, by: Agent) -> None:
    """Write down that somebody exports what they asked for. Refuses (Forbidden) who may not read the log.

    Emits AuditExported.
    """
    by.require(Right.READ_AUDIT)
    emit(events.AuditExported(question=question, format=form), by=by.actor)
