"""Remember that a ticket came back from somebody whom routing gave it to: they are not given it again."""

from django.utils import timezone

from careline.routing.models import Routed


def mind_return(ticket_id: int, agent_id: int) -> None:
    """Mark what routing gave this agent of this ticket as returned."""
    given = Routed.objects.filter(ticket_id=ticket_id, agent_id=agent_id, returned_at=None)
    given.update(returned_at=timezone.now())
