"""The customer's card: who they are, how to reach them, and what to know before answering."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from careline.tickets.models import Ticket

KINDS = {
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "whatsapp": gettext_lazy("WhatsApp"),
    "telegram": gettext_lazy("Telegram"),
    "matrix": gettext_lazy("Matrix"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A customer, ready to be shown beside their ticket."""

    href: str
    name: str
    organisation: str
    notes: str
    language: str
    there_now: str
    identities: list[tuple[str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


def card_of(ticket: Ticket) -> Card:
    """Prepare the card of a ticket's customer."""
    customer = ticket.customer
    identities = [*customer.identities.select_related("customer__organisation").order_by("pk")[:8]]
    organisation = (identities[0].customer if identities else customer).organisation
    return Card(
        href=f"/customers/{customer.pk}/",
        name=customer.name or _("Somebody"),
        organisation=organisation.name if organisation else "",
        notes=customer.notes,
        language=language_name(customer.language or ticket.language),
        there_now=_there_now(customer.time_zone),
        identities=[(str(KINDS.get(i.kind, i.kind)), i.value) for i in identities],
        tags=customer.tags,
    )


def language_name(code: str) -> str:
    """Return the name of a language in the viewer's own, or its code."""
    try:
        return str(get_language_info(code.partition("-")[0])["name_translated"]) if code else ""
    except KeyError:
        return code


def _there_now(zone: str) -> str:
    try:
        here = timezone.now().astimezone(ZoneInfo(zone)) if zone else None
    except (ZoneInfoNotFoundError, ValueError):
        return ""
    return f"{date_format(here, 'H:i')}, {zone.rpartition('/')[2].replace('_', ' ')}" if here else ""
