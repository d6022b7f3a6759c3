"""Files that were put into fields: handed over with the rights of what they belong to, and unable to run."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from careline.accounts.queries import agent_of
from careline.core import files
from careline.fields.models import FieldFile
from careline.fields.queries import info_of
from careline.fields.views.asking import keeper_of


@require_safe
def download(request: HttpRequest, key: str) -> HttpResponse:
    """Hand a file over to who may see the field and what it belongs to; always saved, never opened."""
    agent = agent_of(request)
    found = get_object_or_404(FieldFile.objects.select_related("field", "file"), key=key)
    keeper_of(found.field.target).access(agent, found.object_id)
    if not info_of(found.field).visible_to(agent.role):
        raise Http404(key)
    try:
        content = files.read(found.file)
    except files.ContentLost:
        raise Http404 from None
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=3600"
    return answer
