"""The few pages of the ui app: the viewer's look, the door to the settings, and the catalogue of components."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careline.ui import slots
from careline.ui.catalogue import SampleForm, icon_names
from careline.ui.look import DENSITIES, THEMES, Look, keep_look, look_of


@require_POST
def change_look(request: HttpRequest) -> HttpResponse:
    """Keep the viewer's theme, density or both, and return to where they were. Unknown words change nothing."""
    now = look_of(request)
    theme, density = request.POST.get("theme", ""), request.POST.get("density", "")
    chosen = Look(
        theme=theme if theme in THEMES else now.theme,
        density=density if density in DENSITIES else now.density,
    )
    response = HttpResponse(status=204) if request.headers.get("HX-Request") else redirect(_way_back(request))
    keep_look(response, chosen, secure=request.is_secure())
    return response


@require_safe
def places(request: HttpRequest) -> JsonResponse:
    """Tell the command palette of every page that the person may go to: areas, settings, and what apps add (`places`)."""
    found = {
        link.href: {"name": str(link.label), "href": link.href, "icon": link.icon, "aside": str(link.group)}
        for slot in ("nav", "places", "first-run", "settings")
        for link in slots.links(slot, request)
    }
    if slots.links("settings", request):
        home = reverse("ui:settings")
        found[home] = {"name": _("Settings"), "href": home, "icon": "settings", "aside": ""}
    return JsonResponse({"places": [*found.values()]})


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Show all settings that the person may open, with a line on each: on a phone, the way back from each of them."""
    pages = slots.links("settings", request)
    if not pages:
        raise Http404
    return render(request, "ui/settings_list.html", {"groups": slots.grouped(pages)})


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show every component in every state. Routed in development only."""
    form = SampleForm({"address": "support@"})
    return render(
        request, "ui/catalogue.html", {"form": form, "now": timezone.now(), "icon_names": icon_names()}
    )


def _way_back(request: HttpRequest) -> str:
    origin = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(origin, {request.get_host()}, require_https=request.is_secure()):
        return origin
    return "/"
