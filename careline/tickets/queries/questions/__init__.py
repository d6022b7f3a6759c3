"""Questions over the tickets that are not one of the standard queues: a page of one, how many it finds, all ids."""

from careline.tickets.queries.conditions import BadConditions
from careline.tickets.queries.questions.asking import all_ids, ask, count
from careline.tickets.queries.questions.orders import GROUPINGS, SORTS
from careline.tickets.queries.questions.own_fields import (
    groupings_known,
    is_grouping,
    is_sort,
    say_group,
    sorts_known,
)
from careline.tickets.queries.questions.question import Question, question_of, sorted_by, standard_question

__all__ = [
    "GROUPINGS",
    "SORTS",
    "BadConditions",
    "Question",
    "all_ids",
    "ask",
    "count",
    "groupings_known",
    "is_grouping",
    "is_sort",
    "question_of",
    "say_group",
    "sorted_by",
    "sorts_known",
    "standard_question",
]
