"""The demo company on the tests' database: played once in a process of tests, which takes ten seconds, then copied in."""

from dataclasses import dataclass, field

from django.db import connection, transaction

from careline.accounts.models import Agent, Team
from careline.config.demo.play import play
from careline.config.demo.story import load
from careline.testing.emptying import KEPT
from careline.tickets.models import Ticket

PASSWORD = "correct horse battery"


class Radhaus:
    """The people, teams and tickets of the demo company, by the names that its story gives them."""

    def person(self, name: str) -> Agent:
        """The colleague whose name begins so: "Jonas"."""
        return Agent.objects.get(name__startswith=name)

    def team(self, name: str) -> Team:
        """The team of this name: "Workshop"."""
        return Team.objects.get(name=name)

    def ticket(self, subject: str) -> Ticket:
        """The ticket whose subject begins so, the newest if there are several."""
        return Ticket.objects.filter(subject__startswith=subject).latest("pk")


@dataclass
class _Kept:
    """What the tables held when the story was over: rows as COPY writes them, and how far the numbers were."""

    rows: dict[str, bytes] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)


_kept = _Kept()


@transaction.atomic
def make_radhaus() -> Radhaus:
    """Let the demo company stand in the empty database, as the command `careline demo` makes it."""
    if _kept.rows:
        _put_back()
    else:
        play(load(), password=PASSWORD, progress=lambda done, total: None)
        _keep()
    return Radhaus()


def _keep() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
        _kept.numbers = dict(cursor.fetchall())
    for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
        with connection.connection.cursor().copy(f'COPY "{table}" TO STDOUT (FORMAT BINARY)') as told:
            rows = b"".join(told)
        if table not in KEPT:
            _kept.rows[table] = rows


def _put_back() -> None:
    """Write the rows; references are checked at the end. No number is given twice in a process of tests."""
    for table, rows in _kept.rows.items():
        with connection.connection.cursor().copy(f'COPY "{table}" FROM STDIN (FORMAT BINARY)') as told:
            told.write(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(name::regclass, greatest(least, pg_sequence_last_value(name::regclass)))"
            " FROM unnest(%s::text[], %s::bigint[]) AS told (name, least)",
            [list(_kept.numbers), list(_kept.numbers.values())],
        )
