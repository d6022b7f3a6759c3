"""Bring in one customer from a row of a file: recognised by their number elsewhere, their address, or their phone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from careline.customers.actions.change_fields import change_customer_fields
from careline.customers.actions.change_identities import add_identity, checked_identity
from careline.customers.actions.edit_customer import edit_customer
from careline.customers.actions.identify import normalise
from careline.customers.actions.set_organisation import set_organisation
from careline.customers.contracts import CustomerEdit
from careline.customers.models import Customer, Identity
from careline.customers.slots import RowRefused
from careline.fields.queries import all_fields

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_IDENTITIES = (("external_id", "external"), ("email", "email"), ("phone", "phone"))
FIELD = "field."


def take_in_customer(agent: Agent, values: Mapping[str, Any]) -> str:
    """Make or change a customer; empty cells change nothing. Run again with the same row, nothing changes.

    Refuses a row by which nobody can be recognised, and one whose identities belong to two people.
    """
    known = [(kind, checked_identity(kind, word)) for key, kind in _IDENTITIES if (word := text(values, key))]
    if not known:
        raise RowRefused(_("There is no number, address or phone to know them by."))
    customer, is_new = _find(known), False
    if customer is None:
        customer, is_new = Customer.objects.create(), True
    before = _state(customer)
    for kind, value in known:
        add_identity(customer, kind, value, by=agent)
    tags = words(values, "tags")
    edit = CustomerEdit(
        name=text(values, "name") or None,
        language=text(values, "language") or None,
        time_zone=text(values, "time_zone") or None,
        notes=text(values, "notes") or None,
        tags=tuple({*customer.tags, *tags}) if tags else None,
    )
    customer = edit_customer(customer, edit, by=agent)
    if organisation := text(values, "organisation"):
        customer = set_organisation(customer, organisation, by=agent)
    if given := field_values(values):
        customer = change_customer_fields(customer, given, by=agent)
    return "made" if is_new else "changed" if _state(customer) != before else "unchanged"


def _find(known: Iterable[tuple[str, str]]) -> Customer | None:
    found: set[int] = set()
    for kind, value in known:
        rows = Identity.objects.filter(kind=kind, normalised=normalise(value))
        found |= {*rows.values_list("customer_id", flat=True)}
    if len(found) > 1:
        raise RowRefused(_("The number, address and phone of this row belong to different people."))
    return Customer.objects.get(pk=found.pop()) if found else None


def _state(customer: Customer) -> tuple[Any, ...]:
    customer = Customer.objects.get(pk=customer.pk)
    plain = (
        customer.name,
        customer.language,
        customer.time_zone,
        customer.notes,
        tuple(sorted(customer.tags)),
    )
    identities = tuple(sorted(customer.identities.values_list("kind", "normalised")))
    return (*plain, customer.organisation_id, repr(sorted(customer.fields.items())), identities)


def text(values: Mapping[str, Any], key: str) -> str:
    """A cell as text, without characters that nobody sees; "" if it is not there."""
    value = values.get(key)
    return "" if value is None else str(value).replace("\x00", "").strip()


def words(values: Mapping[str, Any], key: str) -> list[str]:
    """A cell as a list: a list of JSON, or words with commas or semicolons between them."""
    value = values.get(key)
    listed = value if isinstance(value, list) else str(value or "").replace(";", ",").split(",")
    return [word for one in listed if (word := str(one).replace("\x00", "").strip())]


def field_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of fields that people defined, by the fields' keys; empty cells are left out."""
    return {
        key.removeprefix(FIELD): value
        for key, value in values.items()
        if key.startswith(FIELD) and value not in (None, "", [])
    }


def field_keys(target: str) -> list[tuple[str, str]]:
    """Key of the column and name of each field that a file can hold."""
    return [(f"{FIELD}{info.key}", info.label) for info in all_fields(target) if info.kind != "file"]
