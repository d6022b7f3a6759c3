"""Drafts: kept as they are typed, with their files; never overwritten by another window's older words."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.queries import agent_of
from careline.core import files
from careline.core.download import as_download
from careline.tickets.actions.attach_file import attach_file, remove_file
from careline.tickets.actions.save_draft import DraftConflict, save_draft
from careline.tickets.beginning_forms import kept_beginning
from careline.tickets.contracts import Address, DraftContent, Refused
from careline.tickets.forms import parse_address
from careline.tickets.models import Draft, Ticket
from careline.tickets.models.attachment import SAFE_IMAGES
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.thread import access_draft_file
from careline.tickets.views.composing import file_line
from careline.tickets.views.doors import agent_page
from careline.ui.numbers import number_of

KINDS = {"reply", "note", "forward", "outbound", "side"}
LARGEST_FILE_BYTES = 20 * 1024 * 1024


@agent_page
@require_POST
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what is being written in a ticket; 409 if another window kept something else meanwhile."""
    return keep_draft(request, access_ticket(agent_of(request), number))


@agent_page
@require_POST
def keep_new(request: HttpRequest) -> HttpResponse:
    """Keep what is being written for a new ticket."""
    return keep_draft(request, None)


@agent_page
@require_POST
def add_file(request: HttpRequest, number: int) -> HttpResponse:
    """Take one file into the draft; the answer is its line."""
    return take_file(request, access_ticket(agent_of(request), number))


@agent_page
@require_POST
def add_file_new(request: HttpRequest) -> HttpResponse:
    """Take one file into the draft of a new ticket."""
    return take_file(request, None)


@agent_page
@require_POST
def drop_file(request: HttpRequest, key: str) -> HttpResponse:
    """Take a file out of the person's own draft."""
    remove_file(key, by=agent_of(request))
    return HttpResponse(status=204)


@agent_page
@require_safe
def picture(request: HttpRequest, key: str) -> HttpResponse:
    """Show a picture of the person's own draft, where it stands in the text."""
    found = access_draft_file(agent_of(request), key)
    if found.content_type not in SAFE_IMAGES:
        raise Http404
    try:
        content = files.read(found.file)
    except files.ContentLost:
        raise Http404 from None
    return as_download(content, name=found.name, shown_as=found.content_type)


def keep_draft(request: HttpRequest, ticket: Ticket | None) -> HttpResponse:
    """Keep a draft of this ticket, or of a new one."""
    content = content_of(request, "outbound" if ticket is None else "reply")
    version = number_of(request.POST.get("version", ""))
    try:
        draft = save_draft(content, ticket=ticket, by=agent_of(request), version=version)
    except DraftConflict as conflict:
        return JsonResponse({"version": conflict.draft.version}, status=409)
    return JsonResponse({"version": draft.version})


def content_of(request: HttpRequest, usual: str) -> DraftContent:
    """Return what was written so far: addresses that are not finished yet are left out."""
    posted = request.POST
    kind = posted.get("kind", usual)
    beginning = kept_beginning(posted) if usual == Draft.Kind.OUTBOUND else {}
    return DraftContent(
        kind=kind if kind in KINDS else usual,
        html=posted.get("html", ""),
        subject=posted.get("subject", ""),
        to=_addresses(posted.getlist("to")),
        cc=_addresses(posted.getlist("cc")),
        bcc=_addresses(posted.getlist("bcc")),
        inbox_id=number_of(posted.get("inbox", "")) or None,
        quotes_history=bool(posted.get("quotes_history")),
        based_on_message_id=number_of(posted.get("based_on", "")),
        side_conversation_id=number_of(request.GET.get("side", "")),
        beginning=beginning,
    )


def take_file(request: HttpRequest, ticket: Ticket | None) -> HttpResponse:
    """Keep an uploaded file in the person's draft; what is refused is said in one sentence.

    The answer is its line, or with `?inline=1` where the picture is that will stand in the text.
    """
    file = request.FILES.get("file")
    if file is None:
        return HttpResponse(_("No file arrived."), status=422, content_type="text/plain")
    if (file.size or 0) > LARGEST_FILE_BYTES:
        return HttpResponse(
            _("This file is too large to send by mail."), status=422, content_type="text/plain"
        )
    kind, is_inline = request.GET.get("kind", ""), request.GET.get("inline") == "1"
    wanted = kind if kind in KINDS else (Draft.Kind.OUTBOUND if ticket is None else Draft.Kind.REPLY)
    try:
        kept = attach_file(
            ticket, kind=wanted, name=file.name or "", content=file.read(), by=agent_of(request),
            is_inline=is_inline, side_conversation_id=number_of(request.GET.get("side", "")),
        )  # fmt: skip
    except Refused as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain")
    if is_inline:
        return JsonResponse({"src": reverse("tickets:draft_file", args=[kept.key]), "name": kept.name})
    return HttpResponse(file_line(kept))


def _addresses(words: list[str]) -> tuple[Address, ...]:
    found = []
    for one in words:
        try:
            found.append(parse_address(one))
        except forms.ValidationError:
            continue
    return tuple(found)
