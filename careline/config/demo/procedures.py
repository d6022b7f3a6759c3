"""The demo company follows playbooks: those that come with Careline, two of them in the middle of a ticket."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from careline.accounts.models import Agent
from careline.playbooks.actions.decide_outcome import decide_outcome
from careline.playbooks.actions.do_step import do_step
from careline.playbooks.actions.give_facts import give_facts
from careline.playbooks.actions.save_version import create_playbook, publish
from careline.playbooks.actions.start_run import start_run
from careline.playbooks.contracts import Deed
from careline.playbooks.queries.library import shipped
from careline.tickets.models import Ticket


def follow_playbooks(agents: Mapping[str, Agent]) -> None:
    """Publish all that come with Careline; a withdrawal waits for the goods, a parcel is being looked for."""
    for one in shipped():
        publish(create_playbook(one.text, by=agents["Mirela"]), by=agents["Mirela"])
    _withdrawal(_named("Withdrawal: City bike"), agents["Ana"], agents["Mirela"])
    _search(_named("Parcel says delivered"), agents["Ana"])


def _withdrawal(ticket: Ticket, who: Agent, lead: Agent) -> None:
    run = start_run(ticket, "withdrawal-eu", by=who)
    do_step(run.pk, "acknowledge", Deed(), by=who)
    given = {
        "buyer": "consumer", "at_a_distance": "yes", "subject": "goods", "informed": "yes",
        "received_on": (timezone.now() - timedelta(days=6)).date().isoformat(), "condition": "tried",
        "order_value": "1299.00",
    }  # fmt: skip
    give_facts(run.pk, given, by=who)
    decide_outcome(run.pk, by=lead, reason="Withdrawn in time.", amount=129_900)
    do_step(run.pk, "confirm", Deed(), by=who)


def _search(ticket: Ticket, who: Agent) -> None:
    run = start_run(ticket, "late-delivery", by=who)
    ordered = (timezone.now() - timedelta(days=9)).date().isoformat()
    give_facts(
        run.pk,
        {"buyer": "consumer", "where": "delivered", "ordered_on": ordered, "is_past_promise": "yes"},
        by=who,
    )
    do_step(run.pk, "acknowledge", Deed(), by=who)


def _named(subject: str) -> Ticket:
    return Ticket.objects.get(subject__startswith=subject)
