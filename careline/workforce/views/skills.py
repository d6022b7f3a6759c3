"""Settings, skills: the company's list, and who of a team has which."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from careline.accounts.contracts import Right
from careline.workforce.actions.save_skill import (
    archive_skill,
    change_skill,
    create_skill,
    restore_skill,
    set_skill,
)
from careline.workforce.contracts import WorkforceRefused
from careline.workforce.forms.people import SkillForm
from careline.workforce.models import Skill
from careline.workforce.queries.planning import all_skills, skills_of
from careline.workforce.views.asking import planner
from careline.workforce.views.teams import Choice, chosen_team

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@require_http_methods(["GET", "HEAD", "POST"])
def matrix(request: HttpRequest) -> HttpResponse:
    """Show who of a team has which skill, and change it: the whole table in one go."""
    choice = chosen_team(request)
    skills = [*all_skills()]
    if request.method == "POST":
        try:
            _save(request, choice.agent, choice.people, skills)
            messages.success(request, _("Saved."))
        except (WorkforceRefused, ValueError) as refusal:
            messages.error(request, str(refusal))
        return redirect(f"{reverse('workforce:skills')}?team={choice.team_id or ''}")
    shown = {
        "choice": choice,
        "skills": skills,
        "rows": _rows(choice, skills),
        "levels": range(1, 6),
        "may_name": choice.agent.may(Right.MANAGE_HOURS),
    }
    return render(request, "workforce/skills.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show the company's skills, and name another."""
    agent = planner(request)
    form = SkillForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            skill = create_skill(form.cleaned_data["name"], kind=form.cleaned_data["kind"], by=agent)
            messages.success(request, _("“%(name)s” can be given to people now.") % {"name": skill.name})
            return redirect("workforce:catalogue")
        except WorkforceRefused as refusal:
            form.add_error("name", str(refusal))
    shown = {"form": form, "skills": all_skills(with_archived=True)}
    return render(request, "workforce/catalogue.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def skill(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a skill, or call it otherwise."""
    agent = planner(request)
    row = get_object_or_404(Skill, pk=pk)
    form = SkillForm(
        request.POST if request.method == "POST" else None, initial={"name": row.name, "kind": row.kind}
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_skill(row, name=form.cleaned_data["name"], kind=form.cleaned_data["kind"], by=agent)
            messages.success(request, _("Saved."))
            return redirect("workforce:catalogue")
        except WorkforceRefused as refusal:
            form.add_error("name", str(refusal))
    return render(
        request, "workforce/skill.html", {"form": form, "skill": row}, status=422 if form.errors else 200
    )


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a skill no longer; or again, if it was archived."""
    agent = planner(request)
    row = get_object_or_404(Skill, pk=pk)
    (restore_skill if row.is_archived else archive_skill)(row, by=agent)
    return redirect("workforce:catalogue")


def _rows(choice: Choice, skills: list[Skill]) -> list[dict[str, Any]]:
    known = skills_of([one.pk for one in choice.people])
    return [
        {
            "agent": one,
            "cells": [
                {"skill": skill, "name": f"{one.pk}-{skill.pk}", "held": known.get((one.pk, skill.pk))}
                for skill in skills
            ],
        }
        for one in choice.people
    ]


@transaction.atomic
def _save(request: HttpRequest, by: Agent, people: list[Agent], skills: list[Skill]) -> None:
    known = skills_of([one.pk for one in people])
    for agent in people:
        for one in skills:
            said = request.POST.get(f"{agent.pk}-{one.pk}")
            if said is None:
                continue
            level, until = _level(said), _until(request.POST.get(f"{agent.pk}-{one.pk}-until", ""))
            held = known.get((agent.pk, one.pk))
            now = (held.level, held.expires_on) if held else (0, None)
            if (level, until if level else None) != now:
                set_skill(agent, one, level=level, expires_on=until if level else None, by=by)


def _level(said: str) -> int:
    if said not in {"", "0", "1", "2", "3", "4", "5"}:
        raise Http404
    return int(said or 0)


def _until(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        raise WorkforceRefused(_("“%(words)s” is no date.") % {"words": said[:20]}) from None
