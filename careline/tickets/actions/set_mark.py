"""Write what an upper room shows on the rows of a ticket. Checks no rights; it is no change of a person."""

from typing import Any

from django.db import connection

_SET = """
UPDATE tickets_ticket SET marks = marks || jsonb_build_object(%(name)s::text, %(value)s::text)
WHERE id = %(ticket)s AND marks ->> %(name)s IS DISTINCT FROM %(value)s
"""
_CLEAR = "UPDATE tickets_ticket SET marks = marks - %(name)s::text WHERE id = %(ticket)s AND marks ? %(name)s"


def set_mark(ticket_id: int, name: str, value: str) -> None:
    """Have the rows of a ticket show a mark by `slots.register_row_mark(name, …)`; "" takes it away. One statement.

    `value` is a short key of the room's own, never somebody's words. Emits nothing and raises no version: what changed
    told of itself, and lists are refreshed by that.
    """
    values: dict[str, Any] = {"ticket": ticket_id, "name": name, "value": value}
    with connection.cursor() as cursor:
        cursor.execute(_SET if value else _CLEAR, values)
