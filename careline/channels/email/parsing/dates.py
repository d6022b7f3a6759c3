"""The Date header as a moment (RFC 5322 section 3.3, and the many ways it is written wrong)."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from careline.channels.email.parsing.encoded_words import unfold

_COMMENT = re.compile(r"\([^()]*\)?")
_YEARS = range(1980, 2100)
_OFFSET = re.compile(r"(?:GMT|UTC|UT)\s*([+-]\d{1,2}):?(\d{2})?\b")


def sent_at(value: bytes) -> datetime | None:
    """Read a date; None if there is none, it makes no sense, or its year is absurd. Unzoned times count as UTC."""
    text = _COMMENT.sub(" ", unfold(value[:300])).strip()
    if not text:
        return None
    text = _OFFSET.sub(
        lambda found: f"{found.group(1)[0]}{found.group(1)[1:]:0>2}{found.group(2) or '00'}", text
    )
    try:
        moment = _rfc5322(text) or _iso8601(text)
        if moment is None or moment.year not in _YEARS:
            return None
        moment.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return moment


def _rfc5322(text: str) -> datetime | None:
    parsed = parsedate_tz(text)
    if parsed is None:
        return None
    offset = timedelta(seconds=parsed[9] or 0)
    year, month, day, hour, minute, second = parsed[:6]
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=timezone(offset))


def _iso8601(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.replace(" +", "+").replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
