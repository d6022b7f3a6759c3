"""What callers send about tickets and messages."""

from typing import Annotated, Literal

from pydantic import Field

from careline.core.api.values import Anything, BodyId, Cursor, Flag, Given, GivenMoment, Line, Long
from careline.tickets.contracts import Address, Aside, Beginning, Outgoing
from careline.tickets.models import Priority, Status
from careline.tickets.wording import as_html

StatusWord = Literal["new", "open", "pending", "on_hold", "solved", "closed"]
ByHand = Literal["open", "pending", "on_hold", "solved", "closed"]
PriorityWord = Literal["low", "normal", "high", "urgent"]
TypeWord = Literal["question", "incident", "problem", "task", "request", "complaint"]
SortWord = Literal["newest", "longest_wait", "due", "updated", "created", "oldest", "priority"]
LinkKind = Literal["child", "incident", "follow_up", "duplicate", "related"]
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22}$")]
Tag = Annotated[str, Field(pattern=r"^[^\x00]{1,60}$")]
Tags = Annotated[list[Tag], Field(max_length=50)]
FieldsGiven = Annotated[
    dict[str, Anything],
    Field(description="Values of your own fields by key, as the form of the type takes them."),
]
Version = Annotated[
    BodyId | None, Field(description="The version that you know: refused with 409 if it changed since.")
]


class AddressGiven(Given):
    """One mailbox."""

    email: Annotated[str, Field(min_length=3, max_length=320, pattern=r"^[^\x00\r\n]*$")]
    name: Line = ""

    def address(self) -> Address:
        """As actions take it; whether it is one is said there."""
        return Address(self.email.strip(), self.name.strip())


People = Annotated[list[AddressGiven], Field(max_length=100)]
Keys = Annotated[list[Key], Field(max_length=30, description="Keys of files that were uploaded before.")]


class SaidGiven(Given):
    """Words, as `text` or as `html`; HTML is cleaned to what the composer can write."""

    text: Long = ""
    html: Long = ""

    @property
    def as_html(self) -> str:
        """The words as HTML."""
        return self.html or as_html(self.text)


class NoteGiven(SaidGiven):
    """An internal note: the staff sees it, nobody outside."""

    file_keys: Keys = []


class LetterGiven(SaidGiven):
    """A public message: what every one of them has."""

    cc: People = []
    bcc: People = []
    file_keys: Keys = []
    send_at: GivenMoment | None = Field(None, description="Send later; else at once.")
    then_status: ByHand | None = None
    asks_approval: Flag = Field(False, description="Somebody else is to approve it before it goes out.")

    def _outgoing(self, to: list[AddressGiven], subject: str, *, quotes_history: bool = False) -> Outgoing:
        return Outgoing(
            html=self.as_html, to=_addresses(to), cc=_addresses(self.cc), bcc=_addresses(self.bcc),
            subject=subject, file_keys=tuple(self.file_keys), quotes_history=quotes_history,
            undo_seconds=0, send_at=self.send_at, spends_draft=False, asks_approval=self.asks_approval,
            then_status=Status[self.then_status.upper()] if self.then_status else None,
        )  # fmt: skip


class ReplyGiven(LetterGiven):
    """An answer. Without `to` it goes to the requester, without `subject` it is a `Re:`."""

    to: People = []
    subject: Line = ""
    quotes_history: Flag = False
    version: Version = None

    def outgoing(self) -> Outgoing:
        """As actions take it. There is no window for undoing: nobody sits before it."""
        return self._outgoing(self.to, self.subject, quotes_history=self.quotes_history)


class OutboundGiven(LetterGiven):
    """A new ticket that begins with our message; the first recipient is the requester."""

    to: Annotated[list[AddressGiven], Field(min_length=1, max_length=100)]
    subject: Annotated[str, Field(pattern=r"^[^\x00\r\n]*$", min_length=1, max_length=300)]
    team_id: BodyId
    type: TypeWord | None = None
    priority: PriorityWord | None = None
    tags: Tags = []
    assignee_id: BodyId | None = Field(None, description="Left out: the token's owner; null: nobody.")
    fields: FieldsGiven = {}

    def outgoing(self) -> Outgoing:
        """As actions take it."""
        return self._outgoing(self.to, self.subject)

    def beginning(self) -> Beginning:
        """How the ticket stands from its first moment, as actions take it."""
        nobody = 0 if "assignee_id" in self.model_fields_set else None
        return Beginning(
            type=self.type or "", priority=priority_of(self.priority), tags=tuple(self.tags),
            assignee_id=self.assignee_id or nobody, fields=self.fields,
        )  # fmt: skip


