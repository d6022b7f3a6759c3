"""The system account that PostgreSQL runs under: our own, or an unprivileged one when we are root.

PostgreSQL refuses to run as root; everything here is a no-op for everybody else.
"""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

NAME = "careline"
FALLBACK = "nobody"


def is_root() -> bool:
    """Whether this process may do everything, so that PostgreSQL would refuse to start."""
    return os.geteuid() == 0


def unprivileged() -> pwd.struct_passwd:
    """Return the account that PostgreSQL runs under when we are root; creates the system user `careline`."""
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        pass
    if shutil.which("useradd"):
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
            check=False,
            capture_output=True,
        )
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        return pwd.getpwnam(FALLBACK)


def as_account() -> dict[str, Any]:
    """Return the arguments that make `subprocess` run a program under PostgreSQL's account."""
    if not is_root():
        return {}
    account = unprivileged()
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def own(path: Path) -> None:
    """Give a file or an empty folder to PostgreSQL's account."""
    if is_root():
        account = unprivileged()
        os.chown(path, account.pw_uid, account.pw_gid)


def can_pass(path: Path) -> bool:
    """Whether an unprivileged account can go through every folder above `path`."""
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.parents if parent.exists())
