"""The signs that colleagues gave to notes. Whoever calls has accessed the ticket."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from careline.tickets.models import Message, Reaction


def signs_of_each() -> ArraySubquery:
    """The signs of each message of a query, in order: a list of {sign, agent, name}; costs no statement of its own."""
    given = Reaction.objects.filter(message=OuterRef("pk")).order_by("pk")
    return ArraySubquery(given.values(one=JSONObject(sign="sign", agent="agent_id", name="agent__name")))


def signs_of(message_id: int) -> list[dict[str, object]]:
    """The signs of one message, in order."""
    given = Reaction.objects.filter(message_id=message_id).order_by("pk").select_related("agent")
    return [{"sign": one.sign, "agent": one.agent_id, "name": one.agent.name} for one in given]


def reactions_to(message: Message) -> list[Reaction]:
    """The signs under an accessed note, in the order in which they were given."""
    return [*Reaction.objects.filter(message=message).order_by("pk")]
