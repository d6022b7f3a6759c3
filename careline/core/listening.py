"""How to reach the database for what must keep one connection: LISTEN, and locks that last longer than a transaction."""

from django.conf import settings
from django.db import connections
from psycopg.conninfo import make_conninfo


def listening_dsn(purpose: str) -> str:
    """The address for a connection of one's own, never through PgBouncer; `purpose` is shown by pg_stat_activity.

    Without an address of its own it is Django's database, whatever that is called now.
    """
    named = {"application_name": f"careline {purpose}"}
    if not settings.CARELINE_LISTENER_IS_ITS_OWN:
        named["dbname"] = connections["default"].settings_dict["NAME"]
    return make_conninfo(settings.CARELINE_LISTENER_DSN, **named)
