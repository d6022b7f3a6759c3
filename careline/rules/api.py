"""The API's part of rules, to read: what they are, in which order they run, and what they did."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from careline.accounts.contracts import Scope
from careline.core.api.answers import reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf, seal, unseal_id
from careline.core.api.values import Cursor, Given, Id, Moment, Shown
from careline.rules.models import Rule
from careline.rules.queries.listing import PAGE, access_rule, rules_of, runs_of

router = Router(tags=["Rules"])
READ = Bearer(Scope.READ_TICKETS)


class RuleShown(Shown):
    """A rule as it runs now: `conditions` in the language of saved views, `actions` in the order in which they are named."""

    id: int
    name: str
    is_active: bool
    version: int
    trigger: str
    hours: int
    conditions: dict[str, Any]
    actions: list[dict[str, Any]]
    stops: bool
    saved_at: Moment


class RuleRunShown(Shown):
    """One run: `outcome` is done, partly, failed or loop; `actions` say what became of each."""

    id: int
    ticket_id: int
    version: int
    outcome: str
    actions: list[dict[str, Any]]
    at: Moment


class Asked(Given):
    """Which runs."""

    cursor: Cursor = None


def _shown(rule: Rule) -> dict[str, Any]:
    version = rule.version
    assert version is not None
    return {
        "id": rule.pk, "name": rule.name, "is_active": rule.is_active, "version": version.number,
        "trigger": version.trigger, "hours": version.hours, "conditions": version.conditions, "actions": version.acts,
        "stops": version.stops, "saved_at": version.saved_at,
    }  # fmt: skip


@router.get(
    "/rules", response=reading(PageOf[RuleShown]), auth=READ, operation_id="listRules", summary="Rules"
)
def list_all(request: HttpRequest) -> dict[str, Any]:
    """All rules in the order in which they run, for whoever may manage rules. One page."""
    return {"items": [_shown(one) for one in rules_of(caller_of(request)) if one.version is not None]}


@router.get(
    "/rules/{rule_id}",
    response=reading(RuleShown, 404),
    auth=READ,
    operation_id="getRule",
    summary="One rule",
)
def get_one(request: HttpRequest, rule_id: Id) -> dict[str, Any]:
    """One rule."""
    return _shown(access_rule(caller_of(request), rule_id))


@router.get(
    "/rules/{rule_id}/runs", response=reading(PageOf[RuleRunShown], 404), auth=READ, operation_id="listRuleRuns",
    summary="What a rule did",
)  # fmt: skip
def list_runs(request: HttpRequest, rule_id: Id, asked: Query[Asked]) -> dict[str, Any]:
    """Runs of a rule, latest first."""
    agent = caller_of(request)
    rule = access_rule(agent, rule_id)
    runs = runs_of(agent, rule, before=unseal_id("rule_runs", asked.cursor))
    items = [
        {
            "id": run.pk, "ticket_id": run.ticket_id, "version": run.version.number, "outcome": run.outcome,
            "actions": run.acts, "at": run.at,
        }
        for run in runs[:PAGE]
    ]  # fmt: skip
    return {"items": items, "next_cursor": seal("rule_runs", runs[PAGE - 1].pk if len(runs) > PAGE else 0)}
