"""From the operator's choices to the shapes that Django wants. Pure."""

from typing import Any
from urllib.parse import unquote, urlsplit

from psycopg.conninfo import conninfo_to_dict

from careline.config.configuration import Configuration


def database(chosen: Configuration) -> dict[str, Any]:
    """Return Django's description of the database. Behind PgBouncer no cursor may outlive its transaction."""
    parts = conninfo_to_dict(chosen.database_dsn)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{django: str(parts.pop(libpq, "") or "") for django, libpq in names.items()},
        "OPTIONS": parts if chosen.listener_database_url else parts | {"prepare_threshold": 5},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": bool(chosen.listener_database_url),
    }


def file_storage(chosen: Configuration) -> dict[str, Any]:
    """Return Django's description of where attachments are kept."""
    if chosen.files == "local":
        options: dict[str, Any] = {"location": chosen.home / "files", "file_permissions_mode": 0o600}
        return {"BACKEND": "careline.core.storage.WholeFileStorage", "OPTIONS": options}
    options = {
        "bucket_name": chosen.s3_bucket,
        "location": chosen.s3_prefix,
        "region_name": chosen.s3_region or None,
        "endpoint_url": chosen.s3_endpoint or None,
        "access_key": chosen.s3_access_key or None,
        "secret_key": chosen.s3_secret_key or None,
        "default_acl": None,
        "querystring_auth": True,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def outgoing_mail(chosen: Configuration) -> dict[str, Any]:
    """Return Django's settings for mail about accounts. Customers' mail goes through the inboxes instead."""
    parts = urlsplit(chosen.mail_url)
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": chosen.mail_from or f"careline@{chosen.host}",
    }


def single_sign_on(chosen: Configuration) -> dict[str, Any]:
    """Return allauth's description of the OpenID Connect issuer, if there is one."""
    if not chosen.oidc_url:
        return {}
    app = {
        "provider_id": "staff",
        "name": chosen.oidc_name,
        "client_id": chosen.oidc_client_id,
        "secret": chosen.oidc_client_secret,
        "settings": {"server_url": chosen.oidc_url},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
