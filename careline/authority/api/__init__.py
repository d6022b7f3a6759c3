"""The API's part of authority: decisions to ask for and to take, escalations, and budgets to read."""

from careline.authority.api import decisions, escalations
from careline.authority.api.routers import router

__all__ = ["decisions", "escalations", "router"]
