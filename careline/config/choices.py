"""Every setting that an operator may choose: its name, default, meaning. docs/configuration.md shows this table.

Nothing else reads the environment.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from careline.config import parsing

DEFAULT_HOME = "~/.local/share/careline"


@dataclass(frozen=True)
class Choice:
    """One setting: `name` in careline.toml, `variable` in the environment, `default` as one would write it."""

    name: str
    default: str
    parse: Callable[[str], Any]
    meaning: str
    named: str = ""
    secret: bool = False

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return self.named or f"CARELINE_{self.name.upper()}"


CHOICES = (
    Choice("home", DEFAULT_HOME, parsing.folder, "Where everything is kept: database, files, secret key."),
    Choice(
        "url",
        "",
        parsing.web_address,
        "What people type into their browser; by default `http://localhost` with the port in listen.",
    ),
    Choice("listen", "127.0.0.1:8000", parsing.listen, "Where the web server listens: host:port."),
    Choice("allowed_hosts", "", parsing.words, "Further names that browsers may use, separated by commas."),
    Choice(
        "trusted_proxies", "127.0.0.1", parsing.networks, "Proxies whose X-Forwarded-* headers are believed."
    ),
    Choice("web_processes", "1", parsing.number(1, 64), "Web server processes."),
    Choice("web_threads", "4", parsing.number(1, 64), "Threads for pages in each web process."),
    Choice("worker_processes", "1", parsing.number(1, 64), "Worker processes (mail in, mail out, jobs)."),
    Choice("worker_concurrency", "4", parsing.number(1, 64), "Jobs that one worker process runs at once."),
    Choice(
        "database_url",
        "",
        parsing.database_url,
        "Your own PostgreSQL (15 or newer) instead of the embedded one.",
        named="DATABASE_URL",
        secret=True,
    ),
    Choice(
        "listener_database_url",
        "",
        parsing.database_url,
        "The same database past PgBouncer, for LISTEN/NOTIFY. Set it when database_url leads to PgBouncer.",
        named="LISTENER_DATABASE_URL",
        secret=True,
    ),
    Choice(
        "files", "local", parsing.one_of("local", "s3"), "Where attachments are kept: in the home, or on S3."
    ),
    Choice("s3_bucket", "", parsing.text, "With files = s3: the bucket."),
    Choice("s3_prefix", "", parsing.text, "With files = s3: a folder inside the bucket."),
    Choice("s3_region", "", parsing.text, "With files = s3: the region."),
    Choice("s3_endpoint", "", parsing.web_address, "With files = s3: the server, if it isn't Amazon's."),
    Choice(
        "s3_access_key",
        "",
        parsing.text,
        "With files = s3: the key's name (else the machine's role).",
        secret=True,
    ),
    Choice("s3_secret_key", "", parsing.text, "With files = s3: the key itself.", secret=True),
    Choice(
        "smtp_listen",
        "127.0.0.1:2525",
        parsing.listen,
        "Where mail may be handed over by SMTP; off for nowhere.",
    ),
    Choice(
        "lmtp_listen", "off", parsing.listen, "Where an MTA may hand over by LMTP: host:port or unix:/path."
    ),
    Choice(
        "smtp_certificate", "", parsing.text, "With smtp_listen: a certificate chain (PEM), for STARTTLS."
    ),
    Choice("smtp_key", "", parsing.text, "With smtp_certificate: the path of its private key (PEM)."),
    Choice("max_mail_megabytes", "50", parsing.number(1, 1024), "The largest mail that is taken in."),
    Choice(
        "mail_url",
        "smtp://localhost:25",
        parsing.mail_address,
        "How mail about accounts (invitations, resets) leaves. smtp, smtp+tls (STARTTLS) or smtps.",
        secret=True,
    ),
    Choice("mail_from", "", parsing.text, "The sender of such mail; by default careline@ the name in url."),
    Choice(
        "oidc_url",
        "",
        parsing.issuer,
        "Single sign-on by OpenID Connect: the issuer's address, as it writes it.",
    ),
    Choice("oidc_name", "single sign-on", parsing.text, "What the button says: “Log in with …”."),
    Choice("oidc_client_id", "", parsing.text, "With oidc_url: how the issuer knows Careline."),
    Choice(
        "oidc_client_secret", "", parsing.text, "With oidc_url: the secret that goes with it.", secret=True
    ),
    Choice(
        "http_allowed_networks",
        "",
        parsing.networks,
        "Private networks that Careline may reach by HTTP (a token server inside the company). None by default.",
    ),
    Choice(
        "metrics_token",
        "",
        parsing.text,
        "Who may read /metrics from elsewhere than this machine.",
        secret=True,
    ),
    Choice(
        "log_format",
        "auto",
        parsing.one_of("auto", "json", "console"),
        "auto: readable in a terminal, else JSON.",
    ),
    Choice(
        "log_level", "info", parsing.one_of("debug", "info", "warning", "error"), "What is worth a log line."
    ),
    Choice(
        "secret_key",
        "",
        parsing.text,
        "Signs and encrypts; by default the file secret.key in the home.",
        secret=True,
    ),
    Choice(
        "debug",
        "no",
        parsing.yes_or_no,
        "For developers only: error pages with details, uncompressed styles.",
    ),
)
BY_NAME = {choice.name: choice for choice in CHOICES}
