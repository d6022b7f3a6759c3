"""Replies for the tests of delivery."""

from django.utils import timezone

from careline.tickets.actions.reply import reply
from careline.tickets.contracts import Outgoing
from careline.tickets.models import Message


def answer(world, ticket, html="<p>It is <b>ready</b>.</p>", **given):
    """An agent's reply, due at once."""
    given.setdefault("undo_seconds", 0)
    return reply(ticket, Outgoing(html, **given), by=world.ana)


def state_of(message):
    """The state that stands in the database now."""
    message.refresh_from_db()
    return message.state


def due_now(message):
    """Let the time come."""
    Message.objects.filter(pk=message.pk).update(send_at=timezone.now())
