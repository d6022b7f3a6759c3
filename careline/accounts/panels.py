"""The accounts app's places in every page: the person in the rail, and the links of the settings."""

from collections.abc import Callable

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from careline.accounts.contracts import Right
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
        "presences": Agent.Presence.choices,
        "presence_url": reverse("accounts:presence"),
        "profile_url": reverse("accounts:profile"),
        "logout_url": reverse("account_logout"),
    }
    return render_to_string("ui/_presence.html", shown, request)


def holders_of(right: Right) -> Callable[[HttpRequest], bool]:
    """Make a link's predicate: shown to people whose role has the right."""

    def allowed(request: HttpRequest) -> bool:
        return isinstance(request.user, Agent) and request.user.may(right)

    return allowed


def looks_after_teams(request: HttpRequest) -> bool:
    """Show the link to people who manage teams, or lead one."""
    agent = request.user
    return isinstance(agent, Agent) and (agent.may(Right.MANAGE_TEAMS) or bool(agent.led_team_ids))


def sees_roles(request: HttpRequest) -> bool:
    """Show the link to people who manage users, and to those who check the house."""
    agent = request.user
    return isinstance(agent, Agent) and (agent.may(Right.MANAGE_USERS) or agent.may(Right.READ_AUDIT))


LINKS = (
    (
        10,
        Link(
            _("Profile"),
            "accounts:profile",
            "user",
            _("You"),
            about=_("Your name, language, time zone and signature."),
        ),
    ),
    (
        20,
        Link(
            _("Log in and security"),
            "mfa_index",
            "shield-check",
            _("You"),
            about=_("Your second factor, passkeys and recovery codes."),
        ),
    ),
    (
        30,
        Link(
            _("API tokens"),
            "accounts:tokens",
            "key-round",
            _("You"),
            about=_("Keys by which programs work in your name."),
        ),
    ),
    (
        40,
        Link(
            _("API reference"),
            "accounts:api_reference",
            "code",
            _("You"),
            about=_("What programs can do, with forms to try it."),
        ),
    ),
    (
        110,
        Link(
            _("Users"),
            "accounts:users",
            "users",
            _("People"),
            allowed=holders_of(Right.MANAGE_USERS),
            about=_("Who works here: invite, change, close accounts."),
        ),
    ),
    (
        115,
        Link(
            _("Roles"),
            "accounts:roles",
            "key-round",
            _("People"),
            allowed=sees_roles,
            about=_("What each role may do, and roles of your own."),
        ),
    ),
    (
        120,
        Link(
            _("Teams"),
            "accounts:teams",
            "handshake",
            _("People"),
            allowed=looks_after_teams,
            about=_("Who answers together, and who leads."),
        ),
    ),
    (
        145,
        Link(
            pgettext_lazy("a page of settings", "Log in"),
            "accounts:sign_in",
            "fingerprint",
            _("Security"),
            allowed=holders_of(Right.MANAGE_COMPANY),
            about=_("Rules for logging in, open sessions, failures."),
        ),
    ),
    (
        150,
        Link(
            _("Audit log"),
            "accounts:audit",
            "history",
            _("Security"),
            allowed=holders_of(Right.READ_AUDIT),
            about=_("Who did what, when; it can be exported and verified."),
        ),
    ),
    (
        160,
        Link(
            _("Health"),
            "accounts:health",
            "server",
            _("Security"),
            allowed=holders_of(Right.MANAGE_COMPANY),
            about=_("Workers, queues, failed jobs and services."),
        ),
    ),
    (
        130,
        Link(
            _("Company"),
            "accounts:company",
            "store",
            _("People"),
            allowed=holders_of(Right.MANAGE_COMPANY),
            about=_("Name, language, time zone and contact details."),
        ),
    ),
)
for place, link in LINKS:
    register_link("settings", link, order=place)
PLACES = (
    Link(
        _("Invite somebody"),
        "accounts:invite",
        "user-plus",
        _("People"),
        allowed=holders_of(Right.MANAGE_USERS),
    ),
    Link(_("New role"), "accounts:new_role", "plus", _("People"), allowed=holders_of(Right.MANAGE_USERS)),
    Link(_("New team"), "accounts:new_team", "plus", _("People"), allowed=holders_of(Right.MANAGE_TEAMS)),
    Link(_("Code by an app"), "mfa_activate_totp", "shield-check", _("Log in and security")),
    Link(_("Passkeys"), "mfa_list_webauthn", "fingerprint", _("Log in and security")),
    Link(_("Where you are logged in"), "usersessions_list", "monitor", _("Log in and security")),
)
for link in PLACES:
    register_link("places", link, order=300)
