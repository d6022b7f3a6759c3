"""One language of conditions for views, bulk changes, rules and reports: read, checked, and made into SQL."""

from careline.tickets.queries.conditions.clauses import EVERY_STATUS, Clause, check_conditions, clause_of
from careline.tickets.queries.conditions.kinds import Field
from careline.tickets.queries.conditions.language import (
    WHOLE,
    BadConditions,
    Condition,
    Conditions,
    Group,
    from_json,
    to_json,
)
from careline.tickets.queries.conditions.registry import choices_of, fields_known, own_infos, register_field
from careline.tickets.queries.conditions.ticket_fields import register_choices

__all__ = [
    "EVERY_STATUS",
    "WHOLE",
    "BadConditions",
    "Clause",
    "Condition",
    "Conditions",
    "Field",
    "Group",
    "check_conditions",
    "choices_of",
    "clause_of",
    "fields_known",
    "from_json",
    "own_infos",
    "register_choices",
    "register_field",
    "to_json",
]
