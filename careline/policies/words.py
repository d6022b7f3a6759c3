"""Service targets in words."""

from django.utils.translation import gettext_lazy as _

KIND_WORDS = {
    "first_response": _("First response"), "next_response": _("Next response"),
    "periodic_update": _("Periodic update"), "resolution": _("Resolution"),
    "requester_wait": _("Customer’s waiting time"), "first_assignment": _("First assignment"),
    "internal": _("Our own reminder"), "manual": _("Due date set by hand"),
}  # fmt: skip
KIND_HINTS = {
    "first_response": _("From the first message to the first answer by an agent"),
    "next_response": _("From a customer’s unanswered message to the next answer"),
    "periodic_update": _("From each of our messages to the next, while the ticket is open"),
    "resolution": _("From the first message until the ticket is solved"),
    "requester_wait": _("All the time that the customer waits for us or for others"),
    "first_assignment": _("From the first message until somebody has it"),
}  # fmt: skip
BECAUSE_WORDS = {
    "hours.created": _("business hours were written down: %(title)s"),
    "hours.changed": _("business hours were changed: %(title)s"),
    "hours.removed": _("business hours were removed: %(title)s"),
    "hours.assigned": _("other business hours count"),
    "hours.exception_added": _("days with other hours were added: %(title)s"),
    "hours.exception_removed": _("days with other hours were taken back: %(title)s"),
    "policy.saved": _("a service policy was changed: %(title)s"),
    "policy.removed": _("a service policy was removed: %(title)s"),
    "policy.ordered": _("the order of service policies was changed"),
    "customer.changed": _("what is known of the customer was changed"),
    "customer.fields_changed": _("what is known of the customer was changed"),
    "customer.identity_added": _("what is known of the customer was changed"),
    "customer.identity_removed": _("what is known of the customer was changed"),
    "customer.merged": _("records of the customer were merged"),
    "customer.unmerged": _("a merge of records of the customer was taken back"),
    "organisation.changed": _("the customer’s organisation was changed"),
    "organisation.fields_changed": _("the customer’s organisation was changed"),
}  # fmt: skip
STANDING_WORDS = {
    "running": _("is owed, in time"), "breached": _("is late"), "paused": _("stands still"),
    "missed": _("was done late"), "kept": _("was kept"), "none": _("nothing"),
}  # fmt: skip
