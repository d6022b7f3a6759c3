"""How pages of feedback are entered: what is refused becomes a sentence, not a crash."""

from __future__ import annotations

from careline.accounts.contracts import Forbidden
from careline.customers.contracts import CustomersRefused
from careline.feedback.contracts import FeedbackRefused
from careline.tickets.contracts import Conflict, Refused
from careline.ui.refusals import telling
from careline.workforce.contracts import WorkforceRefused

_REFUSALS = (FeedbackRefused, Refused, Conflict, CustomersRefused, WorkforceRefused)
agent_page = telling(unprocessable=_REFUSALS, forbidden=(Forbidden,))


def number_of(words: str) -> int:
    """The whole number that a form carries; 0 if it carries none."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 18 else 0
