"""Use a canned reply: its changes happen to the ticket, its words go to the writer, its files into the draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.tickets.actions.assign import assign
from careline.tickets.actions.attach_file import MOST_BYTES, MOST_FILES
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.note import note
from careline.tickets.actions.save_draft import find_or_make
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.set_type import set_type
from careline.tickets.actions.tag import tag
from careline.tickets.contracts import FilledMacro, Refused
from careline.tickets.models import Draft, DraftFile, Macro, MacroUse, Ticket
from careline.tickets.queries.access import lock_ticket
from careline.tickets.queries.macros import access_macro, fill
from careline.tickets.queries.placeholders import fill_text, values_for
from careline.tickets.wording import as_html

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def apply_macro(ticket: Ticket, macro_id: int, *, by: Agent, cause: int | None = None) -> FilledMacro:
    """Do what a macro does beside its words (see `change_by_macro`), and return its words, filled.

    Nothing is sent: the words are for the composer. Refuses a macro that is not this person's to use. Emits what the
    single changes emit.
    """
    by.require(Right.CHANGE_TICKETS)
    macro = access_macro(by, macro_id)
    filled = fill(macro, ticket=lock_ticket(ticket, by=by), agent=by)
    change_by_macro(ticket, macro, by=by, cause=cause)
    return filled


def change_by_macro(
    ticket: Ticket, macro: Macro, *, by: Agent, then_status: bool = True, cause: int | None = None
) -> None:
    """Note, type, priority, tags, status, assignee, team, in this order; and remember that it was used here.

    Whoever hands a ticket to a team that they don't see can't change it afterwards: so that comes last. `then_status`
    False leaves the status to a reply that sets it.
    """
    ticket = lock_ticket(ticket, by=by)
    if macro.note:
        note(ticket, _note_of(macro, ticket, by), by=by, spends_draft=False, cause=cause)
    if macro.set_type:
        ticket = set_type(ticket, macro.set_type, by=by, cause=cause)
    if macro.set_priority is not None:
        ticket = set_priority(ticket, macro.set_priority, by=by, cause=cause)
    if macro.add_tags or macro.remove_tags:
        ticket = tag(ticket, add=macro.add_tags, remove=macro.remove_tags, by=by, cause=cause)
    if macro.set_status is not None and then_status:
        ticket = set_status(ticket, macro.set_status, by=by, cause=cause)
    if macro.assign:
        ticket = assign(ticket, to=by if macro.assign == Macro.Hand.ME else None, by=by, cause=cause)
    if macro.move_team_id is not None:
        move_team(ticket, macro.move_team_id, by=by, cause=cause)
    MacroUse.objects.create(macro=macro, ticket=ticket)


def _note_of(macro: Macro, ticket: Ticket, by: Agent) -> str:
    return as_html(fill_text(macro.note, values_for(ticket, by)).html)


@transaction.atomic
def copy_macro_files(ticket: Ticket, macro_id: int, *, by: Agent) -> list[DraftFile]:
    """Put a macro's files into the person's own draft of an answer. Refuses more than a message can carry."""
    by.require(Right.REPLY)
    files = [*access_macro(by, macro_id).files.order_by("pk")]
    if not files:
        return []
    draft = find_or_make(lock_ticket(ticket, by=by), Draft.Kind.REPLY, by)
    there = [*draft.files.values_list("size", flat=True)]
    if len(there) + len(files) > MOST_FILES or sum(there) + sum(file.size for file in files) > MOST_BYTES:
        raise Refused(_("The macro's files are too many or too large for this message."))
    copies = [
        DraftFile(
            draft=draft, uploaded_by=by, file_id=file.file_id, name=file.name, content_type=file.content_type,
            size=file.size,
        )
        for file in files
    ]  # fmt: skip
    return DraftFile.objects.bulk_create(copies)
