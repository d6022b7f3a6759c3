"""Blanking the words of tickets in every table: used by erasures and by retention. Rows, times and figures stay.

Whatever row of any app points to a ticket or to a message loses its free text here too, also of apps to come.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from careline.tickets.models.attachment import Attachment, DraftFile
from careline.tickets.models.bulk import BulkItem, BulkRun
from careline.tickets.models.draft import Draft
from careline.tickets.models.erasing_side import blank_side_messages
from careline.tickets.models.exclusion import Exclusion
from careline.tickets.models.link import Merge
from careline.tickets.models.message import Message
from careline.tickets.models.proposal import Proposal, ProposalFile
from careline.tickets.models.proposing import count_proposals
from careline.tickets.models.search import MessageSearch
from careline.tickets.models.ticket import Ticket

_BLANK_MESSAGE: dict[str, Any] = {
    "subject": "", "from_email": "", "from_name": "", "to": [], "cc": [], "bcc": [], "reply_to": [], "text": "",
    "html": "", "reply_text": "", "quoted_text": "", "external_id": "", "in_reply_to": "", "authentication": {},
    "headers": [], "state_detail": "", "bounces": [],
}  # fmt: skip
_OWN = (Ticket, Message, Attachment, Draft, DraftFile, Merge, MessageSearch)
_BLANK_ORDER: dict[str, Any] = {"html": "", "add_tags": [], "remove_tags": [], "fields": {}}
FREE_TEXT_FROM = 80


def blank_messages(messages: Q) -> list[int]:
    """Take the words of some messages, their files and what search knows of them; returns the ids of the contents."""
    ids = Message.objects.filter(messages).values("pk")
    attached = Attachment.objects.filter(message__in=ids)
    let_go = [*attached.values_list("file_id", flat=True)]
    MessageSearch.objects.filter(message_id__in=ids).delete()
    _blank_what_points_to(Message, ids)
    attached.delete()
    Message.objects.filter(messages).update(**_BLANK_MESSAGE)
    return let_go


def blank_tickets(ticket_ids: Iterable[int], *, kept_fields: frozenset[str]) -> list[int]:
    """Take the words of some tickets and of all that belongs to them; returns the ids of contents that were let go."""
    ids = [*ticket_ids]
    let_go = blank_messages(Q(ticket_id__in=ids))
    drafts = Draft.objects.filter(ticket_id__in=ids)
    let_go += DraftFile.objects.filter(draft__in=drafts).values_list("file_id", flat=True)
    drafts.delete()
    let_go += _end_proposals(ids)
    let_go += blank_side_messages(Q(conversation__ticket_id__in=ids))
    MessageSearch.objects.filter(ticket_id__in=ids).delete()
    Merge.objects.filter(Q(source_id__in=ids) | Q(target_id__in=ids)).update(source_before={})
    _blank_what_points_to(Ticket, ids)
    for ticket in Ticket.objects.filter(pk__in=ids).only("pk", "tags", "fields").iterator():
        ticket.fields = {key: value for key, value in ticket.fields.items() if key in kept_fields}
        ticket.tags = [tag for tag in ticket.tags if _is_common(tag, ids)]
        ticket.save(update_fields=["fields", "tags"])
    Ticket.objects.filter(pk__in=ids).update(subject="", snippet="", marks={}, erased_at=timezone.now())
    Exclusion.objects.filter(ticket_id__in=ids).update(reason="")
    for run in orders_without_words(ids):
        run.what |= _BLANK_ORDER
        run.selection, run.trouble = {}, ""
        run.save(update_fields=["what", "selection", "trouble"])
    return let_go


def orders_without_words(ticket_ids: Iterable[int]) -> "models.QuerySet[BulkRun]":
    """The orders for many tickets that had to do with some erased tickets, and with none that still has its words."""
    living = BulkItem.objects.filter(ticket__erased_at=None).values("run_id")
    items = BulkItem.objects.filter(ticket_id__in=[*ticket_ids])
    return BulkRun.objects.filter(pk__in=items.values("run_id")).exclude(pk__in=living)


def _end_proposals(ids: list[int]) -> list[int]:
    """Nobody can approve words that are gone: what waits ends; returns the ids of the contents of its files."""
    files = ProposalFile.objects.filter(proposal__ticket__in=ids)
    let_go = [*files.values_list("file_id", flat=True)]
    files.delete()
    waiting = Proposal.objects.filter(ticket__in=ids, state=Proposal.State.WAITING).select_related("ticket")
    for one in waiting.select_for_update(of=("self",)):
        count_proposals(one.ticket.team_id, one.agent_id, -1)
    waiting.update(state=Proposal.State.WITHDRAWN, decided_at=timezone.now())
    return let_go


def _is_common(tag: str, ids: list[int]) -> bool:
    """Whether other tickets have this tag too: then it is a word of the house, and says nothing about a person."""
    return Ticket.objects.filter(tags__contains=[tag]).exclude(pk__in=ids).exists()


def _blank_what_points_to(target: type[models.Model], ids: Any) -> None:
    for model, column in _pointing_to(target):
        blank = {one.name: _nothing(one) for one in model._meta.concrete_fields if _is_free_text(one)}
        if blank:
            model._base_manager.filter(**{f"{column}__in": ids}).update(**blank)


def _pointing_to(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for model in apps.get_models():
        for one in model._meta.concrete_fields:
            if isinstance(one, models.ForeignKey) and one.related_model is target and model not in _OWN:
                yield model, one.name


def _is_free_text(column: models.Field[Any, Any]) -> bool:
    if column.choices or column.unique:
        return False
    if isinstance(column, models.CharField):
        return (column.max_length or FREE_TEXT_FROM) >= FREE_TEXT_FROM
    return isinstance(column, models.TextField | models.JSONField)


def _nothing(column: models.Field[Any, Any]) -> Any:
    if isinstance(column, models.JSONField):
        return column.get_default() if column.has_default() else (None if column.null else {})
    return None if column.null else ""
