"""Understood messages for tests, as a channel would hand them in; no bytes, no parsing."""

from typing import Any

from careline.accounts.models import Team
from careline.tickets.contracts import Address, InboundMessage, ReceivePolicy


def make_inbound(
    text: str = "The chain came off. What now?", *, sender: str = "carla@customer.example", name: str = "Carla Customer",
    subject: str = "My chain came off", **fields: Any,
) -> InboundMessage:  # fmt: skip
    """Make an understood message from a customer."""
    fields.setdefault("reply_text", text)
    fields.setdefault("language", "en")
    fields.setdefault("to", (Address("help@desk.example"),))
    return InboundMessage(sender=Address(sender, name), subject=subject, text=text, **fields)


def make_policy(team: Team, **fields: Any) -> ReceivePolicy:
    """Make the policy of an inbox of a team."""
    return ReceivePolicy(team_id=team.pk, inbox_address="help@desk.example", **fields)
