"""A stream of live events that does what a test tells it: the other side of the island `live`."""

import json
import queue
from dataclasses import dataclass, field

from django.http import HttpResponse, StreamingHttpResponse


@dataclass
class Peer:
    """What was asked, and what to send: a dict is an event, None ends the stream."""

    asked: list = field(default_factory=list)
    to_send: queue.Queue = field(default_factory=queue.Queue)
    is_down: bool = False
    refuses: bool = False
    first: str = "c0"


peer = Peer()


def stream(request):
    """Answer `GET /live` with what the test puts into the queue."""
    if peer.is_down:
        return HttpResponse(status=503)
    if peer.refuses:
        return HttpResponse(status=401)
    peer.asked.append({"topics": request.GET["topics"], "last": request.headers.get("Last-Event-ID")})
    return StreamingHttpResponse(_lines(), content_type="text/event-stream")


def _lines():
    yield f'retry: 2000\n\nid: {peer.first}\nevent: ready\ndata: ["ticket:12"]\n\n'
    while (event := peer.to_send.get(timeout=20)) is not None:
        event = dict(event)
        yield f"id: {event.pop('id')}\nevent: {event.pop('name')}\ndata: {json.dumps(event)}\n\n"
