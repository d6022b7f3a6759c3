"""Files: uploading one before it is sent, and downloading."""

from typing import TYPE_CHECKING, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, UploadedFile
from ninja import Status as Answer

from careline.accounts.contracts import Scope
from careline.core import files
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.values import Id
from careline.core.download import as_download
from careline.tickets.actions.attach_file import MOST_BYTES, attach_file
from careline.tickets.actions.note_read import note_read
from careline.tickets.api.given import Key
from careline.tickets.api.shown import FileShown
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.models import Attachment, Read, SideFile
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.side import access_side_file
from careline.tickets.queries.thread import access_attachment

if TYPE_CHECKING:
    from careline.accounts.models import Agent

router = Router(tags=["Files"])
READ, WRITE = Bearer(Scope.READ_TICKETS), Bearer(Scope.WRITE_TICKETS)


@router.post(
    "/tickets/{int:ticket_id}/files", response=changing(FileShown, 404, status=201), auth=WRITE,
    operation_id="uploadFile", summary="Upload a file",
)  # fmt: skip
def upload(
    request: HttpRequest,
    ticket_id: Id,
    file: File[UploadedFile],
    kind: Form[Literal["reply", "note"]] = "reply",
) -> Any:
    """Upload a file for the next reply or note of the token's owner in this ticket: at most 20 MB in all."""
    agent = caller_of(request)
    ticket = access_ticket(agent, ticket_id)
    if (file.size or 0) > MOST_BYTES:
        raise Refused("This file is too large for one message.")
    kept = attach_file(ticket, kind=kind, name=file.name or "file", content=file.read(), by=agent)
    return Answer(201, kept)


@router.post(
    "/files", response=changing(FileShown, status=201), auth=WRITE, operation_id="uploadNewFile",
    summary="Upload a file for a new ticket",
)  # fmt: skip
def upload_new(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Upload a file for a ticket that is still to be made: name its `key` in `file_keys` there. At most 20 MB in all."""
    if (file.size or 0) > MOST_BYTES:
        raise Refused("This file is too large for one message.")
    kept = attach_file(
        None, kind="outbound", name=file.name or "file", content=file.read(), by=caller_of(request)
    )
    return Answer(201, kept)


@router.get(
    "/attachments/{key}", response=reading(bytes, 404), auth=READ, operation_id="downloadAttachment",
    summary="Download a file",
)  # fmt: skip
def download(request: HttpRequest, key: Key) -> HttpResponse:
    """The content of an attachment, as bytes that no browser runs, whatever they claim to be."""
    agent = caller_of(request)
    found = _access(agent, key)
    try:
        content = files.read(found.file)
    except files.ContentLost:
        raise NotVisible(key) from None
    if isinstance(found, Attachment):
        note_read(agent, Read.Kind.ATTACHMENT, found.pk, ticket_id=found.message.ticket_id)
    else:
        note_read(agent, Read.Kind.TICKET, found.message.ticket_id)
    return as_download(content, name=found.name)


def _access(agent: "Agent", key: str) -> Attachment | SideFile:
    """A file of a message, or of a side conversation."""
    try:
        return access_attachment(agent, key)
    except NotVisible:
        return access_side_file(agent, key)
