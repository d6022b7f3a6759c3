"""The messages of some tickets by their ids, for the channels' own traces of them."""

from collections.abc import Iterable

from careline.tickets.models import Message, SideMessage


def message_ids_of(ticket_ids: Iterable[int]) -> list[int]:
    """The ids of all messages in these tickets, also to third parties. For work without a person."""
    ids = [*ticket_ids]
    said = Message.objects.filter(ticket_id__in=ids).values_list("pk", flat=True)
    return [*said, *side_message_ids_of(ids)]


def side_message_ids_of(ticket_ids: Iterable[int]) -> list[int]:
    """The ids of what was said to and by third parties in these tickets. For work without a person."""
    aside = SideMessage.objects.filter(conversation__ticket_id__in=[*ticket_ids])
    return [*aside.values_list("pk", flat=True)]
