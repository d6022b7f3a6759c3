"""A mail as it was sent, in a frame that can run nothing and fetches nothing from elsewhere until asked to."""

from __future__ import annotations

import re
from urllib.parse import quote

import httpx
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from careline.accounts.queries import agent_of
from careline.core.http import fetch
from careline.core.limits import allow
from careline.tickets.models import Message, SideMessage
from careline.tickets.models.attachment import SAFE_IMAGES
from careline.tickets.queries.side import access_said
from careline.tickets.views.doors import agent_page

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
CID = re.compile(r'\bsrc="cid:([^"]{1,500})"', re.IGNORECASE)
REMOTE = re.compile(r'\bdata-remote-src="(https?:[^"]{1,4000})"', re.IGNORECASE)
LARGEST_IMAGE_BYTES = 5 * 1024 * 1024
IMAGES_A_MINUTE = 120


@agent_page
@require_safe
@xframe_options_sameorigin
def body(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show the HTML of a message inside its frame; remote images only with `?images=1`, and then through us."""
    message = access_said(agent_of(request), message_id)
    shows_images = request.GET.get("images") == "1"
    html = _with_own_images(message)
    remote = len(REMOTE.findall(html))
    if shows_images:
        html = REMOTE.sub(lambda found: f'src="{escape(_proxied(message, found[1]))}"', html)
    context = {"html": mark_safe(html), "message": message, "blocked": 0 if shows_images else remote}  # noqa: S308
    answer = render(request, "tickets/body.html", context)
    answer["Content-Security-Policy"] = POLICY
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@agent_page
@require_safe
def image(request: HttpRequest, message_id: int) -> HttpResponse:
    """Fetch one remote image of a message for a person who asked to see it: only images, never with our cookies."""
    message = access_said(agent_of(request), message_id)
    url = request.GET.get("url", "")
    if url not in {_plain(found) for found in REMOTE.findall(message.html)}:
        raise Http404
    if not allow(f"image:{agent_of(request).pk}", limit=IMAGES_A_MINUTE, seconds=60):
        return HttpResponse(status=429)
    try:
        got = fetch("GET", url, largest_bytes=LARGEST_IMAGE_BYTES)
    except httpx.HTTPError:
        raise Http404 from None
    kind = got.headers.get("content-type", "").partition(";")[0].strip().lower()
    if got.status != 200 or kind not in SAFE_IMAGES:
        raise Http404
    answer = HttpResponse(got.content, content_type=kind)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


def _with_own_images(message: Message | SideMessage) -> str:
    keys = {file.content_id.lower(): file.key for file in message.attachments.all() if file.content_id}

    def own(found: re.Match[str]) -> str:
        key = keys.get(_plain(found[1]).lower())
        return f'src="{reverse("tickets:attachment", args=[key])}?inline=1"' if key else 'data-missing=""'

    return CID.sub(own, message.html)


def _proxied(message: Message | SideMessage, found: str) -> str:
    return f"{reverse('tickets:body_image', args=[message.pk])}?url={quote(_plain(found), safe='')}"


def _plain(attribute: str) -> str:
    return attribute.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
