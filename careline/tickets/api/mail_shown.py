"""How messages are shown: those of a ticket, replies that wait for approval, and the base of what goes by mail."""

from typing import Any, Protocol

from pydantic import Field

from careline.core.api.values import Moment, Shown
from careline.tickets.models import Message, Proposal, SideMessage


class AddressShown(Shown):
    """One mailbox."""

    email: str
    name: str


class Addressed(Protocol):
    """What has addressees, as they are stored: lists of address and name."""

    to: list[list[str]]
    cc: list[list[str]]
    bcc: list[list[str]]


class AddressedShown(Shown):
    """What has addressees."""

    id: int
    to: list[AddressShown]
    cc: list[AddressShown]
    bcc: list[AddressShown]

    @staticmethod
    def resolve_to(message: Addressed) -> list[dict[str, str]]:
        """Whom it is for."""
        return people(message.to)

    @staticmethod
    def resolve_cc(message: Addressed) -> list[dict[str, str]]:
        """Who else gets it."""
        return people(message.cc)

    @staticmethod
    def resolve_bcc(message: Addressed) -> list[dict[str, str]]:
        """Who gets it without the others knowing."""
        return people(message.bcc)


class AttachmentShown(Shown):
    """A file of a message; its content is at `/attachments/{key}`."""

    key: str
    name: str
    content_type: str
    size: int
    is_inline: bool


class MailShown(AddressedShown):
    """What every message has, whoever it is exchanged with. `state` tells of the delivery of what went out."""

    agent_id: int | None
    subject: str
    sender: AddressShown
    text: str
    html: str
    language: str
    grade: str
    state: str
    created_at: Moment
    attachments: list[AttachmentShown]

    @staticmethod
    def resolve_sender(message: Message | SideMessage) -> dict[str, str]:
        """Who it is from."""
        return {"email": message.from_email, "name": message.from_name}

    @staticmethod
    def resolve_attachments(message: Message | SideMessage) -> list[Any]:
        """Its files."""
        return list(message.attachments.all())


class MessageShown(MailShown):
    """One thing said in a ticket: public, or an internal note. `state` tells of the delivery of what went out."""

    ticket_id: int
    author: str
    is_public: bool
    customer_id: int | None
    channel: str
    send_at: Moment | None
    approved_by_id: int | None = Field(
        description="Who approved it, where somebody had to. Customers never see it."
    )

    @staticmethod
    def resolve_approved_by_id(message: Message) -> int | None:
        """Who let it go out; it comes with the message."""
        proposal: Proposal | None = getattr(message, "proposal", None)
        return proposal.decided_by_id if proposal else None


class ProposalShown(AddressedShown):
    """A reply that waits for approval, or did: `state` is waiting, approved, returned or withdrawn."""

    ticket_id: int
    kind: str
    state: str
    agent_id: int
    subject: str
    html: str = Field(description="As it was first written.")
    send_at: Moment | None
    created_at: Moment
    decided_at: Moment | None
    decided_by_id: int | None
    comment: str
    was_edited: bool
    message_id: int | None = Field(description="What was sent, once it is approved.")
    file_names: list[str]

    @staticmethod
    def resolve_file_names(proposal: Proposal) -> list[str]:
        """The files that go out with it."""
        return [file.name for file in proposal.files.all()]


def people(stored: list[list[str]]) -> list[dict[str, str]]:
    """Stored addressees as they are shown."""
    return [{"email": email, "name": name} for email, name in stored]
