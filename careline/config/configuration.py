"""What an operator chose: read from the environment and `careline.toml`, checked once, at start, all at a time.

The environment wins over the file. Which settings there are, and what they mean, is said in `choices.py`.
"""

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from careline.config import parsing
from careline.config.choices import BY_NAME, CHOICES, DEFAULT_HOME
from careline.config.parsing import Listen, Wrong
from careline.config.secret_key import find_or_make
from careline.core.database import locate

FILE = "careline.toml"


class ConfigurationError(Exception):
    """The configuration can't be used; the text names every mistake, each with its hint."""

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = mistakes
        super().__init__(
            "Careline's configuration needs a correction:\n" + "\n".join(f"  - {m}" for m in mistakes)
        )


@dataclass(frozen=True)
class Configuration:
    """The operator's choices, checked and ready for use. Field names are those of `choices.py`."""

    home: Path
    url: str
    listen: Listen
    allowed_hosts: list[str]
    trusted_proxies: list[str]
    web_processes: int
    web_threads: int
    worker_processes: int
    worker_concurrency: int
    database_url: str
    listener_database_url: str
    files: str
    s3_bucket: str
    s3_prefix: str
    s3_region: str
    s3_endpoint: str
    s3_access_key: str
    s3_secret_key: str
    smtp_listen: Listen | None
    lmtp_listen: Listen | None
    smtp_certificate: str
    smtp_key: str
    max_mail_megabytes: int
    mail_url: str
    mail_from: str
    oidc_url: str
    oidc_name: str
    oidc_client_id: str
    oidc_client_secret: str
    http_allowed_networks: list[str]
    metrics_token: str
    log_format: str
    log_level: str
    secret_key: str
    debug: bool

    @property
    def is_https(self) -> bool:
        """Whether people reach this installation by https."""
        return self.url.startswith("https://")

    @property
    def host(self) -> str:
        """The name in `url`, without the port."""
        return urlsplit(self.url).hostname or "localhost"

    @property
    def is_embedded(self) -> bool:
        """Whether Careline brings its own PostgreSQL."""
        return not self.database_url

    @property
    def database_dsn(self) -> str:
        """How to connect to the database, as libpq reads it."""
        return self.database_url or locate(self.home).dsn

    @property
    def listener_dsn(self) -> str:
        """How to connect for LISTEN/NOTIFY and session locks: never through PgBouncer."""
        return self.listener_database_url or self.database_dsn


def load(environment: Mapping[str, str] = os.environ, folder: Path | None = None) -> Configuration:
    """Read and check the configuration. Raises ConfigurationError with every mistake at once."""
    mistakes: list[str] = []
    written = _read_file(environment, folder or Path.cwd(), mistakes)
    values = {c.name: _value(c.name, environment, written, mistakes) for c in CHOICES}
    if not mistakes:
        mistakes += _contradictions(values)
    if mistakes:
        raise ConfigurationError(mistakes)
    values["url"] = values["url"] or f"http://localhost:{values['listen'].port}"
    values["secret_key"] = values["secret_key"] or find_or_make(values["home"])
    return Configuration(**values)


def _read_file(environment: Mapping[str, str], folder: Path, mistakes: list[str]) -> dict[str, Any]:
    path = _file(environment, folder)
    if path is None:
        return {}
    try:
        content = tomllib.loads(path.read_text())
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        mistakes.append(f"{path} can't be read: {error}")
        return {}
    for name in content.keys() - BY_NAME.keys():
        near = difflib.get_close_matches(name, BY_NAME, n=1)
        hint = f"did you mean {near[0]}?" if near else "docs/configuration.md lists all settings"
        mistakes.append(f"{name} in {path} is not a setting: {hint}")
    return content


def _file(environment: Mapping[str, str], folder: Path) -> Path | None:
    if environment.get("CARELINE_CONFIG"):
        return Path(environment["CARELINE_CONFIG"])
    home = Path(environment.get("CARELINE_HOME") or DEFAULT_HOME).expanduser()
    return next((path for path in (folder / FILE, home / FILE) if path.exists()), None)


def _value(name: str, environment: Mapping[str, str], written: dict[str, Any], mistakes: list[str]) -> Any:
    choice = BY_NAME[name]
    given, source = environment.get(choice.variable, ""), choice.variable
    if not given and name in written:
        given, source = _as_text(written[name]), f"{name} in {FILE}"
    if not given and not choice.default:
        return [] if choice.parse in (parsing.words, parsing.networks) else ""
    try:
        return choice.parse(given or choice.default)
    except Wrong as wrong:
        shown = "" if choice.secret else f" is {given!r}"
        mistakes.append(f"{source}{shown}: {wrong}")
        return None


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _contradictions(values: dict[str, Any]) -> list[str]:
    found = []
    if values["listen"] is None or values["listen"].path:
        found.append("CARELINE_LISTEN: the web server needs host:port, such as 127.0.0.1:8000")
    if values["files"] == "s3" and not values["s3_bucket"]:
        found.append("CARELINE_S3_BUCKET is missing: files = s3 needs the bucket's name")
    if values["oidc_url"] and not values["oidc_client_id"]:
        found.append("CARELINE_OIDC_CLIENT_ID is missing: the issuer must know who asks")
    if values["listener_database_url"] and not values["database_url"]:
        found.append(
            "LISTENER_DATABASE_URL without DATABASE_URL: set both, or neither for the embedded database"
        )
    if values["secret_key"] and len(values["secret_key"]) < 32:
        found.append("CARELINE_SECRET_KEY is too short: use 32 characters or more, or leave it to secret.key")
    return found
