"""How pages of routing are entered: what is refused becomes a sentence, not a crash."""

from __future__ import annotations

from careline.routing.contracts import RoutingRefused
from careline.ui.refusals import telling

agent_page = telling(unprocessable=(RoutingRefused,))
