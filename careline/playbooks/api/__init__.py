"""The API's part of playbooks."""

from careline.playbooks.api import following, reading
from careline.playbooks.api.routers import router

__all__ = ["following", "reading", "router"]
