"""Turning the event log into deliveries: each event once for each webhook that wants it.

The position in the log moves in the transaction that writes the deliveries: a worker that is killed has done both or
neither. Nothing is added to the transactions in which things happen.
"""

import json
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from careline.core.facts import present
from careline.core.live.export import OtherDatabase, Position, UnknownPosition, at_end, parse_position, read
from careline.core.models import Event
from careline.webhooks.models import Delivery, Endpoint, Follower

BATCH = 500
MOVED_EVERY = timedelta(minutes=10)


@transaction.atomic
def follow_log() -> bool:
    """Write the deliveries of the next events. True if there is more at once. A house-keeping action: no event.

    Where another worker is at it, nothing is done.
    """
    follower = Follower.objects.select_for_update(skip_locked=True).filter(pk=1).first()
    endpoints = [*Endpoint.objects.filter(is_active=True).defer("secret", "old_secret")]
    if follower is None or not endpoints:
        return False
    try:
        stretch = read(parse_position(follower.position), limit=BATCH)
    except (OtherDatabase, UnknownPosition):
        _move(follower, at_end())
        return False
    wanted = [_delivery(event, one) for event in stretch.events for one in endpoints if wants(one, event)]
    Delivery.objects.bulk_create(wanted, ignore_conflicts=True)
    if stretch.events or timezone.now() - follower.moved_at > MOVED_EVERY:
        _move(follower, stretch.position)
    return stretch.has_more


def begin_now() -> None:
    """Have the log followed from now on, where nobody followed it: what happened before is not told."""
    if not Endpoint.objects.filter(is_active=True).exists():
        Follower.objects.update_or_create(pk=1, defaults={"position": str(at_end())})


def wants(endpoint: Endpoint, event: Event) -> bool:
    """Whether a webhook is told of an event: of the right kind, of the right team, after the webhook was made."""
    if event.at < endpoint.created_at or (endpoint.types and event.name not in endpoint.types):
        return False
    return not endpoint.team_ids or not {f"team:{pk}" for pk in endpoint.team_ids}.isdisjoint(event.topics)


def payload_of(event: Event) -> str:
    """What is sent: type, timestamp and data (Standard Webhooks), the facts with who did it and what it was about."""
    told = present(event)
    data = told["data"] | {"event_id": event.pk, "subject": event.subject, "actor": told["actor"]}
    return payload(event.name, event.at.isoformat(), data)


def payload(kind: str, timestamp: str, data: dict[str, object]) -> str:
    """The body of a delivery."""
    return json.dumps(
        {"type": kind, "timestamp": timestamp, "data": data}, ensure_ascii=False, separators=(",", ":")
    )


def _delivery(event: Event, endpoint: Endpoint) -> Delivery:
    return Delivery(
        endpoint=endpoint, event_id=event.pk, type=event.name, subject=event.subject, payload=payload_of(event),
        due_at=timezone.now(),
    )  # fmt: skip


def _move(follower: Follower, position: Position) -> None:
    follower.position = str(position)
    follower.save(update_fields=["position", "moved_at"])
