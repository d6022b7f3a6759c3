"""What the configuration file holds, room by room; each section goes through the actions of its room."""

from careline.config.sections import (
    authority,
    connections,
    desk,
    feedback,
    fields,
    guards,
    hours,
    inboxes,
    playbooks,
    promises,
    queues,
    rules,
    staff,
    targets,
)


def register() -> None:
    """Register every section, in the order in which one may name another."""
    staff.register()
    fields.register()
    inboxes.register()
    hours.register()
    authority.register()
    guards.register()
    desk.register()
    targets.register()
    queues.register()
    playbooks.register()
    connections.register()
    rules.register()
    feedback.register()
    promises.register()
