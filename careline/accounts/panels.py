"""The accounts app's places in every page: the person in the rail, and the links of the settings."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careline.accounts.models import Agent
from careline.ui.slots import Link, register, register_link


@register("rail.end")
def person(request: HttpRequest) -> str | None:
    """Show who is logged in, with presence, account and log out."""
    agent = request.user
    if not isinstance(agent, Agent):
        return None
    shown = {
        "name": agent.name,
        "presence": agent.presence,
        "presence_label": Agent.Presence(agent.presence).label,
        "logout_url": reverse("account_logout"),
    }
    return render_to_string("ui/_presence.html", shown, request)


register_link(
    "settings",
    Link(label=_("Log in and security"), url_name="mfa_index", icon="shield-check", group=_("You")),
    order=20,
)
