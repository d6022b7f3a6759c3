"""One language of conditions for views, bulk changes, rules and reports: read, checked, made into SQL, and judged in memory."""

from careline.tickets.queries.conditions.asking import Field, Judging
from careline.tickets.queries.conditions.clauses import EVERY_STATUS, Clause, check_conditions, clause_of
from careline.tickets.queries.conditions.facts import Batch, Facts, facts_from_json, facts_of, register_source
from careline.tickets.queries.conditions.judging import Judge, Judgement, Part, company_zone, judge, judge_of
from careline.tickets.queries.conditions.language import (
    WHOLE,
    BadConditions,
    Condition,
    Conditions,
    Group,
    from_json,
    to_json,
)
from careline.tickets.queries.conditions.latest import Fit, LatestFits, latest_that_fit
from careline.tickets.queries.conditions.previewing import preview
from careline.tickets.queries.conditions.registry import (
    choices_of,
    fields_known,
    fields_needed,
    own_infos,
    register_field,
)
from careline.tickets.queries.conditions.ticket_fields import register_choices
from careline.tickets.queries.conditions.words import (
    OPERATOR_WORDS,
    Said,
    is_open,
    say_condition,
    say_part,
    titles_of,
    word_of,
)

__all__ = [
    "EVERY_STATUS",
    "OPERATOR_WORDS",
    "WHOLE",
    "BadConditions",
    "Batch",
    "Clause",
    "Condition",
    "Conditions",
    "Facts",
    "Field",
    "Fit",
    "Group",
    "Judge",
    "Judgement",
    "Judging",
    "LatestFits",
    "Part",
    "Said",
    "check_conditions",
    "choices_of",
    "clause_of",
    "company_zone",
    "facts_from_json",
    "facts_of",
    "fields_known",
    "fields_needed",
    "from_json",
    "is_open",
    "judge",
    "judge_of",
    "latest_that_fit",
    "own_infos",
    "preview",
    "register_choices",
    "register_field",
    "register_source",
    "say_condition",
    "say_part",
    "titles_of",
    "to_json",
    "word_of",
]
