"""What the composer shows: for whom, with which words, from which draft. Prepared for its template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.tickets.models import Draft, DraftFile, Message, Ticket
from careline.tickets.queries.recipients import reply_recipients
from careline.tickets.views.neighbours import inbox_address, own_addresses
from careline.tickets.views.sizes import size_words
from careline.ui.icons import icon

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@dataclass(frozen=True, slots=True)
class Person:
    """One address in To, Cc or Bcc: what the chip says and what the form sends."""

    label: str
    value: str
    email: str


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """One line of addresses."""

    name: str
    word: str
    people: list[Person]
    is_hidden: bool


@dataclass(slots=True)
class Composing:
    """Everything that `_composer.html` needs."""

    kind: str
    word: str
    href: str
    number: int
    based_on: int
    opens: str = "reply"
    html: str = ""
    note_html: str = ""
    subject: str = ""
    version: int = 0
    note_version: int = 0
    to: list[Person] = field(default_factory=list)
    cc: list[Person] = field(default_factory=list)
    bcc: list[Person] = field(default_factory=list)
    everybody: list[Person] = field(default_factory=list)
    files: str = ""
    by: str = ""
    quotes_history: bool = False
    is_restored: bool = False
    can_reply_all: bool = False
    takes_focus: bool = False
    undone: bool = False
    needs_approval: bool = False

    @property
    def draft_href(self) -> str:
        """Where drafts are kept."""
        return self._at("draft")

    @property
    def files_href(self) -> str:
        """Where files of the draft go."""
        return f"{self._at('draft_files')}?kind={self.kind}"

    @property
    def note_href(self) -> str:
        """Where notes go."""
        return self._at("note") if self.number else ""

    @property
    def offer_href(self) -> str:
        """Where the draft is offered to colleagues: in tickets only."""
        return reverse("tickets:draft_offer", args=[self.number, self.kind]) if self.number else ""

    @property
    def macros_href(self) -> str:
        """Where macros are offered: in tickets only."""
        return self._at("macros") if self.number else ""

    @property
    def reply_all_href(self) -> str:
        """The same composer, with everybody in it."""
        return f"{self._at('composer')}?mode=all"

    @property
    def participants(self) -> list[str]:
        """Addresses to offer while typing."""
        return [person.value for person in self.everybody]

    @property
    def known(self) -> str:
        """Addresses that take part in the conversation, for the soft warning."""
        return " ".join(person.email.lower() for person in self.everybody)

    @property
    def people(self) -> list[PeopleRow]:
        """The lines of addresses."""
        return [
            PeopleRow("to", _("To"), self.to, False),
            PeopleRow("cc", _("Cc"), self.cc, not self.cc),
            PeopleRow("bcc", _("Bcc"), self.bcc, not self.bcc),
        ]

    @property
    def has_hidden_people(self) -> bool:
        """Whether Cc or Bcc still wait to be shown."""
        return not (self.cc and self.bcc)

    def _at(self, name: str) -> str:
        if not self.number:
            return reverse(f"tickets:new_{name}")
        return reverse(f"tickets:{name}", args=[self.number])


def person(email: str, name: str = "") -> Person:
    """Prepare one address."""
    plain = " ".join(name.replace("<", " ").replace(">", " ").split())
    return Person(label=plain or email, value=f"{plain} <{email}>" if plain else email, email=email)


def persons(pairs: Iterable[Any]) -> list[Person]:
    """Prepare addresses that are stored as lists of e-mail and name."""
    return [person(pair[0], pair[1] if len(pair) > 1 else "") for pair in pairs if pair and pair[0]]


def fill_from_draft(composing: Composing, draft: Draft) -> None:
    """Put an unsent draft back into the composer."""
    if draft.kind == Draft.Kind.NOTE:
        composing.note_html, composing.note_version = draft.html, draft.version
        return
    composing.html, composing.version, composing.subject = draft.html, draft.version, draft.subject
    composing.to, composing.cc, composing.bcc = persons(draft.to), persons(draft.cc), persons(draft.bcc)
    composing.quotes_history = draft.quotes_history
    composing.based_on = draft.based_on_message_id or composing.based_on
    composing.files = file_lines(draft.files.all())
    composing.is_restored = True
    composing.undone = bool(draft.undone_message_id)


def file_lines(files: Iterable[DraftFile]) -> SafeString:
    """Return the lines of a draft's files, but of those that stand in its text."""
    return mark_safe("".join(file_line(file) for file in files if not file.is_inline))  # noqa: S308  (each line was escaped)


