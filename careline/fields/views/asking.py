"""Who asks, and for what: the agent who is logged in, a target that there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.fields.contracts import FieldInfo, FormInfo, Target
from careline.fields.models import FieldForm
from careline.fields.queries.definitions import form_of
from careline.fields.slots import Keeper, keepers

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def administrator(request: HttpRequest) -> Agent:
    """Return the agent who may define fields. Raises Forbidden for others."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_FIELDS)
    return agent


def keeper_of(target: str) -> Keeper:
    """Return who keeps the values of a target. Raises Http404 for none."""
    found = keepers().get(target)
    if found is None or target not in {*Target}:
        raise Http404(target)
    return found


def which_form(target: str, which: str) -> tuple[str, str]:
    """Return the ticket type that an address names ("" for all others), and what it is called. Raises Http404."""
    types = dict(keeper_of(target).types)
    if which == "all":
        return "", _("All other types") if types else _("The form")
    if which not in types:
        raise Http404(which)
    return which, str(types[which])


def found_form(target: str, ticket_type: str, fields: list[FieldInfo]) -> tuple[FormInfo, bool]:
    """Return the form of this very type, and whether there is one; else one that asks every field."""
    row = FieldForm.objects.filter(target=target, ticket_type=ticket_type).first()
    if row:
        return form_of(row), True
    return FormInfo(tuple(info.key for info in fields), ticket_type=ticket_type), False
