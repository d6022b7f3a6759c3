"""The router that the parts of authority share, and what one needs to read and to write."""

from typing import Annotated

from ninja import Router
from pydantic import Field

from careline.accounts.contracts import Scope
from careline.core.api.callers import Bearer

router = Router(tags=["Authority"])
READ, WRITE = Bearer(Scope.READ_TICKETS), Bearer(Scope.WRITE_TICKETS)
Reason = Annotated[str, Field(pattern=r"^[^\x00\r\n]*\S[^\x00\r\n]*$", min_length=1, max_length=300)]
