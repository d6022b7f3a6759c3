"""Run the rules that time sets off: each once per ticket and stretch. A house-keeping action: no person's rights."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import OperationalError, transaction
from django.utils import timezone

from careline.rules.actions.run_rules import run_on
from careline.rules.contracts import TIMED, Origin
from careline.rules.models import Mark, Rule
from careline.rules.queries.due import MOST, OF_DUE, due_for
from careline.rules.queries.ready import Ready, rules_for

LOOKS_BACK = timedelta(days=1)
KEPT = timedelta(days=3)
log = structlog.get_logger()


def run_timed(at: datetime | None = None) -> int:
    """Run every timed rule on the tickets whose hours ran out since the last look; how many tickets were looked at."""
    now = at or timezone.now()
    return sum(_run_one(rule, now) for trigger in sorted(TIMED) for rule in rules_for(trigger))


def sweep_marks(at: datetime | None = None) -> int:
    """Forget moments that lie too far back to come up again."""
    return Mark.objects.filter(at__lt=(at or timezone.now()) - KEPT).delete()[0]


def _run_one(rule: Ready, now: datetime) -> int:
    """Up to where a rule looked is written down at the end: what a killed worker left is looked at again, by its marks once.

    A due moment can be set to one that has just passed: of those the last day is looked at each time.
    """
    reached = Rule.objects.filter(pk=rule.rule_id, is_active=True, version_id=rule.version_id).values_list(
        "reached", flat=True
    )
    since = next(iter(reached), None)
    if since is None:
        return 0
    is_of_due = rule.trigger in OF_DUE
    found = due_for(
        rule.rule_id, rule.trigger, rule.hours, max(since, now - LOOKS_BACK) if is_of_due else since, now
    )
    firsts: dict[int, datetime] = {}
    for ticket_id, moment in found:
        firsts.setdefault(ticket_id, moment)
    for ticket_id, moment in firsts.items():
        _once(rule, ticket_id, moment, now)
    if not is_of_due:
        last = found[-1][1] + timedelta(hours=rule.hours) if len(found) == MOST else now
        Rule.objects.filter(pk=rule.rule_id, version_id=rule.version_id).update(reached=last)
    return len(found)


def _once(rule: Ready, ticket_id: int, moment: datetime, now: datetime) -> None:
    """One ticket, unless this stretch of it was handled. What fails is logged, and holds up no other."""
    try:
        with transaction.atomic():
            marks = Mark.objects.all()
            if marks.get_or_create(rule_id=rule.rule_id, ticket_id=ticket_id, stretch=moment)[1]:
                run_on([rule], Origin(ticket_id), at=now)
    except OperationalError:
        raise  # a deadlock, or the database is away: all of it is looked at again
    except Exception:
        log.exception("timed_rule_failed", rule=rule.rule_id, ticket=ticket_id)
