"""The API's part of tickets: thin over the same queries and actions as the pages."""

from ninja import Router

from careline.tickets.api import (  # noqa: F401  (they add operations)
    attention,
    bulk,
    changes,
    desk,
    files,
    messages,
    proposals,
    routers,
    sides,
    tickets,
    to_do,
)

router = Router()
for part in (
    routers.tickets,
    messages.router,
    proposals.router,
    bulk.router,
    sides.router,
    files.router,
    desk.router,
    to_do.router,
    attention.router,
):
    router.add_router("", part)
