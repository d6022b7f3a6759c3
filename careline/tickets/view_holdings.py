"""What saved views hold about customers: an address or a name that somebody asks for, in conditions, searches and names.

A name counts where it is a whole one (two words or more): “Paris” alone is no person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from careline.core.audit import redact
from careline.core.models import Event
from careline.core.redaction import GONE, REASON, without_words
from careline.customers.queries.personal_data import names_of
from careline.customers.slots import Archive, Holding, Scope, register_holding
from careline.tickets.models import SavedView

SHORTEST = 6


def _words(scope: Scope) -> list[str]:
    names = [name for name in names_of(scope.customer_ids) if len(name.split()) > 1]
    return sorted({one for one in (*scope.addresses, *names) if len(one) >= SHORTEST}, key=len, reverse=True)


def _pattern(words: list[str]) -> str:
    return "|".join(re.sub(r"([^\w@ ])", r"\\\1", word) for word in words)


def _views(scope: Scope) -> QuerySet[SavedView]:
    words = _words(scope)
    if not words:
        return SavedView.objects.none()
    of_json = SavedView.objects.extra(  # a lookup on JSON as text, that Django has none for
        where=["conditions::text ~* %s"], params=[_pattern(words)]
    )
    named = Q(name__iregex=_pattern(words)) | Q(words__iregex=_pattern(words))
    return SavedView.objects.filter(named | Q(pk__in=of_json.values("pk"))).order_by("pk")


def count(scope: Scope) -> int:
    """How many views name them."""
    return _views(scope).count()


def export(scope: Scope, archive: Archive) -> None:
    """Write the views that name them."""
    if count(scope):
        archive.rows(
            "saved_views", _views(scope).values("name", "words", "conditions", "created_at").iterator()
        )


@transaction.atomic
def erase(scope: Scope) -> Iterable[int]:
    """Take the addresses and names out of views, and out of what was written down when views were saved."""
    words = _words(scope)
    if not words:
        return ()
    pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    for view in _views(scope):
        view.name, view.words = pattern.sub(GONE, view.name), pattern.sub(GONE, view.words)
        view.conditions = without_words(view.conditions, pattern)
        view.save(update_fields=["name", "words", "conditions"])
    told = Event.objects.filter(name__startswith="view.").extra(
        where=["data::text ~* %s"], params=[_pattern(words)]
    )
    redact({one.pk: without_words(one.data, pattern) for one in told.iterator()}, reason=REASON)
    return ()


register_holding(Holding(_("Saved views that name them"), count, export, erase), order=400)
