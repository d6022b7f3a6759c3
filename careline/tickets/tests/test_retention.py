"""Retention: what is due is erased by night, in batches, and nothing else is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from careline.accounts.contracts import Forbidden
from careline.customers.actions.hold_customer import hold_customer
from careline.customers.actions.merge_customers import merge_customers
from careline.testing.world import make_customer, make_ticket
from careline.tickets.actions import retention
from careline.tickets.actions.retention import remove_retention, run_retention, set_retention
from careline.tickets.contracts import Refused
from careline.tickets.models import RetentionRule, Status, Ticket
from careline.tickets.queries.retention import rules_with_counts


def solved(world, days: int, *, type_: str = "question", customer=None) -> Ticket:
    ticket = make_ticket(world.support, customer or world.customer, status=Status.SOLVED)
    Ticket.objects.filter(pk=ticket.pk).update(solved_at=timezone.now() - timedelta(days=days), type=type_)
    return ticket


def erased() -> set[int]:
    return {*Ticket.objects.exclude(erased_at=None).values_list("pk", flat=True)}


def test_only_what_is_old_enough_and_of_the_type_is_erased(world):
    old, young = solved(world, 40), solved(world, 20)
    incident, old_incident = solved(world, 40, type_="incident"), solved(world, 400, type_="incident")
    open_one = make_ticket(world.support, world.customer, status=Status.OPEN)
    set_retention("", 30, is_active=True, by=world.manager)
    set_retention("incident", 365, is_active=True, by=world.manager)

    assert run_retention() == 2
    assert erased() == {old.pk, old_incident.pk}
    for kept in (young, incident, open_one):
        kept.refresh_from_db()
        assert kept.subject and kept.messages.get().text
    old.refresh_from_db()
    assert (old.subject, old.snippet, old.messages.get().text, old.status) == ("", "", "", Status.SOLVED)
    assert run_retention() == 0


def test_people_under_legal_hold_are_left_alone_whichever_record_says_so(world):
    double, held = make_customer("Double"), make_customer("Held")
    tickets = [solved(world, 40, customer=one) for one in (double, held)]
    merge_customers(double, into=held, by=world.manager)
    hold_customer(held, "Court", by=world.manager)
    other = solved(world, 40)
    set_retention("", 30, is_active=True, by=world.manager)

    assert run_retention() == 1 and erased() == {other.pk}
    assert len(tickets) == 2


def test_a_rule_that_is_not_switched_on_only_counts(world):
    solved(world, 40)
    set_retention("", 30, is_active=False, by=world.manager)

    assert run_retention() == 0 and not erased()
    assert [count for _rule, count in rules_with_counts()] == [1]


def test_work_that_was_killed_goes_on_where_it_was(world, monkeypatch):
    made = {solved(world, 40).pk for _n in range(7)}
    set_retention("", 30, is_active=True, by=world.manager)
    monkeypatch.setattr(retention, "BATCH", 3)
    batches = []
    real = retention._erase_batch
    monkeypatch.setattr(
        retention,
        "_erase_batch",
        lambda rule: batches.append(1) or (1 / 0 if len(batches) == 2 else real(rule)),
    )
    with pytest.raises(ZeroDivisionError):
        run_retention()
    assert len(erased()) == 3
    assert run_retention() == 4 and erased() == made


def test_search_forgets_what_was_erased(world):
    ticket = solved(world, 40)
    set_retention("", 30, is_active=True, by=world.manager)
    run_retention()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tickets_messagesearch WHERE ticket_id = %s", [ticket.pk])
        assert cursor.fetchone()[0] == 0


@pytest.mark.parametrize(("type_", "days"), [("nonsense", 5), ("", 0), ("", 99999)])
def test_rules_that_make_no_sense_are_refused(world, type_, days):
    with pytest.raises(Refused):
        set_retention(type_, days, is_active=True, by=world.manager)


def test_only_those_who_manage_data_make_rules(client, world):
    for who in ("lead", "ana", "light", "auditor", "stranger"):
        with pytest.raises(Forbidden):
            set_retention("", 30, is_active=True, by=getattr(world, who))
        with pytest.raises(Forbidden):
            remove_retention("", by=getattr(world, who))
        client.force_login(getattr(world, who))
        assert client.get("/settings/retention/").status_code == 403
        assert client.post("/settings/retention/", {"days": "3", "active": "1"}).status_code == 403
    assert not RetentionRule.objects.exists()


def test_the_page_makes_previews_switches_and_removes_a_rule(client, world):
    solved(world, 40)
    client.force_login(world.manager)
    page = "/settings/retention/"
    client.post(page, {"type": "", "days": "30"})
    assert RetentionRule.objects.get().is_active is False
    assert "preview only" in client.get(page).text
    client.post(page, {"type": "", "days": "30", "active": "1"})
    assert RetentionRule.objects.get().is_active is True
    client.post(page, {"type": "", "remove": "1"})
    assert not RetentionRule.objects.exists()
