"""How the fields of a form stand, given what is filled in: shown, required, with which choices. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from careline.fields.contracts import Effect, FieldInfo, FormInfo, Operator, Requirement, Rule, State, Values


def order_fields(form: FormInfo | None, fields: Iterable[FieldInfo]) -> list[FieldInfo]:
    """The fields that a form asks for, in its order; all of them where there is no form."""
    listed = [*fields]
    if form is None:
        return listed
    by_key = {info.key: info for info in listed}
    return [by_key[key] for key in form.keys if key in by_key]


def states(form: FormInfo | None, fields: Iterable[FieldInfo], values: Values) -> dict[str, State]:
    """How each field of a form stands. A field that is hidden counts as empty for the rules that look at it."""
    listed = order_fields(form, fields)
    rules = form.rules if form else ()
    shown = _shown({info.key for info in listed}, rules, values)
    seen = {key: value for key, value in values.items() if shown.get(key)}
    return {info.key: _state(info, shown[info.key], rules, seen) for info in listed}


def holds(rule: Rule, values: Values) -> bool:
    """Whether the condition of a rule is true of some values."""
    value = values.get(rule.when)
    if rule.operator in (Operator.FILLED, Operator.EMPTY):
        return (value is not None) is (rule.operator == Operator.FILLED)
    return bool(_as_words(value) & {*rule.values}) is (rule.operator == Operator.IS)


def find_circle(rules: Iterable[Rule]) -> str | None:
    """A field whose being shown hangs, through other fields, on itself; None if there is none."""
    needs: dict[str, set[str]] = {}
    for rule in rules:
        if rule.effect == Effect.SHOW:
            needs.setdefault(rule.field, set()).add(rule.when)
    for start in needs:
        reached, ahead = set[str](), [start]
        while ahead:
            for key in needs.get(ahead.pop(), ()):
                if key == start:
                    return start
                if key not in reached:
                    reached.add(key)
                    ahead.append(key)
    return None


def _as_words(value: Any) -> set[str]:
    if value is None:
        return set()
    if isinstance(value, bool):
        return {"yes" if value else "no"}
    if isinstance(value, list):
        return {str(one) for one in value}
    return {str(value)}


def _shown(keys: set[str], rules: Iterable[Rule], values: Values) -> dict[str, bool]:
    """Which fields are shown: worked out from those that hang on nothing, until nothing moves any more."""
    asked: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.effect == Effect.SHOW and rule.field in keys:
            asked.setdefault(rule.field, []).append(rule)
    shown = {key: key not in asked for key in keys}
    for _round in range(len(asked) + 1):
        seen = {key: value for key, value in values.items() if shown.get(key)}
        now = shown | {key: any(holds(rule, seen) for rule in some) for key, some in asked.items()}
        if now == shown:
            break
        shown = now
    return shown


def _state(info: FieldInfo, is_shown: bool, rules: Iterable[Rule], values: Mapping[str, Any]) -> State:
    if not is_shown:
        return State(is_shown=False)
    requirement, choices = info.requirement, None
    for rule in rules:
        if rule.field != info.key or rule.effect == Effect.SHOW or not holds(rule, values):
            continue
        if rule.effect == Effect.REQUIRE:
            requirement = Requirement.ALWAYS
        elif rule.effect == Effect.REQUIRE_TO_SOLVE and requirement == Requirement.NEVER:
            requirement = Requirement.SOLVE
        elif rule.effect == Effect.ONLY:
            choices = frozenset(rule.choices) if choices is None else choices & frozenset(rule.choices)
    return State(True, requirement, choices)
