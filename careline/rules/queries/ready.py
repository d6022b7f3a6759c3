"""The rules that run, ready to be judged: compiled once per version, kept in memory for a few seconds at a time.

Intake asks for each message whether any rule waits for it: that must cost nothing.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

import structlog

from careline.rules.contracts import Act
from careline.rules.models import Rule, Version
from careline.tickets.queries.conditions import BadConditions, Conditions, Field, Judge, from_json, judge_of
from careline.tickets.queries.conditions import fields_needed as fields_for

FRESH_SECONDS = 5.0
KNOWN_SECONDS = 60.0
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ready:
    """One rule as it runs now."""

    rule_id: int
    version_id: int
    number: int
    name: str
    trigger: str
    hours: int
    judge: Judge
    acts: tuple[Act, ...]
    stops: bool


@dataclass(slots=True)
class _Kept:
    """What is in memory, and since when."""

    at: float = 0.0
    by_trigger: dict[str, tuple[Ready, ...]] = field(default_factory=dict)
    compiled: dict[int, Ready | None] = field(default_factory=dict)
    compiled_at: float = 0.0


_kept = _Kept()
_lock = Lock()


def rules_for(trigger: str) -> tuple[Ready, ...]:
    """The active rules that this sets off, in their order, as they were at most five seconds ago."""
    with _lock:
        now = time.monotonic()
        if not _kept.at or now - _kept.at > FRESH_SECONDS:
            _refresh(now)
        return _kept.by_trigger.get(trigger, ())


def forget_rules() -> None:
    """Read them again at the next use, in this process; others follow within five seconds."""
    with _lock:
        _kept.at = _kept.compiled_at = 0.0


def ready_of(version: Version, known: Mapping[str, Field] | None = None) -> Ready:
    """A version, ready to run. Raises BadConditions where it asks about what is gone."""
    return Ready(
        version.rule_id,
        version.pk,
        version.number,
        version.name,
        version.trigger,
        version.hours,
        judge_of(from_json(version.conditions), known=known),
        acts_of(version),
        version.stops,
    )


def acts_of(version: Version) -> tuple[Act, ...]:
    """What a version does."""
    return tuple(Act(one["do"], one.get("value"), one.get("more", "")) for one in version.acts)


def _refresh(now: float) -> None:
    if now - _kept.compiled_at > KNOWN_SECONDS:
        _kept.compiled, _kept.compiled_at = {}, now
    active = Rule.objects.filter(is_active=True, removed_at=None, version__isnull=False)
    order = [*active.order_by("position", "pk").values_list("version_id", flat=True)]
    _compile([one for one in order if one not in _kept.compiled])
    table: dict[str, list[Ready]] = {}
    for version_id in order:
        ready = _kept.compiled.get(version_id)
        if ready is not None:
            table.setdefault(ready.trigger, []).append(ready)
    _kept.by_trigger = {trigger: tuple(rules) for trigger, rules in table.items()}
    _kept.at = now


def _compile(version_ids: list[int]) -> None:
    """Make versions ready; a rule that asks about what is gone is left out, and its page says so."""
    if not version_ids:
        return
    versions = [*Version.objects.filter(pk__in=version_ids)]
    asked = [from_json(version.conditions) for version in versions]
    known = fields_for(None, Conditions("all", tuple(group for one in asked for group in one.groups)))
    for version in versions:
        try:
            _kept.compiled[version.pk] = ready_of(version, known)
        except BadConditions as told:
            _kept.compiled[version.pk] = None
            log.warning("rule_left_out", rule=version.rule_id, reason=str(told))
