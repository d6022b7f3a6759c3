"""The key that the set-up page asks of visitors who don't sit at the machine itself.

It lies in CARELINE_HOME/setup.key from the first time somebody asks for it until set-up is done.
"""

import hmac
import secrets
from pathlib import Path

from django.conf import settings


def setup_key_file() -> Path:
    """Where the key lies."""
    return Path(settings.CARELINE_HOME) / "setup.key"


def find_or_make_setup_key() -> str:
    """Return the set-up key (128 bits, 22 characters); write it down first if there is none."""
    path = setup_key_file()
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(16))
    except FileExistsError:
        pass
    return path.read_text().strip()


def is_setup_key(given: str) -> bool:
    """Whether the given text is the set-up key; compared in constant time."""
    return hmac.compare_digest(given.strip().encode(), find_or_make_setup_key().encode())


def forget_setup_key() -> None:
    """Remove the key: set-up is done."""
    setup_key_file().unlink(missing_ok=True)
