"""The fields that people defined themselves, as conditions: under the keys `field.<key>`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.fields.contracts import FieldInfo
from careline.fields.queries import condition, fields_for, operators
from careline.tickets.queries.conditions.kinds import Asking, Field

if TYPE_CHECKING:
    from careline.accounts.models import Agent

PREFIX = "field."
YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


@dataclass(frozen=True, slots=True)
class Custom:
    """A field of the fields room: it checks its values and makes its SQL itself."""

    info: FieldInfo

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
        condition(self.info, op, value, column="t.fields")
        return value

    def sql(self, op: str, value: Any, asking: Asking) -> str:
        """The fields room's clause; where it knows nothing, it does not hold."""
        clause = condition(self.info, op, value, column="t.fields", prefix=f"f{len(asking.values)}")
        asking.values.update(clause.values)
        return f"(({clause.sql}) IS TRUE)"


def custom_fields(agent: Agent) -> list[Field]:
    """The fields of tickets that this person may see."""
    return [_field(info) for info in fields_for(agent, "ticket")]


def _field(info: FieldInfo) -> Field:
    offered = [(one.key, one.label) for one in info.choices if not one.is_archived]
    if info.kind == "yes_no":
        offered = [(key, str(label)) for key, label in YES_NO]
    choices = (lambda _agent: offered) if offered else None
    return Field(
        f"{PREFIX}{info.key}",
        info.label,
        Custom(info),
        gettext_lazy("Your own fields"),
        choices,
        found_by=("is",),
    )
