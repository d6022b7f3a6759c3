"""Erasing a person takes what other programs were told of them, and nobody else's."""

import pytest

from careline.core.models import IdempotentAnswer
from careline.customers.slots import Scope, holdings
from careline.testing.api import ApiCaller
from careline.testing.world import make_customer, make_ticket
from careline.tickets.actions.set_subject import set_subject
from careline.webhooks.actions.follow_log import follow_log
from careline.webhooks.models import Attempt, Delivery

pytestmark = pytest.mark.django_db(transaction=True)


def test_deliveries_and_kept_answers_of_a_person_go_and_nobody_elses(company, make_hook):
    theirs = make_ticket(company.support, company.customer)
    other = make_ticket(company.support, make_customer("Otto Other"))
    make_hook(types=("ticket.subject_changed",))
    caller = ApiCaller(company.ana)
    for ticket in (theirs, other):
        set_subject(ticket, f"MARK {ticket.pk}", by=company.ana)
        caller.post(f"/tickets/{ticket.pk}/notes", {"text": "MARK"}, idempotency_key=f"note-{ticket.pk}")
        caller.patch(f"/tickets/{ticket.pk}", {"priority": "low"}, idempotency_key=f"change-{ticket.pk}")
    caller.patch(f"/customers/{company.customer.pk}", {"notes": "MARK"}, idempotency_key="person")
    follow_log()
    Attempt.objects.create(delivery=Delivery.objects.get(subject=f"ticket:{theirs.pk}"), response="MARK")
    scope = Scope((company.customer.pk,), ("carla@customer.example",), (theirs.pk,))
    (held,) = [one for one in holdings() if "programs" in str(one.label)]
    assert held.count(scope) == 1
    held.erase(scope)
    assert [one.subject for one in Delivery.objects.all()] == [f"ticket:{other.pk}"]
    assert not Attempt.objects.exists()
    assert {one.key for one in IdempotentAnswer.objects.all()} == {f"note-{other.pk}", f"change-{other.pk}"}
