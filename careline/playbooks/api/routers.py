"""The one router of the playbooks' part of the API, and who comes through it."""

from ninja import Router

from careline.accounts.contracts import Scope
from careline.core.api.callers import Bearer

router = Router(tags=["Playbooks"])
READ, WRITE = Bearer(Scope.READ_TICKETS), Bearer(Scope.WRITE_TICKETS)
