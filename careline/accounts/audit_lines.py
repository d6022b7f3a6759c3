"""Events of the audit log as lines of a table, of CSV and of JSONL."""

import csv
import io
import json
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from careline.core import audit
from careline.core.models import Event

COLUMNS = ("id", "at", "who", "what", "about", "cause", "data")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
AT_ONCE = 1000
KINDS = {
    "system": _("Careline itself"),
    "customer": _("Customer"),
    "rule": _("Rule"),
    "routing": _("Routing"),
    "target": _("Service target"),
}


def who(event: Event, people: dict[str, str]) -> str:
    """The name of who did it, or the kind of actor where it was no agent."""
    return people.get(f"agent:{event.actor_id}", "") if event.actor_kind == "agent" else event.actor_kind


def said_by(event: Event, people: dict[str, str]) -> str:
    """Who did it as a page says it, in the reader's language."""
    return str(KINDS.get(event.actor_kind) or who(event, people))


def facts(event: Event) -> str:
    """What changed, as `key: value` pairs in one line."""
    return ", ".join(
        f"{key}: {_plain(value)}" for key, value in event.data.items() if value not in ("", None, [])
    )


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def lines(question: audit.Question, people: dict[str, str], *, form: str) -> Iterator[str]:
    """The whole answer to a question, newest first, piece by piece; `form` is csv or jsonl."""
    write = _csv_line if form == "csv" else _json_line
    if form == "csv":
        yield ",".join(COLUMNS) + "\r\n"
    before = 0
    while found := audit.find(question, before=before, limit=AT_ONCE):
        yield "".join(write(event, people) for event in found)
        before = found[-1].pk


def _values(event: Event, people: dict[str, str]) -> tuple[object, ...]:
    return (
        event.pk, event.at.isoformat(), who(event, people), event.name, event.subject, event.cause_id, event.data,
    )  # fmt: skip


def _json_line(event: Event, people: dict[str, str]) -> str:
    said = dict(zip(COLUMNS, _values(event, people), strict=True))
    return json.dumps(said, ensure_ascii=False) + "\n"


def _csv_line(event: Event, people: dict[str, str]) -> str:
    """One line; a cell that a spreadsheet would take for a formula begins with an apostrophe (CWE-1236)."""
    buffer = io.StringIO()
    *plain, data = _values(event, people)
    cells = ["" if one is None else str(one) for one in (*plain, json.dumps(data, ensure_ascii=False))]
    csv.writer(buffer).writerow([f"'{one}" if one.startswith(_DANGEROUS) else one for one in cells])
    return buffer.getvalue()
