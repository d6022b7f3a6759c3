"""What a step does to the ticket by itself, told before somebody presses the button."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.playbooks.phrases import spoken
from careline.playbooks.procedure.schema import Do, Step

_STATUS = {
    "open": gettext_lazy("Open"),
    "pending": gettext_lazy("Pending"),
    "on_hold": gettext_lazy("On hold"),
    "solved": gettext_lazy("Solved"),
}
_PRIORITY = {
    "low": gettext_lazy("Low"),
    "normal": gettext_lazy("Normal"),
    "high": gettext_lazy("High"),
    "urgent": gettext_lazy("Urgent"),
}
_TYPES = {
    "question": gettext_lazy("Question"),
    "incident": gettext_lazy("Incident"),
    "problem": gettext_lazy("Problem"),
    "task": gettext_lazy("Task"),
    "request": gettext_lazy("Request"),
    "complaint": gettext_lazy("Complaint"),
}


def deeds_of(step: Step) -> list[str]:
    """Each change that doing the step makes, in the reader's words; none for a step that only people do."""
    if not isinstance(step, Do) or step.action is None:
        return []
    action, told = step.action, list[str]()
    if action.add_tags:
        told.append(_("Tags: %(tags)s") % {"tags": ", ".join(action.add_tags)})
    if action.status:
        told.append(_("Status: %(status)s") % {"status": _STATUS[action.status]})
    if action.priority:
        told.append(_("Priority: %(priority)s") % {"priority": _PRIORITY[action.priority]})
    if action.type:
        told.append(_("Type: %(type)s") % {"type": _TYPES[action.type]})
    if action.task:
        told.append(_("Task for you: %(words)s") % {"words": spoken(action.task)})
    if action.note:
        told.append(_("Internal note: %(words)s") % {"words": spoken(action.note)})
    return told
