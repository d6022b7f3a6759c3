"""Put a notice in line for the mailbox and the browsers of its person, as they chose."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from careline.core.limits import allow
from careline.notices.contracts import USUAL, Digest, Kind, Way
from careline.notices.models import Preference, Sending, Subscription
from careline.notices.quiet import next_digest, quiet_until, zone_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MAIL_AFTER = timedelta(minutes=2)
PUSH_AFTER = timedelta(seconds=5)
A_HOUR = 100


def send_later(notice_id: int, kind: Kind, agent: Agent, chosen: Preference) -> None:
    """Write the sendings of a notice that is new or has a stronger reason now; none twice, and at most 100 an hour.

    A mail waits two minutes: what was read in the workspace by then is not mailed. What falls into quiet hours is mailed
    together when they end, and not pushed. Who wants a digest gets their mails together at its time.
    """
    ways = chosen.ways(kind) - {Way.DESK}
    if not ways or not allow(f"notice:{agent.pk}", limit=A_HOUR, seconds=3600):
        return
    rows = []
    now = timezone.now()
    passes = chosen.urgent_passes and USUAL[kind].is_urgent
    quiet = None if passes else quiet_until(chosen, now, zone_of(agent.time_zone))
    if Way.MAIL in ways:
        due_at, is_gathered = (now + MAIL_AFTER, False) if passes else _mail_moment(chosen, agent, now)
        rows.append(Sending(notice_id=notice_id, way=Way.MAIL, due_at=due_at, is_gathered=is_gathered))
    if Way.PUSH in ways and quiet is None:
        browsers = Subscription.objects.filter(agent=agent).values_list("pk", flat=True)
        rows += [
            Sending(notice_id=notice_id, way=Way.PUSH, target=pk, due_at=now + PUSH_AFTER) for pk in browsers
        ]
    Sending.objects.bulk_create(rows, ignore_conflicts=True)


def _mail_moment(chosen: Preference, agent: Agent, now: datetime) -> tuple[datetime, bool]:
    """When a mail is due, and whether it goes together with others."""
    zone = zone_of(agent.time_zone)
    due_at = now + MAIL_AFTER
    if chosen.digest != Digest.OFF:
        due_at = next_digest(chosen, due_at, zone)
    quiet = quiet_until(chosen, due_at, zone)
    return quiet or due_at, chosen.digest != Digest.OFF or quiet is not None
