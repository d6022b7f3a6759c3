"""Each figure in words: its name, what it is, from when to when it counts, and what doesn't count."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from careline.insight.contracts import SHARES, TIMES, Figure


@dataclass(frozen=True, slots=True)
class Definition:
    """How a figure is computed, for people."""

    figure: Figure
    name: str | Promise
    rule: str | Promise
    leaves_out: str | Promise
    from_where: str | Promise

    @property
    def is_time(self) -> bool:
        """Whether it is a length of time, counted in calendar and in business time."""
        return self.figure in TIMES


_LEDGER = _("The ledger of statuses: every stretch with its beginning, its end and the event that caused it.")
_MESSAGES = _("The moments at which public messages came in and went out.")
DEFINITIONS = {
    one.figure: one
    for one in (
        Definition(
            Figure.FIRST_RESPONSE,
            _("First response time"),
            _("From the creation of the ticket to the first public message by an agent."),
            _("Acknowledgements and other automatic mail, internal notes, forwarded messages, and replies that were taken back. A ticket that we began has none."),
            _MESSAGES,
        ),
        Definition(
            Figure.NEXT_RESPONSE,
            _("Next response time"),
            _("From the first message of the customer that has no answer yet to the next public message by an agent: one value for every such stretch, after the first answer."),
            _("Further messages of the customer within the same stretch don't begin it anew. What comes before the first answer belongs to the first response time."),
            _MESSAGES,
        ),
        Definition(
            Figure.REQUESTER_WAIT,
            _("Requester wait time"),
            _("All the time in which the ticket was new, open or on hold."),
            _("Pending, when it is the customer’s move, and solved or closed."),
            _LEDGER,
        ),
        Definition(
            Figure.FIRST_RESOLUTION,
            _("First resolution time"),
            _("From the creation of the ticket to the first time that it was solved."),
            _("Tickets that were solved from their first moment on, as those brought in from elsewhere. Pending and on hold count too."),
            _LEDGER,
        ),
        Definition(
            Figure.FULL_RESOLUTION,
            _("Full resolution time"),
            _("From the creation of the ticket to the last time that it was solved. The average resolution time (ART) is the mean of these."),
            _("A ticket that is open again has none until it is solved once more."),
            _LEDGER,
        ),
        Definition(
            Figure.FIRST_CONTACT,
            _("First contact resolution"),
            _("Solved tickets with exactly one public message by an agent that were not opened again within 7 days, out of all solved tickets."),
            _("A ticket solved less than 7 days ago with one answer is not counted yet: nobody can know."),
            _("The ledger of statuses and the moments of public messages."),
        ),
        Definition(
            Figure.ONE_TOUCH,
            _("One-touch tickets"),
            _("Solved tickets with exactly one public message by an agent that were never opened again, out of all solved tickets."),
            _("Automatic mail is no touch, and neither is an internal note."),
            _("The ledger of statuses and the moments of public messages."),
        ),
        Definition(
            Figure.REOPENED,
            _("Reopen rate"),
            _("Tickets that became open work again after they were solved, out of all solved tickets."),
            _("A follow-up ticket is a ticket of its own. A thank-you that left the ticket solved doesn’t open it."),
            _LEDGER,
        ),
    )
}  # fmt: skip
ORDER = (*TIMES, *SHARES)
ELSEWHERE = (
    ("complaints", _("Complaints"), "feedback/_computed.html"),
    ("workload", _("Workload"), "routing/_computed.html"),
    ("budgets", _("Goodwill budgets"), "authority/_computed.html"),
    ("promises", _("Promises"), "promises/_computed.html"),
    ("playbooks", _("How playbooks were followed"), "playbooks/_computed.html"),
)
"""Figures of other rooms: where they stand on the page of definitions, and the part in which their room explains them."""
STATUS_WORDS = {1: _("New"), 2: _("Open"), 3: _("Pending"), 4: _("On hold"), 5: _("Solved"), 6: _("Closed")}
PRIORITY_WORDS = {1: _("Low"), 2: _("Normal"), 3: _("High"), 4: _("Urgent")}
TYPE_WORDS = {
    "question": _("Question"), "incident": _("Incident"), "problem": _("Problem"), "task": _("Task"),
    "request": _("Request"), "complaint": _("Complaint"),
}  # fmt: skip
DIMENSION_WORDS = {
    "team": _("Team"), "agent": _("Agent"), "channel": _("Channel"), "priority": _("Priority"), "type": _("Type"),
}  # fmt: skip
OPEN_WORDS = {
    "status": _("Status"), "team": _("Team"), "channel": _("Channel"), "priority": _("Priority"), "assignee": _("Assignee"),
}  # fmt: skip
STEADY = (_("This period"), _("The period before"))
PRIORITY_SEARCHES = {1: "low", 2: "normal", 3: "high", 4: "urgent"}
STATUS_SEARCHES = {1: "new", 2: "open", 3: "pending", 4: "on_hold"}
AGE_WORDS = (_("Under a day"), _("1 to 3 days"), _("3 to 7 days"), _("7 to 30 days"), _("Over 30 days"))
TARGET_WORDS = {
    "first_response": _("First response"), "next_response": _("Next response"),
    "periodic_update": _("Periodic update"), "resolution": _("Resolution"),
    "requester_wait": _("Customer’s waiting time"), "first_assignment": _("First assignment"),
    "manual": _("Due date set by hand"),
}  # fmt: skip
