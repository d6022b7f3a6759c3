"""What an operator may choose: read from the environment and `careline.toml`, checked once, at start.

The table in docs/configuration.md documents each; nothing else reads the environment.
"""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Configuration:
    """The operator's choices, checked and ready for use."""

    home: Path
    url: str
    secret_key: str
    debug: bool
    allowed_hosts: list[str]
    trusted_origins: list[str]
    database: dict[str, Any]
    file_storage: dict[str, Any] = field(default_factory=dict)

    @property
    def is_https(self) -> bool:
        """Whether people reach this installation by https."""
        return self.url.startswith("https://")


def load() -> Configuration:
    """Read and check the configuration."""
    home = Path(os.environ.get("CARELINE_HOME", "~/.local/share/careline")).expanduser()
    url = os.environ.get("CARELINE_URL", "http://localhost:8000").rstrip("/")
    host = urlsplit(url).hostname or "localhost"
    return Configuration(
        home=home,
        url=url,
        secret_key=_secret_key(home),
        debug=os.environ.get("CARELINE_DEBUG", "") == "1",
        allowed_hosts=[host, "localhost", "127.0.0.1", "[::1]", "testserver"],
        trusted_origins=[url],
        database=_database(home),
        file_storage={
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": home / "files"},
        },
    )


def _secret_key(home: Path) -> str:
    given = os.environ.get("CARELINE_SECRET_KEY")
    if given:
        return given
    path = home / "secret.key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def _database(home: Path) -> dict[str, Any]:
    parts = urlsplit(os.environ.get("DATABASE_URL", f"postgresql:///careline?host={home}/run"))
    host = parts.hostname or dict(p.split("=", 1) for p in parts.query.split("&") if "=" in p).get("host", "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or "careline"),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": False},
        "CONN_MAX_AGE": 600,
    }
