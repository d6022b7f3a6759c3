"""The API's part of tickets: thin over the same queries and actions as the pages."""

from ninja import Router

from careline.tickets.api import messages, tickets

router = Router()
router.add_router("", tickets.router)
router.add_router("", messages.router)
