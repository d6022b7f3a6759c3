"""The rules' place in the settings, and their words in a ticket's conversation and history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.tickets.slots import register_actor, register_phrase
from careline.ui.slots import Link, register_link


def may_manage(request: HttpRequest) -> bool:
    """Whether the person looks after the rules."""
    return bool(request.user.is_authenticated and request.user.may(Right.MANAGE_RULES))


register_link(
    "settings",
    Link(
        _("Rules"),
        "rules:rules",
        "route",
        _("Tickets"),
        allowed=may_manage,
        about=_("What is done by itself when something happens."),
    ),
    order=302,
)
register_link("places", Link(_("New rule"), "rules:new", "plus", _("Tickets"), allowed=may_manage), order=102)


def ran(by: str, data: Mapping[str, Any], names: object) -> SafeString:
    """A run of a rule, with its conditions and what it did; the link says more to whom it may."""
    rule = format_html(
        '<a class="link" href="{}">{}</a>',
        reverse("rules:run", args=[data.get("run_id", 0)]),
        gettext("Rule “%(name)s”, version %(version)s")
        % {"name": data.get("name_of_rule", ""), "version": data.get("version", "")},
    )
    if data.get("outcome") == "loop":
        return format_html(
            "{}: {}", rule, gettext("it was stopped, since rules set each other off again and again")
        )
    pieces = [rule]
    if because := data.get("because"):
        held = ((words, "✓" if holds else "✗") for words, holds in because)
        pieces.append(format_html(gettext("because {}"), format_html_join(", ", "{} {}", held)))
    if did := data.get("did"):
        pieces.append(format_html(gettext("did: {}"), ", ".join(did)))
    if data.get("outcome") in ("failed", "partly"):
        pieces.append(format_html("{}", gettext("something could not be done")))
    return format_html_join("; ", "{}", ((piece,) for piece in pieces))


def asked(by: str, data: Mapping[str, Any], names: Any) -> SafeString:
    """A rule told somebody."""
    people = ", ".join(names.agent(one) for one in data.get("agent_ids", ()))
    said = format_html(gettext("A rule told {} of this"), people)
    return format_html("{}: {}", said, data["words"]) if data.get("words") else said


register_actor("rule", _("A rule"))
register_phrase("rule.ran", "route", ran)
register_phrase("rule.notified", "bell", asked)
