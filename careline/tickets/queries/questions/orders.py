"""What rows can be sorted and grouped by: expressions over the ticket `t` that are never NULL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Order:
    """What rows are sorted by: an expression over the ticket `t` with what it binds, its type, and which way."""

    expression: str
    type: str
    descending: bool
    values: Mapping[str, Any] = field(default_factory=dict)


SORTS = {
    "newest": Order("t.last_customer_at", "timestamptz", descending=True),
    "longest_wait": Order("t.last_customer_at", "timestamptz", descending=False),
    "due": Order("t.due_at", "timestamptz", descending=False),
    "updated": Order("t.updated_at", "timestamptz", descending=True),
    "created": Order("t.id", "bigint", descending=True),
    "oldest": Order("t.id", "bigint", descending=False),
    "priority": Order("t.priority", "bigint", descending=True),
}
GROUPINGS = {
    "status": Order("t.status", "bigint", descending=False),
    "priority": Order("-t.priority", "bigint", descending=False),
    "type": Order("t.type", "text", descending=False),
    "channel": Order("t.channel", "text", descending=False),
    "language": Order("lower(t.language)", "text", descending=False),
    "team": Order(
        "(SELECT x.name || chr(31) || x.id FROM accounts_team x WHERE x.id = t.team_id)",
        "text",
        descending=False,
    ),
    "assignee": Order(
        "coalesce((SELECT x.name || chr(31) || x.id FROM accounts_agent x WHERE x.id = t.assignee_id), '')",
        "text",
        descending=False,
    ),
    "organisation": Order(
        "coalesce((SELECT o.name || chr(31) || o.id FROM customers_customer c JOIN customers_organisation o"
        " ON o.id = c.organisation_id WHERE c.id = t.customer_id), '')",
        "text",
        descending=False,
    ),
}
