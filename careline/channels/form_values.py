"""Between the inbox form and the inbox: its settings as form fields, and back. Secrets only ever go in."""

from typing import Any

from careline.channels.email.sending import takes_tags
from careline.channels.models import Inbox

PLAIN = (
    "name", "address", "aliases", "from_name", "is_active", "signature", "incoming_kind", "follow_up", "reopen_days",
    "thanks_reopens", "acknowledges", "acknowledgement", "answer_within_hours", "undo_seconds", "storm_limit",
    "hourly_limit", "trusted_authserv_ids", "form_key",
)  # fmt: skip
INCOMING = (
    "host",
    "port",
    "security",
    "user",
    "folders",
    "after",
    "move_to",
    "begins",
    "oauth_provider",
    "oauth_client_id",
    "oauth_tenant",
)
OUTGOING = (
    "host", "port", "security", "user", "oauth_provider", "oauth_client_id", "oauth_tenant", "reply_tags", "subject_tag",
)  # fmt: skip


def initial_of(inbox: Inbox) -> dict[str, Any]:
    """What the form shows of an inbox."""
    shown = {name: getattr(inbox, name) for name in PLAIN}
    shown |= {f"incoming_{name}": inbox.incoming.get(name) for name in INCOMING}
    shown |= {f"outgoing_{name}": inbox.outgoing.get(name) for name in OUTGOING}
    shown["outgoing_reply_tags"] = takes_tags(inbox)
    shown |= {"dkim_domain": inbox.dkim.get("domain"), "dkim_selector": inbox.dkim.get("selector")}
    return {**shown, "team": inbox.team_id, "incoming_folders": inbox.incoming.get("folders", ["INBOX"])}


def values_of(inbox: Inbox, given: dict[str, Any]) -> dict[str, Any]:
    """What `save_inbox` takes, from a valid form; settings that the form doesn't know stay."""
    values = {name: given[name] for name in PLAIN}
    values["form_key"] = given["form_key"] or None
    values["team_id"] = given["team"].pk
    values["incoming"] = _merged(inbox.incoming, {name: given[f"incoming_{name}"] for name in INCOMING})
    values["outgoing"] = _merged(inbox.outgoing, {name: given[f"outgoing_{name}"] for name in OUTGOING})
    if not given["outgoing_host"]:
        values["outgoing"] = {name: given[f"outgoing_{name}"] for name in ("reply_tags", "subject_tag")}
    values["dkim"] = _filled({"domain": given["dkim_domain"], "selector": given["dkim_selector"]})
    return values | {name: given[name] for name in ("incoming_secret", "outgoing_secret", "dkim_key")}


def _merged(stored: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    merged = {name: value for name, value in stored.items() if name not in given} | _filled(given)
    merged["auth"] = "xoauth2" if given["oauth_provider"] else "password"
    if not (given.get("user") or given["oauth_provider"]) and "folders" not in given:
        merged["auth"] = "none"
    return merged


def _filled(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value not in (None, "", [])}
