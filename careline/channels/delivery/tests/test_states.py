"""Whatever happens in whatever order, a message's state only goes forward; back in line only a person puts it."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from careline.channels.bounces import on_report
from careline.channels.delivery.attempt import deliver, take_up_again
from careline.channels.email.message_ids import own_message_id
from careline.channels.protocol import Later, Never, Sent, Unsure
from careline.testing.world import make_ticket
from careline.tickets.actions.cancel import cancel
from careline.tickets.actions.claim_for_delivery import claim_for_delivery
from careline.tickets.actions.record_delivery import record_delivery
from careline.tickets.actions.reply import reply
from careline.tickets.contracts import Address, BouncedRecipient, InboundMessage, Machine, Outgoing
from careline.tickets.models import Message

FORWARD = {
    "held": {"queued", "sending", "cancelled", "failed"},
    "queued": {"sending", "failed"},
    "sending": {"sent", "retrying", "failed", "unsure", "delivered", "bounced"},
    "retrying": {"sending", "failed"},
    "unsure": {"sent", "failed", "delivered", "bounced"},
    "sent": {"delivered", "bounced"},
    "delivered": {"bounced"},
    "failed": set(),
    "bounced": set(),
    "cancelled": set(),
}


class Whim:
    """A sender whose every outcome is a matter of luck."""

    def __init__(self, chance):
        self.chance = chance

    def send(self, message):
        gone = (BouncedRecipient("carla@customer.example", "5.1.1"),)
        return self.chance.choice(
            [
                Sent("x@y.example"),
                Sent("x@y.example", gone),
                Later("busy"),
                Never("no"),
                Never("no", gone),
                Unsure("?"),
            ]
        )


def happenings(message, world, chance):
    own_id = own_message_id(message.key, "desk.example")
    bounce = InboundMessage(
        Address("mailer-daemon@x.example"), machine=Machine.BOUNCE, bounced_message_id=own_id,
        bounced=(BouncedRecipient("carla@customer.example", "5.0.0", permanent=chance.random() < 0.5),),
    )  # fmt: skip
    states = ["sent", "retrying", "failed", "unsure", "delivered", "bounced"]
    return [
        lambda: deliver(message.pk, Whim(chance)),
        lambda: claim_for_delivery(message.pk),
        lambda: cancel(message.pk, by=world.ana),
        lambda: take_up_again(since=timezone.now() + timedelta(seconds=1)),
        lambda: on_report(bounce, 1),
        lambda: record_delivery(message.pk, state=chance.choice(states)),
        lambda: Message.objects.filter(pk=message.pk).update(send_at=timezone.now()),
    ]


@pytest.mark.parametrize("seed", range(12))
def test_a_state_only_goes_forward(world, seed):
    chance = random.Random(seed)
    ticket = make_ticket(world.support, world.customer)
    message = reply(ticket, Outgoing("<p>Hi</p>", undo_seconds=chance.choice([0, 5])), by=world.ana)
    before, way = message.state, [message.state]
    for _ in range(25):
        chance.choice(happenings(message, world, chance))()
        message.refresh_from_db()
        if message.state != before:
            way.append(message.state)
            steps = FORWARD[before] | {after for middle in FORWARD[before] for after in FORWARD[middle]}
            assert message.state in steps, way
            before = message.state
