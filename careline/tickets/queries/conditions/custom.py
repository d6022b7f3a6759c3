"""The fields that people defined themselves, as conditions: `field.<key>`, `customer_field.<key>` and so on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.customers.queries import ORGANISATION_ID
from careline.fields.contracts import FieldInfo, Values
from careline.fields.queries import condition, every_field, holds, operators
from careline.tickets.queries.conditions.asking import Asking, Field, Judging
from careline.tickets.queries.conditions.columns import REMAINING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from careline.accounts.models import Agent
    from careline.tickets.queries.conditions.facts import Facts

PREFIX = "field."
YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


@dataclass(frozen=True, slots=True)
class Custom:
    """A field of the fields room: it checks its values and makes its SQL itself."""

    info: FieldInfo
    template: str = "{0}"
    column: str = "t.fields"

    @property
    def name(self) -> str:
        """How its value is asked for."""
        if self.info.choices:
            return "choice"
        return "yes_no_value" if self.info.kind == "yes_no" else f"custom_{self.info.kind}"

    @property
    def operators(self) -> tuple[str, ...]:
        """What the fields room knows."""
        return operators(self.info)

    def check(self, op: str, value: Any, known: Mapping[str, Any] | None) -> Any:
        """The value as it was given, if the fields room takes it."""
        if op in ("filled", "empty"):
            return None
        if op in ("is", "is_not"):
            value = [
                str(one) for one in (value if isinstance(value, list) else [value]) if one not in (None, "")
            ]
        if value in (None, "", []):
            raise ValueError(_("Say with what to compare."))
        condition(self.info, op, value, column=self.column)
        return value

    def sql(self, op: str, value: Any, asking: Asking) -> str:
        """The fields room's clause; where it knows nothing, it does not hold."""
        clause = condition(self.info, op, value, column=self.column, prefix=f"f{len(asking.values)}")
        asking.values.update(clause.values)
        return f"(({self.template.format(clause.sql)}) IS TRUE)"

    def holds(self, op: str, value: Any, found: Values, judging: Judging) -> bool:
        """What the fields room says of these values."""
        return holds(self.info, op, value, found)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose own fields they are: the beginning of their keys, and where their values are, in SQL and in memory."""

    target: str
    prefix: str
    group: _StrPromise
    column: str
    template: str
    reading: Callable[[Facts], Values]


OWNERS = (
    Owner(
        "ticket",
        PREFIX,
        gettext_lazy("Your own fields"),
        "t.fields",
        "{0}",
        lambda facts: facts.ticket.fields,
    ),
    Owner(
        "customer",
        "customer_field.",
        gettext_lazy("The customer’s own fields"),
        "c.fields",
        f"SELECT {{0}} FROM customers_customer c WHERE c.id = {REMAINING}",  # noqa: S608  (our own words)
        lambda facts: facts.of("customer").fields,
    ),
    Owner(
        "organisation",
        "organisation_field.",
        gettext_lazy("The organisation’s own fields"),
        "coalesce(o.fields, '{}'::jsonb)",
        f"SELECT {{0}} FROM customers_customer c LEFT JOIN customers_organisation o ON o.id = {ORGANISATION_ID}"  # noqa: S608
        " WHERE c.id = t.customer_id",
        lambda facts: facts.of("customer").organisation_fields,
    ),
)


def custom_fields(agent: Agent | None) -> list[Field]:
    """The fields of tickets, customers and organisations that this person may see; all where no person asks."""
    infos = [info for info in every_field() if agent is None or info.visible_to(agent.role)]
    return [_field(info, owner) for owner in OWNERS for info in infos if info.target == owner.target]


def _field(info: FieldInfo, owner: Owner) -> Field:
    offered = [(one.key, one.label) for one in info.choices if not one.is_archived]
    if info.kind == "yes_no":
        offered = [(key, str(label)) for key, label in YES_NO]
    choices = (lambda _agent: offered) if offered else None
    return Field(
        f"{owner.prefix}{info.key}",
        info.label,
        Custom(info, owner.template, owner.column),
        owner.group,
        choices,
        found_by=("is",) if owner.target == "ticket" else (),
        reading=owner.reading,
    )
