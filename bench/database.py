"""A database for each size, made once and kept: migrated, filled, indexed for search, vacuumed."""

import functools
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.generator.dataset import Size, fill

VERSION = 1
SETTINGS = {"DJANGO_SETTINGS_MODULE": "careline.config.settings"}


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
            migrate(address_of(name))
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
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(_NEUTRAL)


# Benches write rows past the product; a column that they don't know gets a neutral value.
_NEUTRAL = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name, CASE
      WHEN data_type LIKE '%char%' OR data_type = 'text' THEN $q$''$q$ WHEN data_type = 'boolean' THEN 'false'
      WHEN data_type = 'jsonb' THEN $q$'[]'$q$ WHEN data_type = 'ARRAY' THEN $q$'{}'$q$ ELSE '0' END AS neutral
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_nullable = 'NO' AND is_identity = 'NO'
      AND column_default IS NULL AND table_name ~ '^(accounts|channels|core|customers|policies|tickets)_'
      AND (data_type ~ 'char|text|int|bool|jsonb|ARRAY')
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET DEFAULT %s', c.table_name, c.column_name, c.neutral);
  END LOOP; END $$;
"""
_ONE_INBOX = """
import django
django.setup()
from careline.accounts.models import Company, Team
from careline.channels.models import Inbox
Company.objects.create(name="Radhaus")
Inbox.objects.create(id=1, name="Support", address="support@radhaus.example", team=Team.objects.create(id=1, name="Support"))
"""


def copy_of_empty(purpose: str) -> str:
    """A fresh, migrated database with one team (1) and one inbox (1). Returns its address."""
    return copy_of(address_of(_empty()), purpose)


def copy_of(address: str, purpose: str) -> str:
    """A fresh copy of a database of a bench that nobody is connected to. Returns its address."""
    template, name = urlsplit(address).path.lstrip("/"), f"careline_bench_{purpose}"
    with psycopg.connect(address_of("postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return address_of(name)


@functools.cache
def _empty() -> str:
    """The database that the others are copied from, made if need be, at the present schema."""
    template = f"careline_bench_empty_v{VERSION}"
    with psycopg.connect(address_of("postgres"), autocommit=True) as server:
        exists = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone()
        if not exists:
            server.execute(f'CREATE DATABASE "{template}"')
    migrate(address_of(template))
    if not exists:
        environment = {**os.environ, "DATABASE_URL": address_of(template), **SETTINGS}
        subprocess.run([sys.executable, "-c", _ONE_INBOX], check=True, env=environment)
    return template


def drop(address: str) -> None:
    """Remove a database of a bench."""
    name = urlsplit(address).path.lstrip("/")
    with psycopg.connect(address_of("postgres"), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
