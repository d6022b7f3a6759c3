"""What spam filters before us wrote into the headers. The first filter that says yes is the reason."""

import re

from careline.channels.email.parsing.encoded_words import decode_value
from careline.channels.email.parsing.header_block import Headers

_SPAM_LEVEL = 5
_SCL_LEVEL = 5
_SCL = re.compile(r"\bSCL\s*:\s*(-?\d{1,2})", re.IGNORECASE)
_YES = re.compile(r"^\s*(?:yes|true|spam|1)\b", re.IGNORECASE)
_FLAGS = (
    "x-spam-flag",
    "x-spam-status",
    "x-spam",
    "x-rspamd-flag",
    "x-spamd-flag",
    "x-junkmail",
    "x-dspam-result",
    "x-bogosity",
    "x-cnfs-spam",
)


def spam_reason(headers: Headers) -> str:
    """Give the header that calls the message spam, such as `X-Spam-Flag: YES`; "" if none does."""
    for name in _FLAGS:
        if headers.has(name) and _YES.match(value := decode_value(headers.get(name)[:200])):
            return f"{name}: {value[:60]}"
    stars = headers.get("x-spam-level").strip()
    if stars and set(stars) <= set(b"*+sSxX") and len(stars) >= _SPAM_LEVEL:
        return f"x-spam-level: {len(stars)}"
    action = decode_value(headers.get("x-rspamd-action")[:100]).lower()
    if action in ("add header", "reject", "rewrite subject", "soft reject"):
        return f"x-rspamd-action: {action}"
    return _exchange(headers)


def _exchange(headers: Headers) -> str:
    level = decode_value(headers.get("x-ms-exchange-organization-scl")[:20]).strip()
    if not re.fullmatch(r"-?\d{1,2}", level):
        found = _SCL.search(decode_value(headers.get("x-forefront-antispam-report")[:4000]))
        level = found.group(1) if found else ""
    return f"spam confidence level {level}" if level and int(level) >= _SCL_LEVEL else ""
