"""Rules of forms in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.fields.choosing import full_label
from careline.fields.contracts import Effect, FieldInfo, Operator, Rule

OPERATORS = {
    Operator.IS: gettext_lazy("is"),
    Operator.IS_NOT: gettext_lazy("is not"),
    Operator.FILLED: gettext_lazy("is filled"),
    Operator.EMPTY: gettext_lazy("is empty"),
}
EFFECTS = {
    Effect.SHOW: gettext_lazy("show"),
    Effect.REQUIRE: gettext_lazy("always require"),
    Effect.REQUIRE_TO_SOLVE: gettext_lazy("require before solving"),
    Effect.ONLY: gettext_lazy("leave only some choices of"),
}


def rule_words(rule: Rule, fields: Iterable[FieldInfo]) -> str:
    """A rule as a sentence."""
    by_key = {info.key: info for info in fields}
    when, field = by_key.get(rule.when), by_key.get(rule.field)
    said = {
        "when": when.label if when else rule.when,
        "operator": OPERATORS[Operator(rule.operator)],
        "values": _names(when, rule.values),
        "effect": EFFECTS[Effect(rule.effect)],
        "field": field.label if field else rule.field,
    }
    words = _("When “%(when)s” %(operator)s %(values)s: %(effect)s “%(field)s”") % said
    if rule.effect == Effect.ONLY:
        words = f"{words} ({_names(field, rule.choices)})"
    return words.replace(" :", ":")


def _names(info: FieldInfo | None, keys: Iterable[str]) -> str:
    labels = {c.key: full_label(c, info.choices) for c in info.choices} if info else {}
    labels |= {"yes": _("Yes"), "no": _("No")}
    return " / ".join(str(labels.get(key, key)) for key in keys)
