"""Who may decide what alone, which decisions wait for whom, and to whom a ticket can be escalated."""

from careline.authority.queries.deciding import may_decide
from careline.authority.queries.decisions import decisions_of, decisions_to_take, escalation_of
from careline.authority.queries.ladder import steps_of

__all__ = ["decisions_of", "decisions_to_take", "escalation_of", "may_decide", "steps_of"]
