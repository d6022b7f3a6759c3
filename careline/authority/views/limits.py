"""Settings, limits: the matrix of kinds and roles, kinds of decision, and guards with their conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careline.accounts.queries import active_agents, role_words
from careline.authority.actions.set_limits import LimitDetails, remove_guard, save_guard, save_kind, set_limit
from careline.authority.contracts import AuthorityRefused
from careline.authority.models import DecisionKind, Guard, Limit
from careline.authority.queries.settings import ROLES, Cell, matrix, money_fields, usual_currency
from careline.authority.views.doors import agent_page, keeper, money, number
from careline.tickets.queries.conditions import (
    BadConditions,
    Condition,
    Conditions,
    Field,
    Group,
    fields_known,
    from_json,
    say_condition,
)
from careline.tickets.queries.conditions.building import prepare, read_posted

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: HttpRequest) -> HttpResponse:
    """Show how far each role goes alone, and change it: everything on the page in one go."""
    agent = keeper(request)
    table, error = matrix(), ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                for _kind, roles, people in table:
                    for cell in (*roles, *people):
                        _save(request, cell, agent)
                _save_person(request, agent)
            messages.success(request, _("Saved."))
            return redirect("authority:limits")
        except AuthorityRefused as refusal:
            error = str(refusal)
    known = _known(agent)
    shown = {
        "table": table, "periods": Limit.Period.choices, "currency": usual_currency(), "people": active_agents(),
        "guards": [(one, _guard_words(one, known), role_words(one.least_role)) for one in Guard.objects.select_related("kind")],
        "error": error, "fields": money_fields(),
    }  # fmt: skip
    return render(request, "authority/limits.html", shown, status=422 if error else 200)


def _save(request: HttpRequest, cell: Cell, agent: Agent) -> None:
    said = request.POST
    if f"{cell.name}-amount" not in said and f"{cell.name}-count" not in said:
        return
    who = cell.name.removeprefix(f"{cell.kind.key}-")
    word, _dash, key = who.partition("-")
    person = active_agents().filter(pk=int(key)).first() if word == "agent" else None
    details = _details(request, cell.name) if said.get(f"{cell.name}-has") else None
    if word == "agent" and person is None:
        return
    set_limit(cell.kind, details, by=agent, role="" if person else key, agent=person)


def _save_person(request: HttpRequest, agent: Agent) -> None:
    """A limit for one person, from the last line of the form."""
    said = request.POST.get("person", "")
    if not said:
        return
    person = active_agents().filter(pk=int(said) if said.isdecimal() else 0).first()
    kind = DecisionKind.objects.filter(key=request.POST.get("person-kind", "")).first()
    if person is None or kind is None:
        raise AuthorityRefused(_("Choose a person and a kind of decision."))
    set_limit(kind, _details(request, "person"), by=agent, agent=person)


def _details(request: HttpRequest, name: str) -> LimitDetails:
    amount, currency = money(request.POST.get(f"{name}-amount", ""))
    count = number(request.POST.get(f"{name}-count", ""))
    return LimitDetails(amount, currency, count, request.POST.get(f"{name}-period", "month"))


@agent_page
@require_POST
def kinds(request: HttpRequest) -> HttpResponse:
    """Name a further kind of decision, say in which field one stands, or retire it."""
    agent = keeper(request)
    said = request.POST
    if key := said.get("archive", "") or said.get("kind", ""):
        kind = get_object_or_404(DecisionKind, key=key)
        save_kind(
            kind.name, key=key, has_amount=kind.has_amount, uses_budget=kind.uses_budget,
            is_archived="archive" in said, field=said.get("field", kind.field), by=agent,
        )  # fmt: skip
    else:
        is_money, draws = bool(said.get("has_amount")), bool(said.get("uses_budget"))
        save_kind(said.get("name", ""), has_amount=is_money, uses_budget=draws, by=agent)
    messages.success(request, _("Saved."))
    return redirect("authority:limits")


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def guard(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Show or write a guard: on which tickets only some decide."""
    agent = keeper(request)
    row = get_object_or_404(Guard, pk=pk) if pk else None
    known, errors, error = _known(agent), {}, ""
    conditions = (
        from_json(row.conditions)
        if row
        else Conditions("all", (Group("all", (Condition("type", "is", ["complaint"]),)),))
    )
    said: Any = {
        "name": row.name if row else "",
        "kind": str(row.kind_id or "") if row else "",
        "role": row.least_role if row else "team_lead",
    }
    if request.method == "POST":
        said, conditions = request.POST, read_posted(request.POST, known)
        if not said.get("do"):
            name, role, kind = said.get("name", ""), said.get("role", ""), _kind_of(said.get("kind", ""))
            try:
                save_guard(name, conditions, least_role=role, kind=kind, guard=row, by=agent)
                messages.success(request, _("Saved."))
                return redirect("authority:limits")
            except BadConditions as bad:
                errors = bad.errors
            except AuthorityRefused as refusal:
                error = str(refusal)
    shown = {
        "guard": row, "said": said, "error": error, "kinds": DecisionKind.objects.filter(is_archived=False),
        "roles": [(one.value, role_words(one)) for one in ROLES], **_builder(agent, conditions, known, errors),
    }  # fmt: skip
    return render(request, "authority/guard.html", shown, status=422 if error or errors else 200)


def _kind_of(key: str) -> DecisionKind | None:
    return DecisionKind.objects.filter(pk=int(key)).first() if key.isdecimal() else None


@agent_page
@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Show the conditions of a guard as they are now."""
    agent = keeper(request)
    known = _known(agent)
    conditions = read_posted(request.POST, known)
    return render(request, "authority/_builder.html", _builder(agent, conditions, known, {}))


@agent_page
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a guard."""
    agent = keeper(request)
    remove_guard(get_object_or_404(Guard, pk=pk), by=agent)
    messages.success(request, _("Removed."))
    return redirect("authority:limits")


def _guard_words(row: Guard, known: Mapping[str, Field]) -> str:
    return "; ".join(say_condition(one, known, None) for one in from_json(row.conditions))


def _builder(agent: Agent, conditions: Conditions, known: Mapping[str, Field], errors: Any) -> dict[str, Any]:
    return prepare(conditions, agent, known, errors) | {"build_url": reverse("authority:build")}


def _known(agent: Agent) -> Mapping[str, Field]:
    """The fields that a guard can ask about: nothing that differs from person to person."""
    return {
        key: one
        for key, one in fields_known(agent).items()
        if one.reading is not None and not one.is_personal
    }
