"""Notices as mails, in the language of who gets them: one, or many together. Names and words are those of now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careline.accounts.contracts import Right
from careline.accounts.queries import spoken_language, zone_of
from careline.channels.contracts import StaffMail
from careline.notices.contracts import USUAL, Kind
from careline.notices.pushing import Push
from careline.notices.words import Known, href_of, is_aside, known_for, reason_words, say
from careline.tickets.queries.said import find_said
from careline.tickets.queries.to_do import due_words

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.notices.models import Notice
    from careline.tickets.models import Message, SideMessage

LONGEST_TEXT = 20_000
LONGEST_SUBJECT = 200
LONGEST_TITLE = 120
LONGEST_BODY = 200


@contextmanager
def speaking(agent: Agent) -> Iterator[None]:
    """For `with`: the language of this person, and their time zone."""
    with translation.override(spoken_language(agent.language)), timezone.override(zone_of(agent)):
        yield


def mail_of(notice: Notice, agent: Agent) -> StaffMail:
    """One notice as a mail that says why it came, shows what was written, and can be answered."""
    message = find_said(notice.message_id) if notice.message_id else None
    due = due_words(notice.event_id)
    with speaking(agent):
        reason = f"{reason_words(Kind(notice.kind))}."
        named = f"{say(notice, known_for([notice])).words}."
        headline = due or (notice.ticket.subject if notice.ticket else "") or reason
        return StaffMail(
            key=f"{notice.event_id}:{notice.kind}",
            subject=f"[#{notice.ticket_id}] {headline}"[:LONGEST_SUBJECT] if notice.ticket_id else headline,
            lines=(named, "", *((due, "") if due else ()), *_said(message), *_how(notice, agent)),
            links=(_opens(notice), _choices()),
            choices_url=choices_url(),
            ticket_id=None if is_aside(notice) else notice.ticket_id,
            inbox_id=message.ticket.inbox_id if message else None,
            written_at=message.created_at if message else notice.created_at,
        )


def digest_of(notices: list[Notice], agent: Agent) -> StaffMail:
    """Many notices as one mail, by ticket, the newest last; it shows nothing of what was written."""
    known = known_for(notices)
    with speaking(agent):
        count = len(notices)
        subject = ngettext("%(n)s notice", "%(n)s notices", count) % {"n": count}
        return StaffMail(
            key=f"digest:{min(one.pk for one in notices)}:{count}",
            subject=subject,
            lines=_by_ticket(notices, known),
            links=(
                (_("Open all notices"), f"{settings.CARELINE_URL}{reverse('notices:notices')}"),
                _choices(),
            ),
            choices_url=choices_url(),
            written_at=timezone.now(),
        )


def _by_ticket(notices: list[Notice], known: Known) -> tuple[str, ...]:
    heads: dict[str, list[Notice]] = {}
    for notice in notices:
        heads.setdefault(_head(notice), []).append(notice)
    lines: list[str] = []
    for head, own in heads.items():
        told = (f"– {say(one, known).words}." for one in own)
        lines += [head, *told, f"{settings.CARELINE_URL}{href_of(own[0])}", ""]
    return tuple(lines)


def push_of(notice: Notice, agent: Agent, *, shows_words: bool) -> Push:
    """One notice as a push: what happened and in which ticket; what was written only for who chose that."""
    message = find_said(notice.message_id) if notice.message_id and shows_words else None
    with speaking(agent):
        kind = Kind(notice.kind)
        reason = say(notice, known_for([notice])).words if shows_words else reason_words(kind)
        title = _("Ticket #%(number)s") % {"number": notice.ticket_id} if notice.ticket_id else "Careline"
        subject = notice.ticket.subject if notice.ticket and shows_words else ""
        first = " ".join((message.reply_text or message.text)[:400].split()) if message else ""
        return Push(
            title=f"{title}: {subject}"[:LONGEST_TITLE] if subject else title,
            body=f"{reason}: {first}"[:LONGEST_BODY] if first else reason,
            href=href_of(notice),
            tag=f"ticket-{notice.ticket_id}" if notice.ticket_id else f"notice-{notice.pk}",
            language=agent.language,
            is_urgent=USUAL[kind].is_urgent,
        )


def choices_url() -> str:
    """Where a person chooses what they hear of."""
    return f"{settings.CARELINE_URL}{reverse('notices:preferences')}"


def _choices() -> tuple[str, str]:
    return _("Choose which mails you get"), choices_url()


def _opens(notice: Notice) -> tuple[str, str]:
    words = _("Open the ticket") if notice.ticket_id and not is_aside(notice) else _("Open it")
    return words, f"{settings.CARELINE_URL}{href_of(notice)}"


def _head(notice: Notice) -> str:
    return (
        f"#{notice.ticket_id} {notice.ticket.subject}" if notice.ticket else reason_words(Kind(notice.kind))
    )


def _how(notice: Notice, agent: Agent) -> tuple[str, ...]:
    """How the mail can be answered, for who may; one of a side conversation can't: the answer would go to the customer."""
    if is_aside(notice):
        return ("", _("Answer in Careline: an answer to this mail reaches nobody outside."))
    if not notice.ticket_id or not agent.may(Right.NOTE):
        return ()
    if not agent.may(Right.REPLY):
        return ("", _("Answer this mail to write an internal note."))
    return ("", _("Answer this mail to answer the customer; begin with “note:” for an internal note."))


def _said(message: Message | SideMessage | None) -> tuple[str, ...]:
    if message is None:
        return ()
    who = message.from_name or message.from_email
    shown = (message.reply_text or message.text)[:LONGEST_TEXT].splitlines()
    detail = (message.state_detail,) if message.state_detail else ()
    return (_("%(who)s wrote:") % {"who": who}, "", *detail, *shown)
