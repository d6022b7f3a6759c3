"""The API's part of feedback: the complaint register, to read and to work in, and how the customer of a ticket sounds."""

from careline.feedback.api import changing, reading
from careline.feedback.api.routers import router

__all__ = ["changing", "reading", "router"]
