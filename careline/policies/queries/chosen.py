"""What policies ask, in words, as far as the reader may see that: for their list, and why one counts for a ticket."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.policies.contracts import Policy
from careline.tickets.queries.conditions import Conditions, Field, Group, fields_needed, say_condition

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def chosen_words(policies: Iterable[Policy], agent: Agent) -> list[tuple[str, str]]:
    """Of each policy its name, and why it is that one."""
    asked = [*policies]
    return [(policy.name, _why(said)) for policy, said in zip(asked, asked_words(asked, agent), strict=True)]


def asked_words(policies: Iterable[Policy], agent: Agent) -> list[str]:
    """Of each policy what it asks; "" where it asks nothing."""
    asked = [*policies]
    every = Conditions("all", tuple(group for policy in asked for group in policy.conditions.groups))
    known = fields_needed(agent, every)
    return [_asked(policy.conditions, known, agent) for policy in asked]


def _why(said: str) -> str:
    if not said:
        return _("it is for every ticket that no policy above it takes.")
    return _("it is the first that fits: %(conditions)s.") % {"conditions": said}


def _asked(conditions: Conditions, known: Mapping[str, Field], agent: Agent) -> str:
    groups = [said for group in conditions.groups if (said := _group(group, known, agent))]
    return _joined(groups, conditions.match)


def _group(group: Group, known: Mapping[str, Field], agent: Agent) -> str:
    said = [say_condition(one, known, agent) for one in group.conditions]
    if group.match == "none" and said:
        return _("none of “%(conditions)s”") % {"conditions": _joined(said, "any")}
    return _joined(said, group.match)


def _joined(said: list[str], match: str) -> str:
    between = _("; or ") if match == "any" else _("; and ")
    return between.join(said)
