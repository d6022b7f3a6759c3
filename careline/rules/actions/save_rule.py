"""Make, change, restore, order, switch and remove rules. Whatever is saved is a new version; old ones stay as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.fields.queries import fields_for
from careline.rules.contracts import LONGEST_NAME, MOST_ACTIONS, MOST_RULES, BadRule, RuleDetails, Trigger
from careline.rules.events import RuleMoved, RuleRemoved, RuleSaved, RuleSwitched
from careline.rules.models import Rule, Version
from careline.rules.queries.choosing import check_act, choices_for, hours_of
from careline.rules.queries.ready import forget_rules
from careline.tickets.contracts import Conflict, Refused
from careline.tickets.queries.conditions import (
    BadConditions,
    check_conditions,
    fields_known,
    from_json,
    judge_of,
    to_json,
)

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def create_rule(details: RuleDetails, *, by: Agent) -> Rule:
    """Make a rule, last in order and switched off. Raises BadRule or BadConditions for what makes no sense.

    Emits RuleSaved.
    """
    by.require(Right.MANAGE_RULES)
    values = _checked(details, by)
    living = Rule.objects.filter(removed_at=None)
    if living.count() >= MOST_RULES:
        raise Refused(_("There can be at most %(most)s rules.") % {"most": MOST_RULES})
    last = living.aggregate(last=Max("position"))["last"] or 0
    rule = Rule.objects.create(name=values["name"], position=last + 1)
    return _save(rule, values, by)


@transaction.atomic
def change_rule(rule: Rule, details: RuleDetails, *, by: Agent, number: int | None = None) -> Rule:
    """Save a rule as a new version; nothing where nothing changed. Raises what `create_rule` does.

    Raises Conflict where `number` is no longer the latest version. Emits RuleSaved.
    """
    by.require(Right.MANAGE_RULES)
    values = _checked(details, by)
    fresh = _locked(rule)
    if number is not None and fresh.version is not None and fresh.version.number != number:
        raise Conflict(fresh.version.number)
    if fresh.version is not None and all(
        getattr(fresh.version, key) == value for key, value in values.items()
    ):
        return fresh
    return _save(fresh, values, by)


@transaction.atomic
def restore_version(rule: Rule, number: int, *, by: Agent) -> Rule:
    """Make an old version the latest again, as a new one. Raises BadConditions where it asks about what is gone."""
    by.require(Right.MANAGE_RULES)
    fresh = _locked(rule)
    old = Version.objects.filter(rule=fresh, number=number).first()
    if old is None:
        raise Refused(_("There is no such version."))
    judge_of(from_json(old.conditions))
    values = {key: getattr(old, key) for key in ("name", "trigger", "hours", "conditions", "acts", "stops")}
    return _save(fresh, values, by, restores=number)


@transaction.atomic
def switch_rule(rule: Rule, *, active: bool, by: Agent) -> Rule:
    """Switch a rule on or off. A timed one looks from this moment on, not back. Emits RuleSwitched."""
    by.require(Right.MANAGE_RULES)
    fresh = _locked(rule)
    if fresh.is_active == active:
        return fresh
    if active and fresh.version is not None:
        judge_of(from_json(fresh.version.conditions))
    fresh.is_active, fresh.reached = active, timezone.now()
    fresh.save(update_fields=["is_active", "reached"])
    emit(RuleSwitched(fresh.pk, name_of_rule=fresh.name, is_active=active), by=by.actor)
    transaction.on_commit(forget_rules)
    return fresh


@transaction.atomic
def move_rule(rule: Rule, place: int, *, by: Agent) -> None:
    """Have a rule run at this place (from 1) among all others. Emits RuleMoved, if that changes anything."""
    by.require(Right.MANAGE_RULES)
    order = [*Rule.objects.select_for_update().filter(removed_at=None).order_by("position", "pk")]
    before = next((n for n, one in enumerate(order) if one.pk == rule.pk), None)
    if before is None:
        raise Refused(_("This rule is gone."))
    after = max(0, min(place - 1, len(order) - 1))
    if after == before:
        return
    order.insert(after, order.pop(before))
    for position, one in enumerate(order, 1):
        one.position = position
    Rule.objects.bulk_update(order, ["position"])
    emit(RuleMoved(rule.pk, name_of_rule=rule.name, before=before + 1, after=after + 1), by=by.actor)
    transaction.on_commit(forget_rules)


@transaction.atomic
def remove_rule(rule: Rule, *, by: Agent) -> None:
    """Remove a rule; what it did stays readable. Emits RuleRemoved."""
    by.require(Right.MANAGE_RULES)
    fresh = _locked(rule)
    fresh.removed_at, fresh.is_active = timezone.now(), False
    fresh.save(update_fields=["removed_at", "is_active"])
    emit(RuleRemoved(fresh.pk, name_of_rule=fresh.name), by=by.actor)
    transaction.on_commit(forget_rules)


def _locked(rule: Rule) -> Rule:
    found = Rule.objects.select_for_update(of=("self",)).select_related("version")
    fresh = found.filter(pk=rule.pk, removed_at=None).first()
    if fresh is None:
        raise Refused(_("This rule is gone."))
    return fresh


def _save(rule: Rule, values: dict[str, Any], by: Agent, *, restores: int = 0) -> Rule:
    number = (Version.objects.filter(rule=rule).aggregate(last=Max("number"))["last"] or 0) + 1
    rule.version = Version.objects.create(rule=rule, number=number, saved_by=by, **values)
    rule.name, rule.reached = values["name"], timezone.now()
    rule.save(update_fields=["version", "name", "reached"])
    emit(RuleSaved(rule.pk, name_of_rule=rule.name, version=number, restores=restores), by=by.actor)
    transaction.on_commit(forget_rules)
    return rule


def _checked(details: RuleDetails, by: Agent) -> dict[str, Any]:
    """What is said, as a version keeps it. Raises BadRule with all that is wrong but for the conditions, else BadConditions."""
    errors: dict[str, str] = {}
    name = " ".join(details.name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        errors["name"] = _("A rule needs a name of at most %(most)s characters.") % {"most": LONGEST_NAME}
    hours = _checked_trigger(details, errors)
    acts = _checked_acts(details, by, errors)
    if errors:
        raise BadRule(errors)
    known = {key: field for key, field in fields_known(by).items() if field.reading and not field.is_personal}
    conditions = check_conditions(details.conditions, by, known=known)
    _refuse_me(conditions)
    return {
        "name": name, "trigger": details.trigger, "hours": hours, "conditions": to_json(conditions), "acts": acts,
        "stops": details.stops,
    }  # fmt: skip


def _refuse_me(conditions: Any) -> None:
    for g, group in enumerate(conditions.groups):
        for c, condition in enumerate(group.conditions):
            if condition.field == "assignee" and "me" in condition.value:
                raise BadConditions({(g, c): _("A rule is nobody: choose a person by name.")})


def _checked_trigger(details: RuleDetails, errors: dict[str, str]) -> int:
    if details.trigger not in {*Trigger}:
        errors["trigger"] = _("Say when the rule is to run.")
        return 0
    if not Trigger(details.trigger).is_timed:
        return 0
    try:
        return hours_of(details.hours)
    except ValueError as error:
        errors["hours"] = str(error)
        return 0


def _checked_acts(details: RuleDetails, by: Agent, errors: dict[str, str]) -> list[dict[str, Any]]:
    if not details.acts or len(details.acts) > MOST_ACTIONS:
        errors["acts"] = _("A rule does between 1 and %(most)s things.") % {"most": MOST_ACTIONS}
        return []
    choices, infos = choices_for(by), {info.key: info for info in fields_for(by, "ticket")}
    checked = []
    for n, act in enumerate(details.acts):
        try:
            one = check_act(act, choices, infos)
            checked.append({"do": str(one.do), "value": one.value, "more": one.more})
        except ValueError as error:
            errors[f"act-{n}"] = str(error)
    return checked
