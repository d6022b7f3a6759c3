"""Where the embedded database lives: below CARELINE_HOME, unless its account could not get there.

As root PostgreSQL runs under an unprivileged account. If that account can't reach the home (for instance below
/root), the database is kept in /var/lib/careline and the file `database.path` in the home says where.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from careline.core.database import account

ELSEWHERE = Path("/var/lib/careline/databases")
POINTER = "database.path"
LONGEST_SOCKET = 107  # bytes in sockaddr_un.sun_path, less the final NUL
SOCKET = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Place:
    """The folders of one embedded database."""

    home: Path
    base: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder (PGDATA)."""
        return self.base / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.base / "postgres.log"

    @property
    def sockets(self) -> Path:
        """The folder of the Unix socket: private, and short enough for the kernel."""
        near = self.base / "run"
        if len(os.fsencode(near / SOCKET)) <= LONGEST_SOCKET:
            return near
        digest = hashlib.sha256(os.fsencode(self.base)).hexdigest()[:12]
        return Path(f"/tmp/careline-{os.geteuid()}-{digest}")  # noqa: S108 - made with 0700 and checked

    @property
    def dsn(self) -> str:
        """How to connect, as libpq writes it."""
        return f"host='{self.sockets}' user=careline dbname=careline"


def locate(home: Path) -> Place:
    """Return where the database of this home is, or will be. Leaves a pointer if that is not in the home."""
    home = home.absolute()
    pointer = home / POINTER
    if pointer.exists():
        return Place(home, Path(pointer.read_text().strip()))
    if account.is_root() and not (home / "database").exists() and not account.can_pass(home):
        base = ELSEWHERE / secrets.token_hex(8)
        home.mkdir(parents=True, exist_ok=True)
        pointer.write_text(f"{base}\n")
        return Place(home, base)
    return Place(home, home / "database")


def prepare(place: Place) -> None:
    """Make the folders, private to PostgreSQL's account. Raises PermissionError if a stranger owns one."""
    place.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if account.is_root() and place.base.is_relative_to(place.home):
        place.home.chmod(place.home.stat().st_mode | 0o011)
    place.base.parent.mkdir(parents=True, exist_ok=True)
    for folder in (place.base, place.sockets):
        folder.mkdir(exist_ok=True, mode=0o700)
        account.own(folder)
        _refuse_strangers(folder)
    place.log.touch(mode=0o600)
    account.own(place.log)


def _refuse_strangers(folder: Path) -> None:
    expected = account.unprivileged().pw_uid if account.is_root() else os.geteuid()
    state = folder.lstat()
    if state.st_uid != expected or state.st_mode & 0o077 or folder.is_symlink():
        raise PermissionError(f"{folder} must belong to this account alone (mode 0700)")
