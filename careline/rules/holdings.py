"""What rules hold about customers: an address or a whole name in a rule's name, conditions or actions, and in their runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from careline.core.audit import redact
from careline.core.models import Event
from careline.core.redaction import GONE, REASON, without_words
from careline.customers.queries.personal_data import names_of
from careline.customers.slots import Archive, Holding, Scope, register_holding
from careline.rules.models import Rule, Run, Version

SHORTEST = 6
M = TypeVar("M", bound=Model)


def _words(scope: Scope) -> list[str]:
    names = [name for name in names_of(scope.customer_ids) if len(name.split()) > 1]
    return sorted({one for one in (*scope.addresses, *names) if len(one) >= SHORTEST}, key=len, reverse=True)


def _pattern(words: list[str]) -> str:
    return "|".join(re.sub(r"([^\w@ ])", r"\\\1", word) for word in words)


def _naming(rows: QuerySet[M], columns: str, scope: Scope) -> QuerySet[M]:
    """The rows whose columns, as text, name them."""
    words = _words(scope)
    if not words:
        return rows.none()
    return rows.extra(where=[f"({columns})::text ~* %s"], params=[_pattern(words)]).order_by("pk")  # noqa: S610


def _versions(scope: Scope) -> QuerySet[Version]:
    return _naming(Version.objects.all(), "rules_version.name || conditions::text || acts::text", scope)


def _runs(scope: Scope) -> QuerySet[Run]:
    return _naming(Run.objects.all(), "parts::text || acts::text", scope)


def count(scope: Scope) -> int:
    """How many versions of rules, and runs, name them."""
    return _versions(scope).count() + _runs(scope).count()


def export(scope: Scope, archive: Archive) -> None:
    """Write the versions and runs that name them."""
    if count(scope):
        archive.rows("rules", _versions(scope).values("name", "conditions", "acts", "saved_at").iterator())
        archive.rows("rule_runs", _runs(scope).values("ticket_id", "parts", "acts", "at").iterator())


@transaction.atomic
def erase(scope: Scope) -> Iterable[int]:
    """Take the addresses and names out of rules and their runs, and out of what was written down about them."""
    words = _words(scope)
    if not words:
        return ()
    pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    for version in _versions(scope):
        version.name = pattern.sub(GONE, version.name)
        version.conditions, version.acts = (
            without_words(one, pattern) for one in (version.conditions, version.acts)
        )
        version.save(update_fields=["name", "conditions", "acts"])
    for run in _runs(scope):
        run.parts, run.acts = without_words(run.parts, pattern), without_words(run.acts, pattern)
        run.save(update_fields=["parts", "acts"])
    for rule in _naming(Rule.objects.all(), "name", scope):
        rule.name = pattern.sub(GONE, rule.name)[:100]
        rule.save(update_fields=["name"])
    told = _naming(Event.objects.filter(name__startswith="rule."), "data::text", scope)
    redact({one.pk: without_words(one.data, pattern) for one in told.iterator()}, reason=REASON)
    return ()


register_holding(Holding(_("Rules that name them"), count, export, erase), order=405)
