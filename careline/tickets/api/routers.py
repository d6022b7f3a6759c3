"""The routers that several modules add to: operations of one address must stand on one router."""

from ninja import Router

tickets = Router(tags=["Tickets"])
