"""Bringing a backup back: every checksum first, then the attachments, then the database in one transaction."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from careline.core.backup import archive, postgres
from careline.core.backup.write import Progress, fingerprint
from careline.core.files import path_of
from careline.core.models import Event, Xid8Field

FIRST_XID = 3  # FirstNormalTransactionId: older than any snapshot of any cluster
OTHERS_SQL = """SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""


class Refused(Exception):
    """The restore was not begun; the text says why and what helps. Nothing was changed."""


@dataclass(frozen=True)
class Restored:
    """What came back: how many attachments, and whether stored passwords can be read with this home's key."""

    made_at: str
    files: int
    has_same_key: bool


def restore_backup(
    path: Path, *, replace: bool, with_key: bool, progress: Progress = lambda s, d, t: None
) -> Restored:
    """Put the backup in place of what is here. Raises Refused or Damaged before anything is touched.

    Refuses a target that holds people or events unless `replace`; a backup of a newer version; a database in use.
    `with_key` also brings back the secret key, which must be in the backup.
    """
    size = path.stat().st_size
    about = archive.verify(path, lambda done: progress("verifying", done, size))
    _refuse_newer(about["migrations"])
    _refuse_used(replace=replace)
    with tempfile.NamedTemporaryFile(prefix="careline-restore-") as dumped:
        key = _unpack(path, Path(dumped.name), about["files"], progress)
        if with_key and not key:
            raise Refused("This backup holds no secret key: it was made without --with-secret-key.")
        progress("restoring the database", 0, 1)
        postgres.restore(settings.CARELINE_LISTENER_DSN, Path(dumped.name), afterwards=_resets())
    if with_key:
        _put_key(key)
    connections.close_all()
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    same = with_key or about["key_fingerprint"] == fingerprint(settings.SECRET_KEY)
    return Restored(about["made_at"], about["files"], same)


def _refuse_newer(migrations: list[list[str]]) -> None:
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    strange = [
        f"{app}.{name}" for app, name in migrations if app in apps.app_configs and (app, name) not in known
    ]
    if strange:
        raise Refused(
            f"This backup was made by a newer Careline (it knows {strange[0]}): install that version first."
        )


def _refuse_used(*, replace: bool) -> None:
    with psycopg.connect(settings.CARELINE_LISTENER_DSN, autocommit=True) as asked:
        row = asked.execute(OTHERS_SQL).fetchone()
        if row and row[0]:
            raise Refused(f"{row[0]} connections use this database: stop Careline before you restore.")
        tables = [get_user_model()._meta.db_table, Event._meta.db_table]
        held = [t for t in tables if asked.execute("SELECT to_regclass(%s)", [t]).fetchone() != (None,)]
        is_used = any(asked.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in held)  # noqa: S608
    if is_used and not replace:
        raise Refused(
            "This installation already holds people and tickets. Restore into an empty one, "
            "or say --replace-everything to lose what is here."
        )


def _unpack(path: Path, dumped: Path, count: int, progress: Progress) -> bytes:
    """Put the attachments into the storage and the dump into a file; return the secret key, if there is one."""
    key, done = b"", 0
    for name, content in archive.each_member(path):
        if name == archive.DUMP:
            with dumped.open("wb") as target:
                shutil.copyfileobj(content, target)
        elif name == archive.KEY:
            key = content.read()
        elif name.startswith(archive.FILES):
            done += 1
            progress("restoring attachments", done, count)
            _keep(path_of(name.removeprefix(archive.FILES)), content)
    return key


def _keep(name: str, content: IO[bytes]) -> None:
    if default_storage.exists(name):
        default_storage.delete(name)
    default_storage.save(name, File(content))


def _resets() -> list[str]:
    """Return what makes a foreign cluster's rows right: their transaction ids may lie in this one's future."""
    columns = [
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, Xid8Field)
    ]
    return [f"UPDATE {table} SET {column} = '{FIRST_XID}'::xid8" for table, column in columns]  # noqa: S608


def _put_key(key: bytes) -> None:
    path = Path(settings.CARELINE_HOME) / "secret.key"
    if path.exists():
        path.replace(path.with_name("secret.key.before-restore"))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(key + b"\n")
