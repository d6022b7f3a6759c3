"""Leaving out one of the first steps of a new desk."""

from django.db import transaction

from careline.accounts.contracts import Right
from careline.accounts.models import Agent, Company


@transaction.atomic
def skip_step(step: str, *, by: Agent) -> None:
    """Remember that a step was left out. Refuses (Forbidden) who may not manage inboxes. Emits nothing: it changes none."""
    by.require(Right.MANAGE_INBOXES)
    company = Company.objects.select_for_update().get()
    company.skipped_steps = sorted({*company.skipped_steps, step})
    company.save(update_fields=["skipped_steps"])
