"""Tables are emptied by deleting what is there: to truncate all hundred costs half a second, whatever they hold."""

from django.db import OperationalError, connection, transaction
from django.test import TransactionTestCase
from psycopg.errors import DeadlockDetected

KEPT = {
    "django_content_type",
    "auth_permission",
}  # which follow from the models: Django's flush makes them anew


def empty_quickly() -> None:
    """Let every test that commits end with `empty_tables`, where Django would flush."""
    TransactionTestCase._fixture_teardown = lambda _: empty_tables()


def empty_tables() -> None:
    """Delete all rows of our tables. As TRUNCATE does, it waits first for whoever is reading or writing."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    emptied = [connection.ops.quote_name(table) for table in tables if table not in KEPT]
    for is_last in (False, False, True):
        try:
            return _empty(emptied)
        except (
            OperationalError
        ) as error:  # a request under way held one table and waited for another: now it is done
            if is_last or not isinstance(error.__cause__, DeadlockDetected):
                raise
    return None


def _empty(tables: list[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(f"SELECT {', '.join(f'EXISTS (SELECT FROM {table})' for table in tables)}")
        for table, is_filled in zip(tables, cursor.fetchone(), strict=True):
            if is_filled:
                cursor.execute(f"DELETE FROM {table}")  # references are checked at the end: any order will do
