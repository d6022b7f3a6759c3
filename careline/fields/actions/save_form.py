"""Say which fields a form asks, in which order, under which rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.fields.contracts import (
    CHOOSING,
    Effect,
    FieldInfo,
    FieldsRefused,
    FormInfo,
    Operator,
    Rule,
    Target,
)
from careline.fields.events import FormChanged
from careline.fields.models import FieldForm
from careline.fields.queries.definitions import all_fields
from careline.fields.rules import find_circle

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_RULES = 500


@transaction.atomic
def save_form(target: str, form: FormInfo, *, by: Agent) -> FieldForm:
    """Make or change the form of a ticket type ("" for all others). Emits FormChanged.

    Refuses fields that there are not, rules about fields outside the form, choices that a field does not have, and
    fields whose being shown would hang on itself (FieldsRefused).
    """
    by.require(Right.MANAGE_FIELDS)
    if target not in {*Target}:
        raise FieldsRefused({"": _("There is no such form.")})
    fields = {info.key: info for info in all_fields(target)}
    keys = [*dict.fromkeys(key for key in form.keys if key in fields)]
    rules = [_checked(rule, {key: fields[key] for key in keys}) for rule in form.rules]
    if len(rules) > MOST_RULES:
        raise FieldsRefused({"": _("At most %(most)s rules.") % {"most": MOST_RULES}})
    if circle := find_circle(rules):
        said = {"field": fields[circle].label}
        raise FieldsRefused({"": _("“%(field)s” would be shown only where it is shown already.") % said})
    row, _is_new = FieldForm.objects.update_or_create(
        target=target,
        ticket_type=form.ticket_type[:12],
        defaults={"keys": keys, "rules": [asdict(rule) for rule in rules]},
    )
    _say(target, form.ticket_type, keys, len(rules), by)
    return row


@transaction.atomic
def remove_form(target: str, ticket_type: str, *, by: Agent) -> bool:
    """Remove a form: its type is asked as all others are. False if there was none. Emits FormChanged."""
    by.require(Right.MANAGE_FIELDS)
    gone, _rows = FieldForm.objects.filter(target=target, ticket_type=ticket_type).delete()
    if gone:
        _say(target, ticket_type, [], 0, by)
    return bool(gone)


def _say(target: str, ticket_type: str, keys: Iterable[str], rules: int, by: Agent) -> None:
    emit(FormChanged(target=target, ticket_type=ticket_type, keys=tuple(keys), rules=rules), by=by.actor)


def _checked(rule: Rule, asked: dict[str, FieldInfo]) -> Rule:
    if rule.when not in asked or rule.field not in asked:
        raise FieldsRefused({"": _("A rule is about fields of the form only.")})
    if rule.when == rule.field:
        raise FieldsRefused({"": _("A rule looks at one field and does something to another.")})
    if rule.operator not in {*Operator} or rule.effect not in {*Effect}:
        raise FieldsRefused({"": _("There is no such rule.")})
    if rule.operator in (Operator.IS, Operator.IS_NOT) and not rule.values:
        raise FieldsRefused({"": _("Say which value the rule waits for.")})
    _check_choices(asked[rule.when], rule.values)
    if rule.effect == Effect.ONLY:
        if asked[rule.field].kind not in CHOOSING or not rule.choices:
            raise FieldsRefused({"": _("Say which choices are left.")})
        _check_choices(asked[rule.field], rule.choices)
    return rule


def _check_choices(info: FieldInfo, keys: Iterable[str]) -> None:
    if info.kind in CHOOSING and not {*keys} <= {choice.key for choice in info.choices}:
        raise FieldsRefused({"": _("“%(field)s” does not have this choice.") % {"field": info.label}})
