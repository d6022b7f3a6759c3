"""Making, changing and removing webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import visible_team_ids
from careline.core.events import emit
from careline.webhooks.actions.follow_log import begin_now
from careline.webhooks.contracts import WebhookRefused
from careline.webhooks.events import WebhookChanged, WebhookCreated, WebhookRemoved
from careline.webhooks.models import Endpoint
from careline.webhooks.queries import known_types
from careline.webhooks.signing import new_secret

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST = 50


@dataclass(frozen=True, slots=True)
class EndpointDetails:
    """What can be said about a webhook."""

    name: str
    url: str
    types: tuple[str, ...] = ()
    team_ids: tuple[int, ...] = ()
    is_active: bool = True


@transaction.atomic
def create_endpoint(details: EndpointDetails, *, by: Agent) -> tuple[Endpoint, str]:
    """Make a webhook; returns it with its secret, which is not shown again. It is told what happens from now on.

    Refuses who may not manage the company (Forbidden), an address that is none, unknown events or teams.
    Emits WebhookCreated.
    """
    by.require(Right.MANAGE_COMPANY)
    values = _checked(details, by)
    if Endpoint.objects.count() >= MOST:
        raise WebhookRefused(_("There can be at most %(most)s webhooks.") % {"most": MOST})
    begin_now()
    secret = new_secret()
    endpoint = Endpoint.objects.create(secret=secret, created_by=by, **values)
    emit(WebhookCreated(endpoint.pk, url=_without_secrets(details.url)), by=by.actor)
    return endpoint, secret


@transaction.atomic
def change_endpoint(endpoint: Endpoint, details: EndpointDetails, *, by: Agent) -> Endpoint:
    """Change a webhook, or switch it on or off; what waits for it goes on waiting. Refuses what `create_endpoint` does.

    Emits WebhookChanged with the names of what changed, if anything did.
    """
    by.require(Right.MANAGE_COMPANY)
    values = _checked(details, by)
    fresh = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    changed = [name for name, value in values.items() if getattr(fresh, name) != value]
    if not changed:
        return fresh
    if values["is_active"] and not fresh.is_active:
        begin_now()
        values |= {"disabled_reason": "", "failing_since": None}
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=[*values])
    emit(WebhookChanged(fresh.pk, changed=tuple(changed)), by=by.actor)
    return fresh


@transaction.atomic
def remove_endpoint(endpoint: Endpoint, *, by: Agent) -> None:
    """Remove a webhook with its log. Emits WebhookRemoved."""
    by.require(Right.MANAGE_COMPANY)
    if Endpoint.objects.filter(pk=endpoint.pk).delete()[0]:
        emit(WebhookRemoved(endpoint.pk), by=by.actor)


def _checked(details: EndpointDetails, by: Agent) -> dict[str, object]:
    try:
        parts = urlsplit(details.url)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_address = False
    if not is_address or len(details.url) > 2000 or parts.username or parts.password:
        raise WebhookRefused(
            _("Give an address such as https://example.com/hook, without name and password.")
        )
    if unknown := set(details.types) - set(known_types()):
        raise WebhookRefused(_("There is no such event: %(name)s.") % {"name": min(unknown)})
    if set(details.team_ids) - set(visible_team_ids(by)):
        raise WebhookRefused(_("There is no such team."))
    return {
        "name": " ".join(details.name.split())[:80] or str(parts.hostname)[:80],
        "url": details.url,
        "types": sorted(set(details.types)),
        "team_ids": sorted(set(details.team_ids)),
        "is_active": details.is_active,
    }


def _without_secrets(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