def file_line(file: DraftFile) -> SafeString:
    """Return the line of one file of a draft: it carries the key under which it is sent."""
    return format_html(
        '<li class="upload file" data-upload>{}<span class="cut">{}</span><span class="file__size">{}</span>'
        '<input type="hidden" name="file_keys" value="{}"><button class="button button--plain button--small button--icon" '
        'type="button" data-uploads-remove hx-post="{}" hx-swap="none" aria-label="{}">{}</button></li>',
        icon("paperclip"),
        file.name,
        size_words(file.size),
        file.key,
        reverse("tickets:draft_file_removal", args=[file.key]),
        _("Remove %(name)s") % {"name": file.name},
        icon("x"),
    )


def new_composing(ticket: Ticket, newest_id: int) -> Composing:
    """Return an empty composer for a reply in `ticket`."""
    return Composing(
        kind="reply",
        word=_("Reply"),
        href=reverse("tickets:reply", args=[ticket.pk]),
        number=ticket.pk,
        based_on=newest_id,
    )


def composing_of(agent: Agent, ticket: Ticket, messages: list[Message], newest_id: int) -> Composing:
    """Return the composer of a ticket as the person left it: with their drafts, or ready for an answer."""
    composing = new_composing(ticket, newest_id)
    got = reply_recipients(ticket, messages)
    composing.to = [person(one.email, one.name) for one in got.to]
    own = own_addresses()
    composing.can_reply_all = any(one.email.lower() not in own for one in got.cc)
    if address := inbox_address(ticket):
        composing.by = _("by e-mail from %(address)s") % {"address": address}
    composing.everybody = everybody(messages, composing.to)
    composing.needs_approval = agent.replies_need_approval
    if not agent.may(Right.REPLY):
        composing.opens = "note"
    for draft in drafts_of(agent, ticket):
        if draft.kind in (Draft.Kind.REPLY, Draft.Kind.NOTE):
            fill_from_draft(composing, draft)
    if composing.note_html and not composing.html:
        composing.opens = "note"
    return composing


def forwarding(agent: Agent, ticket: Ticket, reply: Composing) -> Composing:
    """Return the composer for forwarding the conversation: to nobody yet, or as the person left it."""
    composing = Composing(
        kind="forward",
        word=_("Forward"),
        href=reverse("tickets:forward", args=[ticket.pk]),
        number=ticket.pk,
        based_on=reply.based_on,
        subject=f"Fwd: {ticket.subject}"[:300],
        note_html=reply.note_html,
        note_version=reply.note_version,
        everybody=reply.everybody,
        by=reply.by,
        quotes_history=True,
        needs_approval=reply.needs_approval,
    )
    for draft in drafts_of(agent, ticket):
        if draft.kind == Draft.Kind.FORWARD:
            fill_from_draft(composing, draft)
    return composing


def everybody(messages: list[Message], first: list[Person]) -> list[Person]:
    """Return all who take part in the conversation, each once."""
    found = {one.email.lower(): one for one in first}
    for message in messages:
        if not message.is_public:
            continue
        pairs = [[message.from_email, message.from_name]] if message.author == Message.Author.CUSTOMER else []
        for one in persons([*pairs, *message.to, *message.cc]):
            found.setdefault(one.email.lower(), one)
    return [*found.values()]


def drafts_of(agent: Agent, ticket: Ticket | None) -> list[Draft]:
    """Return the person's own unsent texts of a ticket, with their files."""
    return [*Draft.objects.filter(ticket=ticket, agent=agent).prefetch_related("files")]
