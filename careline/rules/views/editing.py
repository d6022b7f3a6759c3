"""Making and changing a rule: a form with its conditions, its actions, and what it would have found lately."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.rules.actions.save_rule import change_rule, create_rule
from careline.rules.contracts import Act, BadRule, Do, RuleDetails, Trigger
from careline.rules.forms import act_rows, do_choices, read_rule, trigger_choices
from careline.rules.models import Rule
from careline.rules.queries.choosing import choices_for
from careline.rules.queries.listing import access_rule
from careline.rules.queries.ready import acts_of
from careline.tickets.contracts import Conflict, Refused
from careline.tickets.queries.conditions import (
    BadConditions,
    Condition,
    Conditions,
    Field,
    Group,
    fields_known,
    from_json,
    preview,
)
from careline.tickets.queries.conditions.building import prepare
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent

Known = Mapping[str, Field]
BEGUN = RuleDetails(
    "",
    Trigger.MESSAGE,
    Conditions("all", (Group("all", (Condition("status", "is", ["new", "open"]),)),)),
    (Act(Do.TAG, []),),
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong: with the whole, with parts, with conditions by their place."""

    words: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[tuple[int, int], str] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a rule."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_RULES)
    if request.method == "POST":
        return _save(request, agent, None)
    return _form(request, None, BEGUN, _known(agent))


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a rule, or change it."""
    agent = agent_of(request)
    saved = access_rule(agent, pk)
    if request.method == "POST":
        return _save(request, agent, saved)
    return _form(request, saved, details_of(saved), _known(agent))


@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Show the form as it is now, and what its conditions would have found."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_RULES)
    known = _known(agent)
    context = _context(request, read_rule(request.POST, known), known, Trouble())
    return render(request, "rules/_builder.html", context)


def details_of(saved: Rule) -> RuleDetails:
    """A rule as it runs, for its form."""
    version = saved.version
    if version is None:
        return BEGUN
    return RuleDetails(
        version.name,
        version.trigger,
        from_json(version.conditions),
        acts_of(version),
        version.hours,
        version.stops,
    )


def _known(agent: Agent) -> Known:
    """The fields that a rule can ask about: not those that are different for everybody."""
    known = fields_known(agent)
    return {key: one for key, one in known.items() if one.reading is not None and not one.is_personal}


def _save(request: HttpRequest, agent: Agent, saved: Rule | None) -> HttpResponse:
    known = _known(agent)
    details = read_rule(request.POST, known)
    if request.POST.get("do"):
        return _form(request, saved, details, known)
    try:
        if saved is None:
            made = create_rule(details, by=agent)
        else:
            number = number_of(request.POST.get("version", "")) or None
            made = change_rule(saved, details, by=agent, number=number)
    except BadRule as told:
        return _form(request, saved, details, known, Trouble(_("Look at what is marked."), told.errors))
    except BadConditions as told:
        trouble = Trouble(_("Look at what is marked."), {}, told.errors)
        return _form(request, saved, details, known, trouble)
    except Refused as refusal:
        return _form(request, saved, details, known, Trouble(str(refusal)))
    except Conflict:
        words = _("Somebody changed this rule a moment ago. Nothing of yours was saved: look at it again.")
        return _form(request, saved, details, known, Trouble(words))
    words = _("“%(name)s” is saved.") if made.is_active else _("“%(name)s” is saved. It is switched off.")
    messages.success(request, words % {"name": made.name})
    return redirect("rules:rules" if saved else reverse("rules:rule", args=[made.pk]))


def _form(
    request: HttpRequest,
    saved: Rule | None,
    details: RuleDetails,
    known: Known,
    trouble: Trouble | None = None,
) -> HttpResponse:
    context = _context(request, details, known, trouble or Trouble())
    status = 422 if trouble else 200
    return render(request, "rules/form.html", context | {"saved": saved, "trouble": trouble}, status=status)


def _context(request: HttpRequest, details: RuleDetails, known: Known, trouble: Trouble) -> dict[str, Any]:
    agent = agent_of(request)
    choices = choices_for(agent, known)
    chosen = details.trigger if details.trigger in {*Trigger} else Trigger.MESSAGE
    return {
        "details": details,
        "errors": trouble.parts,
        "triggers": trigger_choices(),
        "is_timed": Trigger(chosen).is_timed,
        "acts": act_rows(details.acts, choices, trouble.parts),
        "dos": do_choices(),
        "build_url": reverse("rules:build"),
        **prepare(details.conditions, agent, known, trouble.conditions),
        **preview(details.conditions, agent, known, request.POST.get("do", "")),
    }
