"""Settings: the rules of a form, one made at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careline.fields.actions.save_form import save_form
from careline.fields.choosing import full_label
from careline.fields.contracts import CHOOSING, Effect, FieldInfo, FieldsRefused, Kind, Operator, Rule
from careline.fields.queries import all_fields
from careline.fields.rules import order_fields
from careline.fields.views.asking import administrator, found_form, which_form
from careline.fields.views.phrases import EFFECTS, OPERATORS


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, target: str, which: str) -> HttpResponse:
    """Show the parts of a new rule that fit what is chosen so far, or make the rule."""
    agent = administrator(request)
    ticket_type, _label = which_form(target, which)
    fields = all_fields(target)
    found, _is_made = found_form(target, ticket_type, fields)
    if request.method != "POST":
        parts = rule_parts(request, order_fields(found, fields))
        return render(request, "fields/_rule.html", {"target": target, "which": which, **parts})
    rule = Rule(
        when=request.POST.get("when", ""),
        operator=request.POST.get("operator", ""),
        values=_words(request, "values"),
        effect=request.POST.get("effect", ""),
        field=request.POST.get("field", ""),
        choices=_words(request, "choices"),
    )
    try:
        save_form(target, replace(found, rules=(*found.rules, rule)), by=agent)
    except FieldsRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("fields:form", target=target, which=which)


@require_POST
def remove(request: HttpRequest, target: str, which: str) -> HttpResponse:
    """Remove one rule, by its place."""
    agent = administrator(request)
    ticket_type, _label = which_form(target, which)
    found, _is_made = found_form(target, ticket_type, all_fields(target))
    place = request.POST.get("rule", "")
    rules = tuple(rule for n, rule in enumerate(found.rules) if str(n) != place)
    try:
        save_form(target, replace(found, rules=rules), by=agent)
    except FieldsRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("fields:form", target=target, which=which)


def rule_parts(request: HttpRequest, asked: list[FieldInfo]) -> dict[str, Any]:
    """Return what `_rule.html` needs: fields, and the values and choices of those that are chosen so far."""
    by_key = {info.key: info for info in asked}
    when = by_key.get(request.GET.get("when", "")) or (asked[0] if asked else None)
    field = by_key.get(request.GET.get("field", "")) or (asked[1] if len(asked) > 1 else when)
    effect = request.GET.get("effect", Effect.SHOW)
    operator = request.GET.get("operator", Operator.IS)
    return {
        "asked": asked,
        "when": when,
        "field": field,
        "operator": operator,
        "effect": effect,
        "operators": OPERATORS.items(),
        "effects": [(k, v) for k, v in EFFECTS.items() if k != Effect.ONLY or _chooses(asked)],
        "values": _options(when) if operator in (Operator.IS, Operator.IS_NOT) else None,
        "takes_text": operator in (Operator.IS, Operator.IS_NOT) and not _options(when),
        "choices": _options(field) if effect == Effect.ONLY else None,
    }


def _chooses(asked: list[FieldInfo]) -> bool:
    return any(info.kind in CHOOSING for info in asked)


def _options(info: FieldInfo | None) -> list[tuple[str, str]]:
    if info is None:
        return []
    if info.kind == Kind.YES_NO:
        return [("yes", _("Yes")), ("no", _("No"))]
    return [(c.key, full_label(c, info.choices)) for c in info.choices if not c.is_archived]


def _words(request: HttpRequest, name: str) -> tuple[str, ...]:
    return tuple(
        word for one in request.POST.getlist(name) if (word := one.strip().replace("\x00", "")[:200])
    )
