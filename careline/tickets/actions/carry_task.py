"""Take a task along to another ticket, where what it is for goes on."""

from careline.tickets.models import Task


def carry_task(task_id: int, *, to_id: int) -> None:
    """Have a task belong to another ticket; one that was removed stays so. Checks no rights, and the caller locked both tickets.

    Emits nothing: why it went along is told by what takes it.
    """
    Task.objects.filter(pk=task_id).update(ticket_id=to_id)
