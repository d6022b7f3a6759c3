"""Who may decide what alone, which decisions wait for whom, and to whom a ticket can be escalated.

The door for other rooms: `may_decide` says what somebody may do alone, `actions.ask_decision` asks for the rest with the
case, DecisionGranted, DecisionRefused and DecisionWithdrawn (their `about`) tell how it ended, `ruling_on` how it stands.
"""

from careline.authority.queries.deciding import may_decide
from careline.authority.queries.decisions import (
    decisions_of,
    decisions_to_take,
    escalation_of,
    granted_on,
    people_asked,
    ruling_on,
)
from careline.authority.queries.ladder import steps_of

__all__ = [
    "decisions_of",
    "decisions_to_take",
    "escalation_of",
    "granted_on",
    "may_decide",
    "people_asked",
    "ruling_on",
    "steps_of",
]
