"""The rules of the house for its pages: their order, versions, runs, and how often each ran lately."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from careline.accounts.contracts import Right
from careline.rules.models import Rule, Run, Version
from careline.tickets.queries.conditions import BadConditions, Conditions, fields_needed, from_json, judge_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent

COUNTED = timedelta(days=7)
PAGE = 50


def rules_of(agent: Agent) -> QuerySet[Rule]:
    """All rules in their order, each with how often it ran in a week and when last. Raises Forbidden."""
    agent.require(Right.MANAGE_RULES)
    lately = Run.objects.filter(rule=OuterRef("pk"), at__gt=timezone.now() - COUNTED)
    counted = lately.order_by().values("rule").annotate(n=Count("pk")).values("n")
    latest = Run.objects.filter(rule=OuterRef("pk")).order_by("-pk").values("at")[:1]
    return (
        Rule.objects.filter(removed_at=None)
        .select_related("version")
        .annotate(runs_lately=Coalesce(Subquery(counted), 0), ran_at=Subquery(latest))
        .order_by("position", "pk")
    )


def troubles_of(rules: Iterable[Rule]) -> dict[int, str]:
    """Why rules can't run: they ask about what is gone. By id; those that can are not in it."""
    asked = {one.pk: from_json(one.version.conditions) for one in rules if one.version is not None}
    groups = tuple(group for conditions in asked.values() for group in conditions.groups)
    known = fields_needed(None, Conditions("all", groups))
    troubles = {}
    for pk, conditions in asked.items():
        try:
            judge_of(conditions, known=known)
        except BadConditions as told:
            troubles[pk] = str(told)
    return troubles


def access_rule(agent: Agent, rule_id: int) -> Rule:
    """One rule. Raises Forbidden, or Http404."""
    agent.require(Right.MANAGE_RULES)
    found = Rule.objects.select_related("version").filter(pk=rule_id, removed_at=None).first()
    if found is None:
        raise Http404
    return found


def versions_of(agent: Agent, rule: Rule) -> list[Version]:
    """All versions of a rule, latest first."""
    agent.require(Right.MANAGE_RULES)
    return [*Version.objects.filter(rule=rule).select_related("saved_by").order_by("-number")]


def runs_of(agent: Agent, rule: Rule, *, before: int = 0) -> list[Run]:
    """Runs of a rule on tickets, latest first; one more than a page if there are more."""
    agent.require(Right.MANAGE_RULES)
    rows = Run.objects.filter(rule=rule).select_related("version", "ticket")
    return [*(rows.filter(pk__lt=before) if before else rows).order_by("-pk")[: PAGE + 1]]


def find_run(run_id: int) -> Run | None:
    """One run with its version and rule; whoever may see its ticket may read it."""
    return Run.objects.select_related("version", "rule", "ticket").filter(pk=run_id).first()
