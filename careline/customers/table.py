"""Customers as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from careline.customers.actions.take_in_customer import FIELD, field_keys, take_in_customer
from careline.customers.models import Customer
from careline.customers.slots import Column, Table, register_table
from careline.fields.queries import fields_for, plain_values

if TYPE_CHECKING:
    from careline.accounts.models import Agent

STRETCH = 500


def columns() -> list[Column]:
    """What can be said of a customer in a file."""
    plain = [
        Column(
            "external_id",
            _("Number elsewhere"),
            ("id", "customer id", "external key", "user id", "contact id"),
        ),
        Column("name", _("Name"), ("full name", "customer", "contact", "contact name")),
        Column("email", _("E-mail"), ("mail", "e-mail address", "email address", "primary email")),
        Column("phone", _("Phone"), ("telephone", "mobile", "phone number", "work phone")),
        Column("organisation", _("Organisation"), ("organization", "company", "company name", "account")),
        Column("language", _("Language"), ("locale",)),
        Column("time_zone", _("Time zone"), ("timezone",)),
        Column("tags", _("Tags"), ("labels",)),
        Column("notes", _("How to treat"), ("note", "details", "comments")),
    ]
    return plain + [Column(key, label, (label,)) for key, label in field_keys("customer")]


def rows(agent: Agent) -> Iterator[Mapping[str, Any]]:
    """The customers that a person may see, in stretches by their ids."""
    infos, last = fields_for(agent, "customer"), 0
    while True:
        found = Customer.objects.visible_to(agent).filter(pk__gt=last, merged_into=None, erased_at=None)
        stretch = [
            *found.select_related("organisation").prefetch_related("identities").order_by("pk")[:STRETCH]
        ]
        for one in stretch:
            yield _row(one) | {f"{FIELD}{key}": v for key, v in plain_values(infos, one.fields).items()}
        if len(stretch) < STRETCH:
            return
        last = stretch[-1].pk


def _row(one: Customer) -> dict[str, Any]:
    first: dict[str, str] = {}
    for identity in sorted(one.identities.all(), key=lambda i: i.pk):
        first.setdefault(identity.kind, identity.value)
    return {
        "external_id": first.get("external", ""),
        "name": one.name,
        "email": first.get("email", ""),
        "phone": first.get("phone", ""),
        "organisation": one.organisation.name if one.organisation else "",
        "language": one.language,
        "time_zone": one.time_zone,
        "tags": one.tags,
        "notes": one.notes,
    }


register_table("customers", Table(_("Customers"), columns, take_in_customer, rows))
