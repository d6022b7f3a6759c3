"""A small desk, and a way to let the worker's jobs of the notices run."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from careline.core.jobs import react
from careline.core.models import Event
from careline.notices.models import Notice
from careline.notices.tasks import tell_later
from careline.testing.world import make_ticket


@pytest.fixture
def ticket(world):
    """Ana's ticket, which Ben watches from outside."""
    return make_ticket(world.support, world.customer, assignee=world.ana, subject="Squeaking saddle")


def work() -> None:
    """Run what waits: reactions to events, and what was put off."""
    for job in ProcrastinateJob.objects.filter(status="todo").order_by("pk"):
        if job.task_name == "careline.react":
            react(**job.args)
        elif job.task_name == "careline.tell":
            tell_later(**job.args)
        else:
            continue
        ProcrastinateJob.objects.filter(pk=job.pk).update(status="succeeded")


def jobs_to_tell():
    """What was put off until somebody can be told."""
    return ProcrastinateJob.objects.filter(task_name="careline.tell", status="todo")


def told(agent) -> list[str]:
    """The kinds of a person's notices, oldest first."""
    return [*Notice.objects.filter(agent=agent).order_by("pk").values_list("kind", flat=True)]


def events(name: str):
    """The events of a name."""
    return Event.objects.filter(name=name).order_by("pk")