class AsideGiven(SaidGiven):
    """A message to a third party. Nothing of the ticket goes along but what is named here."""

    to: People = []
    cc: People = []
    bcc: People = []
    subject: Line = ""
    file_keys: Keys = []
    quoted_message_id: BodyId | None = Field(None, description="A message of the customer to quote below.")
    attachment_keys: Keys = Field([], description="Files of the ticket's public messages.")
    send_at: GivenMoment | None = Field(None, description="Send later; else at once.")
    then_status: Literal["on_hold"] | None = None

    def aside(self) -> Aside:
        """As actions take it. There is no window for undoing: nobody sits before it."""
        outgoing = Outgoing(
            html=self.as_html, to=_addresses(self.to), cc=_addresses(self.cc), bcc=_addresses(self.bcc),
            subject=self.subject, file_keys=tuple(self.file_keys), undo_seconds=0, spends_draft=False,
            send_at=self.send_at, then_status=Status.ON_HOLD if self.then_status else None,
        )  # fmt: skip
        return Aside(outgoing, self.quoted_message_id or 0, tuple(self.attachment_keys))


class TicketGiven(SaidGiven):
    """What a customer asked for elsewhere: a new ticket in their name."""

    customer: AddressGiven
    subject: Annotated[str, Field(pattern=r"^[^\x00\r\n]*$", min_length=1, max_length=300)]
    team_id: BodyId
    priority: PriorityWord | None = None
    type: TypeWord | None = None
    tags: Tags = []
    assignee_id: BodyId | None = None
    fields: FieldsGiven = {}
    file_keys: Keys = []


class ChangesGiven(Given):
    """What is to become of a ticket. What is left out stays; all changes are made, or none."""

    subject: Annotated[str, Field(pattern=r"^[^\x00\r\n]*$", min_length=1, max_length=300)] | None = None
    status: ByHand | None = None
    reason: Line = Field("", description="Why: needed to solve a ticket whose children are open.")
    priority: PriorityWord | None = None
    type: TypeWord | None = None
    team_id: BodyId | None = None
    assignee_id: BodyId | None = Field(None, description="Null (and not left out) for nobody.")
    customer_id: BodyId | None = None
    tags: Tags | None = Field(None, description="All tags: others go.")
    add_tags: Tags = []
    remove_tags: Tags = []
    fields: dict[str, Anything] | None = Field(
        None, description="Values of your own fields by key; null empties one."
    )
    version: Version = None


class QueryGiven(Given):
    """A question over the tickets, in the language of saved views."""

    conditions: dict[str, Anything] = Field(
        description="`{match: all|any, groups: [{match: all|any|none, conditions: [{field, op, value}]}]}`",
    )
    sort: SortWord = "newest"
    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=100, strict=True)] = 50


class SnoozeGiven(Given):
    """How long a ticket sleeps."""

    until: GivenMoment
    version: Version = None


class SplitGiven(Given):
    """Which messages become a ticket of their own."""

    message_ids: Annotated[list[BodyId], Field(min_length=1, max_length=500)]
    version: Version = None


class MergeGiven(Given):
    """The ticket that remains."""

    into_id: BodyId


class LinkGiven(Given):
    """What the other ticket is to this one."""

    target_id: BodyId
    kind: LinkKind


def priority_of(word: str | None) -> int | None:
    """The number of a priority."""
    return Priority[word.upper()] if word else None


def status_of(word: str | None) -> int | None:
    """The number of a status."""
    return Status[word.upper()] if word else None


def _addresses(given: list[AddressGiven]) -> tuple[Address, ...]:
    return tuple(one.address() for one in given)
