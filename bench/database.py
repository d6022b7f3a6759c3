"""A database for each size, made once and kept: migrated, filled, indexed for search, vacuumed."""

import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.generator.dataset import Size, fill

VERSION = 1


def address_of(name: str) -> str:
    """The address of database `name` on the server of DATABASE_URL."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{name}"))


def prepare(size: Size) -> str:
    """Return the address of a database with `size`, making it where it is missing."""
    name = f"careline_bench_{size.tickets}_v{VERSION}"
    with psycopg.connect(address_of("postgres"), autocommit=True) as server:
        exists = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if exists:
            return address_of(name)
        server.execute(f'DROP DATABASE IF EXISTS "{name}_making"')
        server.execute(f'CREATE DATABASE "{name}_making"')
        _make(address_of(f"{name}_making"), size)
        server.execute(f'ALTER DATABASE "{name}_making" RENAME TO "{name}"')
    return address_of(name)


def _make(address: str, size: Size) -> None:
    migrate(address)
    with psycopg.connect(address) as connection:
        connection.execute("SET synchronous_commit = off")
        fill(connection, size)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def migrate(address: str) -> None:
    """Bring a database to the present schema with the product's own command."""
    environment = {**os.environ, "DATABASE_URL": address}
    subprocess.run(
        [sys.executable, "-m", "careline", "django", "migrate", "-v", "0"], check=True, env=environment
    )
