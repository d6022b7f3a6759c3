"""Before serving: tables and static files as this version needs them. Safe to run twice, or by two at once."""

import hashlib
import os
import sys
import traceback
from pathlib import Path

import psycopg
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import OperationalError

from careline import __version__

LOCK = 0x636172656C696E65  # pg_advisory_lock key: "careline"
STAMP = "version.txt"


def prepare() -> None:
    """Bring tables and static files to this version."""
    migrate_tables()
    collect_static_files()


def prepare_in_a_fork() -> bool:
    """Prepare in a child process, so that what it loads does not stay with us. Returns whether it went well.

    To be called before this process has threads or connections.
    """
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    try:
        prepare()
    except (OperationalError, psycopg.OperationalError) as error:
        sys.stderr.write(f"The database does not answer: {error}\ncareline doctor says more.\n")
        os._exit(1)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def migrate_tables() -> None:
    """Run the migrations that wait, one process at a time. The lock is held past PgBouncer, which would lose it."""
    with psycopg.connect(settings.CARELINE_LISTENER_DSN, autocommit=True) as keeper:
        keeper.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        call_command("migrate", interactive=False, verbosity=0)


def collect_static_files() -> None:
    """Put the static files, compressed and named by content, where the web server finds them; only if they changed."""
    folder = Path(settings.STATIC_ROOT)
    stamp = f"{__version__} {_fingerprint()}"
    if settings.DEBUG or ((folder / STAMP).exists() and (folder / STAMP).read_text() == stamp):
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    (folder / STAMP).write_text(stamp)


def _fingerprint() -> str:
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            seen.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return seen.hexdigest()
