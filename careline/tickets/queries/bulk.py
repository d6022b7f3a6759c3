"""Orders for many tickets: which tickets are meant, and which orders a person may look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from careline.tickets.contracts import NotVisible, Refused, Selection
from careline.tickets.models import BulkItem, BulkRun, Ticket
from careline.tickets.queries.conditions import BadConditions
from careline.tickets.queries.questions import all_ids, question_of
from careline.tickets.queries.queue import VIEWS, queue
from careline.tickets.queries.search import search
from careline.tickets.queries.views import find_view

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST = 5000
MOST_ANSWERS = 500
_PAGE = 500


def resolve(agent: Agent, selection: Selection, *, limit: int = MOST) -> list[int]:
    """The numbers of the tickets that are meant now, of those that this person may see, each once.

    Raises Refused for more than `limit`: then nobody can have looked at what they order.
    """
    if selection.view:
        numbers = _in_view(agent, selection.view, limit)
    elif selection.words:
        numbers = _found(agent, selection.words, limit)
    else:
        wanted = [*dict.fromkeys(selection.numbers)]
        seen = set(Ticket.objects.visible_to(agent).filter(pk__in=wanted).values_list("pk", flat=True))
        numbers = [number for number in wanted if number in seen]
    if len(numbers) > limit:
        raise Refused(_("That is more than %(most)s tickets at once: choose fewer.") % {"most": limit})
    return numbers


def _in_view(agent: Agent, view: str, limit: int) -> list[int]:
    if view not in VIEWS:
        return _in_saved_view(agent, view, limit)
    numbers: dict[int, None] = {}
    after = ""
    while len(numbers) <= limit:
        page = queue(agent, view, after=after, limit=_PAGE)
        numbers |= dict.fromkeys(row.number for row in page.rows)
        if not page.next:
            break
        after = page.next
    return [*numbers]


def _in_saved_view(agent: Agent, key: str, limit: int) -> list[int]:
    saved = find_view(agent, key)
    if saved is None:
        raise Refused(_("There is no such view any more."))
    if saved.is_search:
        return _found(agent, saved.words, limit)
    numbers: dict[int, None] = {}
    try:
        for ids in all_ids(agent, question_of(agent, saved)):
            numbers |= dict.fromkeys(ids)
            if len(numbers) > limit:
                break
    except BadConditions as problem:
        raise Refused(str(problem)) from None
    return [*numbers]


def _found(agent: Agent, words: str, limit: int) -> list[int]:
    numbers: dict[int, None] = {}
    after = ""
    while len(numbers) <= limit:
        answer = search(agent, words, after=after)
        if answer.ended_by:
            raise Refused(str(answer.ended_by))
        numbers |= dict.fromkeys(found.row.number for found in answer.found)
        if not answer.next or answer.next == after:
            break
        after = answer.next
    return [*numbers]


def runs_of(agent: Agent) -> QuerySet[BulkRun]:
    """The orders that this person may look at, newest first, with what became of their tickets."""
    state = BulkItem.State
    figures = {one.value: Count("items", filter=Q(items__state=one.value)) for one in state}
    runs = BulkRun.objects.visible_to(agent).select_related("agent", "undone_by").annotate(**figures)
    return runs.order_by("-pk")


def access_run(agent: Agent, run_id: int) -> BulkRun:
    """One order, with its figures. Raises NotVisible."""
    found = runs_of(agent).filter(pk=run_id).first()
    if found is None:
        raise NotVisible(run_id)
    return found


def items_of(run: BulkRun, *, agent: Agent, after: int = 0, limit: int = 100) -> list[BulkItem]:
    """What became of the tickets of an order, those that this person may see, with the tickets' subjects."""
    seen = Ticket.objects.visible_to(agent).values("pk")
    items = BulkItem.objects.filter(run=run, pk__gt=after, ticket__in=seen).select_related("ticket")
    return [*items.order_by("pk")[:limit]]
