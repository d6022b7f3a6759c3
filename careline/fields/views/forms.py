"""Settings: a form, its fields and rules, with a preview that behaves as agents will see it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careline.fields.actions.save_form import remove_form, save_form
from careline.fields.contracts import FieldInfo, FieldsRefused, FormInfo
from careline.fields.forms.values import raw_value, value_form
from careline.fields.kinds import clean
from careline.fields.queries import all_fields
from careline.fields.rules import order_fields, states
from careline.fields.views.asking import administrator, found_form, which_form
from careline.fields.views.phrases import rule_words
from careline.fields.views.rules import rule_parts


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, target: str, which: str) -> HttpResponse:
    """Show a form, or say which fields it asks and in which order."""
    agent = administrator(request)
    ticket_type, label = which_form(target, which)
    fields = all_fields(target)
    found, is_made = found_form(target, ticket_type, fields)
    if request.method == "POST":
        try:
            save_form(
                target, replace(found, keys=_keys(request, found), rules=_kept(request, found)), by=agent
            )
        except FieldsRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("fields:form", target=target, which=which)
    asked = order_fields(found, fields)
    shown = {
        "target": target,
        "which": which,
        "label": label,
        "is_made": is_made,
        "asked": asked,
        "others": [info for info in fields if info.key not in found.keys],
        "rules": [{"n": n, "words": rule_words(rule, fields)} for n, rule in enumerate(found.rules)],
        **rule_parts(request, asked),
        **preview_context(found, fields, {}),
    }
    return render(request, "fields/form.html", shown)


def _keys(request: HttpRequest, found: FormInfo) -> tuple[str, ...]:
    """The fields asked after one press of a button: one more, one less, or one moved up or down."""
    keys = [*found.keys]
    if (added := request.POST.get("add", "")) and added not in keys:
        keys.append(added)
    if (gone := request.POST.get("remove", "")) in keys:
        keys.remove(gone)
    for word, step in (("up", -1), ("down", 1)):
        if (moved := request.POST.get(word, "")) in keys:
            here = keys.index(moved)
            keys.insert(max(0, here + step), keys.pop(here))
    return tuple(keys)


def _kept(request: HttpRequest, found: FormInfo) -> tuple[Any, ...]:
    """The rules that still make sense: those about a field that leaves the form go with it."""
    gone = request.POST.get("remove", "")
    return tuple(rule for rule in found.rules if gone not in (rule.when, rule.field))


@require_POST
def remove(request: HttpRequest, target: str, which: str) -> HttpResponse:
    """Remove a form: its type is asked as all others."""
    agent = administrator(request)
    ticket_type, _label = which_form(target, which)
    remove_form(target, ticket_type, by=agent)
    messages.success(request, _("The form is removed."))
    return redirect("fields:fields", target=target)


@require_POST
def preview(request: HttpRequest, target: str, which: str) -> HttpResponse:
    """Show the form as it stands with what is filled in now. Nothing is kept."""
    administrator(request)
    ticket_type, _label = which_form(target, which)
    fields = all_fields(target)
    found, _is_made = found_form(target, ticket_type, fields)
    values: dict[str, Any] = {}
    for info in fields:
        try:
            value = clean(info, raw_value(info, request.POST))
        except ValueError:
            continue
        if value is not None:
            values[info.key] = value
    context = preview_context(found, fields, values)
    return render(request, "fields/_form_preview.html", {"target": target, "which": which, **context})


def preview_context(found: FormInfo, fields: list[FieldInfo], values: dict[str, Any]) -> dict[str, Any]:
    """Return what `_form_preview.html` needs."""
    return {
        "preview": value_form(order_fields(found, fields), states(found, fields, values), values),
        "hidden_count": sum(not state.is_shown for state in states(found, fields, values).values()),
    }
