"""The one router of feedback, and the scopes of its operations."""

from ninja import Router

from careline.accounts.contracts import Scope
from careline.core.api.callers import Bearer

router = Router(tags=["Complaints"])
READ, WRITE = Bearer(Scope.READ_TICKETS), Bearer(Scope.WRITE_TICKETS)
