"""A migrated database to copy the tests' databases from: to migrate takes ten seconds, to copy a moment.

It is kept on the tests' server, one for each work tree, and made anew when the migrations or the libraries changed.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).parents[2]
LOCK = 0x67726F756E64  # pg_advisory_lock key: "ground"


def template() -> str:
    """The name of the template on the server of DATABASE_URL, made if it isn't there; by one process at a time."""
    own = f"careline_ground_{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}_"
    name = own + _state()
    with psycopg.connect(_address("postgres"), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        found = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{own}%"])
        kept = {row[0] for row in found}
        if name not in kept:
            for old in kept:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
            _make(server, name)
    return name


def _make(server: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    raw, finished = sql.Identifier(f"{name}_raw"), sql.Identifier(name)
    server.execute(sql.SQL("CREATE DATABASE {}").format(raw))
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "careline", "django", "migrate", "-v", "0"],
        env=os.environ | {"DATABASE_URL": _address(f"{name}_raw")}, cwd=ROOT, check=True,
    )  # fmt: skip
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(raw, finished))


def _state() -> str:
    """What the tables follow from: our migrations, and the libraries that bring their own."""
    told = hashlib.sha256((ROOT / "requirements-dev.txt").read_bytes())
    for file in sorted(ROOT.glob("careline/**/migrations/*.py")):
        told.update(file.name.encode() + file.read_bytes())
    return told.hexdigest()[:12]


def _address(database: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}"))
