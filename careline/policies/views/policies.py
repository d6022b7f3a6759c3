"""Settings, service targets: the policies in their order, one of them with its conditions and targets, and a preview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.policies.actions.check_policy import CLOCK_FIELDS, PolicyDetails
from careline.policies.actions.save_policy import change_policy, create_policy, order_policies, remove_policy
from careline.policies.actions.suggest_policy import suggest_policy
from careline.policies.contracts import PolicyRefused, Target
from careline.policies.forms import (
    PAUSES,
    PRIORITIES,
    SIDES,
    Read,
    check_steps,
    read_policy,
    target_rows,
    whats,
)
from careline.policies.models import ServicePolicy
from careline.policies.queries.chosen import asked_words
from careline.policies.queries.policies import as_policy
from careline.policies.queries.settings import access_policy, policies_for, running_by_policy
from careline.policies.views.doors import agent_page
from careline.policies.words import KIND_WORDS
from careline.tickets.contracts import Conflict
from careline.tickets.queries.conditions import (
    BadConditions,
    Conditions,
    Field,
    fields_known,
    preview,
)
from careline.tickets.queries.conditions.building import prepare
from careline.ui.durations import in_words
from careline.ui.numbers import number_of
from careline.ui.ordering import posted_order
from careline.workforce.queries import hours_names

if TYPE_CHECKING:
    from careline.accounts.models import Agent

Known = Mapping[str, Field]
Errors = Mapping[tuple[int, int], str]


@agent_page
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """Show the policies in the order in which they are asked."""
    agent = agent_of(request)
    rows, running, hours = [*policies_for(agent)], running_by_policy(), hours_names()
    asked = asked_words(map(as_policy, rows), agent)
    shown = [
        (row, said, _counted(row, hours), _promises(row), *running.get(row.pk, (0, 0)))
        for row, said in zip(rows, asked, strict=True)
    ]
    return render(request, "policies/policies.html", {"rows": shown})


def _counted(row: ServicePolicy, hours: Mapping[int, str]) -> str:
    """Which time counts for a policy, and in which statuses its clocks stand still."""
    time = hours.get(row.hours_id or 0, _("Business hours")) if row.is_business else _("Calendar time")
    still = ", ".join(str(word) for status, word in PAUSES.items() if status in row.pauses)
    return (
        _("%(time)s; stands still while %(statuses)s") % {"time": time, "statuses": still}
        if still
        else str(time)
    )


def _promises(row: ServicePolicy) -> list[tuple[str, str]]:
    """Each target with its times, the most urgent first; one time where it is the same for all."""
    return [(str(KIND_WORDS[target.kind]), _times(target, row)) for target in as_policy(row).targets]


def _times(target: Target, row: ServicePolicy) -> str:
    told = {
        priority: in_words(seconds, has_days=not row.is_business).replace(" ", "\u00a0")
        for priority, seconds in target.seconds.items()
    }
    if len(told) == len(PRIORITIES) and len({*told.values()}) == 1:
        return next(iter(told.values()))
    return ", ".join(
        f"{PRIORITIES[priority]}\u00a0{told[priority]}" for priority in PRIORITIES if priority in told
    )


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a policy."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_TARGETS)
    if request.method == "POST":
        return _save(request, agent, None)
    return _form(request, None, Read(PolicyDetails("")), _known(agent))


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a policy, or change it."""
    agent = agent_of(request)
    saved = access_policy(agent, pk)
    if request.method == "POST":
        return _save(request, agent, saved)
    return _form(request, saved, Read(details_of(saved)), _known(agent))


@agent_page
@require_POST
def build(request: HttpRequest) -> HttpResponse:
    """Show the conditions as they are now, and what they would have found lately."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_TARGETS)
    known = _known(agent)
    conditions = read_policy(request.POST, known).details.conditions
    return render(request, "policies/_builder.html", _builder(request, conditions, known, {}))


@agent_page
@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """Make the policy that is suggested to a new desk."""
    made = suggest_policy(by=agent_of(request))
    messages.success(request, _("“%(name)s” is there: look at its times.") % {"name": made.name})
    return redirect("policies:policy", made.pk)


@agent_page
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Put the policies into the order that was posted."""
    order_policies(posted_order(request), by=agent_of(request))
    return redirect("policies:policies")


@agent_page
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a policy."""
    agent = agent_of(request)
    saved = access_policy(agent, pk)
    remove_policy(saved.pk, by=agent)
    messages.success(request, _("“%(name)s” is gone.") % {"name": saved.name})
    return redirect("policies:policies")


def _known(agent: Agent) -> Known:
    """The fields that a policy can ask about: nothing that differs from person to person, and nothing of clocks."""
    return {
        key: one
        for key, one in fields_known(agent).items()
        if one.reading is not None and not one.is_personal and key not in CLOCK_FIELDS
    }


def details_of(saved: ServicePolicy) -> PolicyDetails:
    """A policy as it stands, in what can be said about one."""
    known = as_policy(saved)
    return PolicyDetails(
        saved.name,
        known.conditions,
        known.targets,
        known.is_business,
        known.hours_id,
        tuple(known.pauses),
        saved.is_active,
    )


def _save(request: HttpRequest, agent: Agent, saved: ServicePolicy | None) -> HttpResponse:
    known = _known(agent)
    read = read_policy(request.POST, known)
    if request.POST.get("do"):
        return _form(request, saved, read, known)
    check_steps(read, dict(whats()))
    if read.errors:
        return _form(request, saved, read, known, _("Look at what is marked."))
    try:
        if saved is None:
            made = create_policy(read.details, by=agent)
        else:
            made = change_policy(
                saved.pk, read.details, by=agent, version=number_of(request.POST.get("version")) or None
            )
    except BadConditions as told:
        return _form(request, saved, read, known, _("Look at what is marked."), told.errors)
    except PolicyRefused as refusal:
        if not refusal.field:
            return _form(request, saved, read, known, str(refusal))
        read.errors[refusal.field] = str(refusal)
        return _form(request, saved, read, known, _("Look at what is marked."))
    except Conflict:
        words = _("Somebody changed this policy a moment ago. Nothing of yours was saved: look at it again.")
        return _form(request, saved, read, known, words)
    words = _("“%(name)s” is saved. Open tickets follow within a minute.")
    messages.success(request, words % {"name": made.name})
    return redirect("policies:policies")


def _form(
    request: HttpRequest,
    saved: ServicePolicy | None,
    read: Read,
    known: Known,
    trouble: str = "",
    errors: Errors | None = None,
) -> HttpResponse:
    deeds = whats()
    context = {
        "saved": saved, "details": read.details, "trouble": trouble, "wrong": read.errors, "rows": target_rows(read, dict(deeds)),
        "priorities": PRIORITIES.values(), "sides": SIDES, "whats": deeds,
        "pauses": [(key, word, key in read.details.pauses) for key, word in PAUSES.items()],
        "hours": hours_names().items(), **_builder(request, read.details.conditions, known, errors or {}),
    }  # fmt: skip
    return render(request, "policies/form.html", context, status=422 if trouble else 200)


def _builder(request: HttpRequest, conditions: Conditions, known: Known, errors: Errors) -> dict[str, Any]:
    agent = agent_of(request)
    asked = prepare(conditions, agent, known, errors) | {"build_url": reverse("policies:build")}
    return asked | preview(conditions, agent, known, request.POST.get("do", ""))
