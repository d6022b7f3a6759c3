"""Marks every log line of a job with the job's id and task (Procrastinate's task middleware)."""

from collections.abc import Awaitable, Callable
from typing import Any

from careline.core.logs import bind


def bind_job(call_next: Callable[[], Any], context: Any, worker: Any) -> Any:
    """Run a job that is an ordinary function with its id in every log line."""
    with bind(job_id=context.job.id, task=context.job.task_name):
        return call_next()


async def bind_async_job(call_next: Callable[[], Awaitable[Any]], context: Any, worker: Any) -> Any:
    """Run a job that is a coroutine with its id in every log line."""
    with bind(job_id=context.job.id, task=context.job.task_name):
        return await call_next()
