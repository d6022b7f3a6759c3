"""How pages of service targets are entered: what is refused becomes a sentence, not a crash."""

from __future__ import annotations

from careline.accounts.contracts import Forbidden
from careline.policies.contracts import PolicyRefused
from careline.tickets.contracts import Refused
from careline.ui.refusals import telling

agent_page = telling(unprocessable=(PolicyRefused, Refused), forbidden=(Forbidden,))
