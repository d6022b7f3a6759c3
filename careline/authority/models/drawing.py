"""The one statement that takes money from a budget."""

from django.db.models import F

from careline.authority.models.budget import Budget


def draw(budget: Budget | None, minor: int) -> None:
    """Take so many minor units from a budget that the caller locked, and counted or had approved."""
    if budget is not None and minor:
        Budget.objects.filter(pk=budget.pk).update(used_minor=F("used_minor") + minor)
