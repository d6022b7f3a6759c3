"""A small desk with rules, and a way to let the worker's jobs of the rules run."""

from typing import Any

from procrastinate.contrib.django.models import ProcrastinateJob

from careline.rules.actions.save_rule import create_rule, switch_rule
from careline.rules.contracts import Act, RuleDetails
from careline.rules.models import Rule
from careline.rules.queries.ready import forget_rules
from careline.rules.tasks import run_rules
from careline.tickets.queries.conditions import from_json

Asked = tuple[str, str, Any]


def asking(*conditions: Asked, match: str = "all") -> Any:
    """Conditions in one group."""
    listed = [{"field": field, "op": op, "value": value} for field, op, value in conditions]
    return from_json({"groups": [{"match": match, "conditions": listed}]})


def make_rule(by: Any, *acts: Act, name: str = "VIP first", on: str = "message", **more: Any) -> Rule:
    """A rule that is switched on; `when` are its conditions."""
    conditions = more.pop("when", from_json({}))
    rule = create_rule(RuleDetails(name, on, conditions, acts, **more), by=by)
    switch_rule(rule, active=True, by=by)
    forget_rules()
    return rule


def work(most: int = 50) -> int:
    """Run what waits for the rules, and what that sets off; how many jobs there were."""
    done = 0
    while done < most:
        job = (
            ProcrastinateJob.objects.filter(status="todo", task_name="careline.rules").order_by("pk").first()
        )
        if job is None:
            return done
        run_rules(**job.args)
        ProcrastinateJob.objects.filter(pk=job.pk).update(status="succeeded")
        done += 1
    raise AssertionError("rules set each other off without end")
