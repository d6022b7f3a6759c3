"""Downloads: each file by its random name, with the rights of the ticket it belongs to, and unable to run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from careline.accounts.queries import agent_of
from careline.core import files
from careline.core.download import as_download
from careline.tickets.actions.note_read import note_read
from careline.tickets.contracts import NotVisible
from careline.tickets.models import Attachment, ProposalFile, Read, SideFile
from careline.tickets.models.attachment import SAFE_IMAGES
from careline.tickets.queries.side import access_side_file
from careline.tickets.queries.thread import access_attachment, access_proposal_file
from careline.tickets.views.doors import agent_page

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@agent_page
@require_safe
def download(request: HttpRequest, key: str) -> HttpResponse:
    """Hand a file over. Safe images may be shown in the page with `?inline=1`; all else is saved, never opened."""
    agent = agent_of(request)
    found = _access(agent, key)
    try:
        content = files.read(found.file)
    except files.ContentLost:
        raise Http404 from None
    is_shown = request.GET.get("inline") == "1" and found.file.content_type in SAFE_IMAGES
    if not is_shown and isinstance(found, Attachment):
        note_read(agent, Read.Kind.ATTACHMENT, found.pk, ticket_id=found.message.ticket_id)
    elif not is_shown and isinstance(found, SideFile):
        note_read(agent, Read.Kind.TICKET, found.message.ticket_id)
    return as_download(content, name=found.name, shown_as=found.file.content_type if is_shown else "")


def _access(agent: Agent, key: str) -> Attachment | ProposalFile | SideFile:
    """A file of a message, of a reply that waits for approval, or of a side conversation."""
    for access in (access_attachment, access_proposal_file):
        try:
            return access(agent, key)
        except NotVisible:
            continue
    return access_side_file(agent, key)
