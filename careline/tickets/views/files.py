"""Downloads: each file by its random name, with the rights of the ticket it belongs to, and unable to run."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from careline.core import files
from careline.tickets.models.attachment import SAFE_IMAGES
from careline.tickets.queries.thread import access_attachment
from careline.tickets.views.doors import agent_of, agent_page


@agent_page
@require_safe
def download(request: HttpRequest, key: str) -> HttpResponse:
    """Hand a file over. Safe images may be shown in the page with `?inline=1`; all else is saved, never opened."""
    found = access_attachment(agent_of(request), key)
    try:
        content = files.read(found.file)
    except files.ContentLost:
        raise Http404 from None
    is_shown = request.GET.get("inline") == "1" and found.file.content_type in SAFE_IMAGES
    return as_file(content, name=found.name, content_type=found.file.content_type, is_shown=is_shown)


def as_file(content: bytes, *, name: str, content_type: str, is_shown: bool = False) -> HttpResponse:
    """Return bytes from outside as a download that no browser runs, whatever they claim to be."""
    answer = HttpResponse(content, content_type=content_type if is_shown else "application/octet-stream")
    way = "inline" if is_shown else "attachment"
    answer["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(plain_name(name), safe='')}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=3600"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def plain_name(name: str) -> str:
    """Return a file name without paths, control characters and marks that turn its direction."""
    shown = "".join(
        c
        for c in name
        if c.isprintable() and c not in "/\\\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
    return shown.strip(". ")[:200] or "file"
