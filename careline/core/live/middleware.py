"""Each page knows how far the event log had come before it was made, so that its stream goes on exactly there."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from careline.core.live import stream


class LivePositionMiddleware:
    """Sets `request.live_position`: a cursor for `Last-Event-ID`, "" while this process follows nothing.

    It costs no query: the hub of this process knows it. It may lie a little before what the page shows, never after.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Note the position before anything is read for the page."""
        request.live_position = stream.hub.position  # type: ignore[attr-defined]
        return self.get_response(request)
