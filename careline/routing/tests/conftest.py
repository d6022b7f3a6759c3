"""A small desk with queues, and a way to let the worker's jobs of routing run."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from careline.routing import tasks
from careline.routing.actions.save_queue import QueueDetails, create_queue
from careline.routing.models import RoutingQueue
from careline.routing.queries.queues import forget_queues
from careline.tickets.queries.conditions import from_json

TASKS = {task.name: task for task in (tasks.look, tasks.look_for, tasks.look_at_all)}


def asking(*conditions: tuple[str, str, Any]) -> Any:
    """Conditions that must all hold."""
    listed = [{"field": field, "op": op, "value": value} for field, op, value in conditions]
    return from_json({"groups": [{"match": "all", "conditions": listed}]})


def make_queue(world: Any, name: str = "Bells", **more: Any) -> RoutingQueue:
    """A queue that every ticket fits, unless told otherwise."""
    queue = create_queue(QueueDetails(name, **more), by=world.manager)
    forget_queues()
    return queue


def work(most: int = 100) -> int:
    """Run what waits for routing, and what that sets off, but not what is for later; how many jobs there were."""
    soon = timezone.now() + timedelta(seconds=30)
    for done in range(most):
        jobs = ProcrastinateJob.objects.filter(status="todo", task_name__in=[*TASKS])
        jobs = jobs.exclude(scheduled_at__gt=soon)
        job = jobs.order_by("pk").first()
        if job is None:
            return done
        TASKS[job.task_name](**job.args)
        ProcrastinateJob.objects.filter(pk=job.pk).update(status="succeeded")
    raise AssertionError("routing sets itself off without end")
