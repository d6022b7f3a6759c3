"""The page "Set up your service"."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careline.guide.panels import may_set_up
from careline.guide.steps import STEPS, minutes
from careline.ui import slots


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Show the steps in their order, each with the pages that the person may open; 404 for who sets nothing up."""
    if not may_set_up(request):
        raise Http404
    known = {
        link.url_name: link for slot in ("nav", "places", "settings") for link in slots.links(slot, request)
    }
    steps = [(one, [known[name] for name in one.pages if name in known]) for one in STEPS]
    return render(request, "guide/guide.html", {"steps": steps, "minutes": minutes()})
