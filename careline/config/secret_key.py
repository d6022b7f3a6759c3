"""The key that signs sessions and links and encrypts mailbox passwords: a file in the home, readable by us alone."""

import os
import secrets
from pathlib import Path

NAME = "secret.key"


def find_or_make(home: Path) -> str:
    """Return the home's key; makes one the first time. Two first starts at once agree on one key."""
    path = home / NAME
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        fresh = home / f"{NAME}.{os.getpid()}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
