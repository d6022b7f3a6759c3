"""Reading definitions, checking values, and asking for tickets, customers or organisations by their values."""

from careline.fields.kinds import clean, show
from careline.fields.queries.beginning import Asked, asked_of_new, posted_words
from careline.fields.queries.checking import check_change, missing_to_solve
from careline.fields.queries.conditions import Clause, condition, operators
from careline.fields.queries.defaults import begun_with, forget_defaults
from careline.fields.queries.definitions import (
    all_fields,
    every_field,
    fields_for,
    find_field,
    find_form,
    info_of,
    visible_values,
)
from careline.fields.queries.judging import holds
from careline.fields.queries.showing import ShownValue, plain_values, say_values, shown_values

__all__ = [
    "Asked",
    "Clause",
    "ShownValue",
    "all_fields",
    "asked_of_new",
    "begun_with",
    "check_change",
    "clean",
    "condition",
    "every_field",
    "fields_for",
    "find_field",
    "find_form",
    "forget_defaults",
    "holds",
    "info_of",
    "missing_to_solve",
    "operators",
    "plain_values",
    "posted_words",
    "say_values",
    "show",
    "shown_values",
    "visible_values",
]
