"""A field that holds what was decided goes by limits on every path: page, API, bulk, macro and bulk, rule, new ticket, undo."""

import pytest
from django.test import Client

from careline.authority.actions.ask_decision import ask_decision
from careline.authority.actions.plan_budget import plan_budget
from careline.authority.actions.set_limits import save_guard, save_kind
from careline.authority.actions.take_decision import grant_decision
from careline.authority.contracts import AuthorityRefused
from careline.authority.models import Decision
from careline.authority.queries.budgets import this_month
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.fields.contracts import FieldsRefused
from careline.rules.contracts import Act
from careline.rules.models import Run
from careline.rules.tests.conftest import asking, make_rule
from careline.rules.tests.conftest import work as run_rules
from careline.rules.tests.test_running import take_in
from careline.testing.api import ApiCaller
from careline.testing.world import make_ticket
from careline.tickets.actions.bulk_undo import undo_bulk
from careline.tickets.actions.change_fields import apply_fields, change_fields
from careline.tickets.actions.outbound import outbound
from careline.tickets.actions.save_macro import MacroDetails, create_macro
from careline.tickets.contracts import Address, Beginning, BulkOrder, Outgoing
from careline.tickets.models import Ticket
from careline.tickets.queries.bulk_plan import plan
from careline.tickets.tests.test_bulk import done, outcome, run

pytestmark = pytest.mark.django_db
PART = {"HTTP_HX_REQUEST": "true"}
BEYOND = "It is more than the limit of 50.00 EUR."


def money(amount, currency="EUR"):
    return {"amount": amount, "currency": currency}


@pytest.fixture
def field(world, ticket, limit):
    create_field(
        "ticket", "money", FieldDetails("Refund", limits={"currencies": ["EUR", "USD"]}), by=world.owner
    )
    save_kind("", key="refund", field="refund", by=world.owner)
    limit()
    limit(role="team_lead", most=10_000)
    return ticket


def filled(ticket):
    return Ticket.objects.get(pk=ticket.pk).fields.get("refund")


def states():
    return [*Decision.objects.order_by("pk").values_list("state", "granted_minor")]


def test_within_the_limit_it_is_filled_in_and_counts_as_decided(world, field):
    change_fields(field, {"refund": "40 EUR"}, by=world.ana)
    assert (filled(field), states()) == (money(4000), [("granted", 4000)])
    change_fields(field, {"refund": "50 EUR"}, by=world.ana)
    assert (filled(field), states()) == (money(5000), [("granted", 4000), ("granted", 1000)])
    with pytest.raises(FieldsRefused, match=r"With the 50\.00 EUR granted here before"):
        change_fields(field, {"refund": "50.01 EUR"}, by=world.ana)
    change_fields(field, {"refund": "20 EUR"}, by=world.ana)
    change_fields(field, {"refund": "50 EUR"}, by=world.ana)
    change_fields(field, {"refund": None}, by=world.ana)
    assert (filled(field), len(states())) == (None, 2)


def test_on_the_page_the_refusal_stands_beside_the_field_and_says_how_to_ask(world, field):
    client = Client()
    client.force_login(world.ana)
    answer = client.post(f"/fields/ticket/{field.pk}/refund/", {"f-refund": "80 EUR"}, **PART)
    page = answer.content.decode()
    assert BEYOND in page and "Ask for it beside the ticket" in page
    assert (filled(field), states()) == (None, [])
    client.post(f"/fields/ticket/{field.pk}/refund/", {"f-refund": "30 EUR"}, **PART)
    assert filled(field) == money(3000)


def test_what_is_asked_for_and_granted_is_written_in(world, field):
    made = ask_decision(field, "refund", by=world.ana, amount=8000, currency="EUR", reason="It came broken")
    assert filled(field) is None
    grant_decision(made, by=world.lead, amount=7000, words="The rest was used")
    assert filled(field) == money(7000)
    change_fields(field, {"refund": "70 EUR"}, by=world.ana)
    with pytest.raises(FieldsRefused):
        change_fields(field, {"refund": "71 EUR"}, by=world.ana)
    ask_decision(field, "refund", by=world.manager, amount=1000, currency="EUR", reason="And the postage")
    assert filled(field) == money(8000)


def test_the_api_refuses_at_the_field_also_for_a_new_ticket(world, field):
    caller = ApiCaller(world.ana)
    answer = caller.patch(f"/tickets/{field.pk}", {"fields": {"refund": money(8000)}})
    assert (answer.status_code, answer.json()["errors"][0]["at"]) == (422, "body.fields.refund")
    assert BEYOND in answer.json()["errors"][0]["message"]
    new = {
        "team_id": world.support.pk, "subject": "Bell", "text": "It is broken",
        "customer": {"email": "new@example.com"}, "fields": {"refund": money(8000)},
    }  # fmt: skip
    before = Ticket.objects.count()
    assert caller.post("/tickets", new).status_code == 422
    assert (Ticket.objects.count(), states()) == (before, [])
    assert caller.post("/tickets", new | {"fields": {"refund": money(4000)}}).status_code == 201
    assert states() == [("granted", 4000)]


def test_a_ticket_that_we_begin_has_no_more_than_its_writer_may_grant(world, field):
    said = Outgoing(html="<p>We owe you</p>", to=(Address("kim@example.com"),), subject="We owe you")
    before = Ticket.objects.count()
    with pytest.raises(FieldsRefused, match=r"50\.00 EUR"):
        outbound(
            said, by=world.ana, team_id=world.support.pk, beginning=Beginning(fields={"refund": money(8000)})
        )
    assert Ticket.objects.count() == before
    message = outbound(
        said, by=world.ana, team_id=world.support.pk, beginning=Beginning(fields={"refund": money(4000)})
    )
    assert (filled(message.ticket), states()) == (money(4000), [("granted", 4000)])


def test_a_bulk_order_is_foretold_and_refused_ticket_by_ticket(world, field):
    covered = make_ticket(world.support, world.customer)
    ask_decision(covered, "refund", by=world.manager, amount=8000, currency="EUR", reason="A recall")
    change_fields(covered, {"refund": None}, by=world.ana)
    order = BulkOrder(fields={"refund": "80 EUR"})
    foretold = plan(world.ana, order, [field.pk, covered.pk])
    assert (foretold.can, [them for _why, them in foretold.cannot]) == ((covered.pk,), [(field.pk,)])
    assert BEYOND in foretold.cannot[0][0]
    ended = outcome(run([field, covered], order, by=world.ana))
    assert (ended[field.pk][0], ended[covered.pk][0]) == ("refused", "changed")
    assert BEYOND in ended[field.pk][1]
    assert (filled(field), filled(covered)) == (None, money(8000))


def test_a_macro_with_an_order_goes_back_whole_where_the_amount_is_refused(world, field):
    macro = create_macro(MacroDetails("Refunded", scope="company", add_tags=("refunded",)), by=world.owner)
    ended = run([field], BulkOrder(macro_id=macro.pk, fields={"refund": "80 EUR"}), by=world.ana)
    assert outcome(ended)[field.pk][0] == "refused"
    field.refresh_from_db()
    assert (field.tags, field.fields) == ([], {})


def test_a_bulk_order_draws_on_count_and_budget_until_they_are_spent(world, field, limit):
    limit(count=2, period="day")
    tickets = [make_ticket(world.support, world.customer) for _n in range(4)]
    ended = run(tickets, BulkOrder(fields={"refund": "10 EUR"}), by=world.ana)
    assert sorted(state for state, _why in outcome(ended).values()) == [
        "changed",
        "changed",
        "refused",
        "refused",
    ]
    create_field("ticket", "money", FieldDetails("Goodwill"), by=world.owner)
    save_kind("", key="goodwill", uses_budget=True, field="goodwill", by=world.owner)
    limit(kind="goodwill", most=5000)
    budget = plan_budget(
        world.support, this_month(), most=2500, currency="EUR", owner=world.lead, by=world.owner
    )
    ended = run(tickets, BulkOrder(fields={"goodwill": "10 EUR"}), by=world.ana)
    assert sorted(state for state, _why in outcome(ended).values()) == [
        "changed",
        "changed",
        "refused",
        "refused",
    ]
    budget.refresh_from_db()
    assert budget.used_minor == 2000


def test_taking_an_order_back_and_forth_decides_nothing_anew(world, field):
    change_fields(field, {"refund": "50 EUR"}, by=world.ana)
    ended = run([field], BulkOrder(fields={"refund": "10 EUR"}), by=world.ana)
    done(undo_bulk(ended.pk, by=world.ana))
    assert (filled(field), states()) == (money(5000), [("granted", 5000)])


def test_a_rule_decides_about_no_money_but_writes_what_was_granted(world, field):
    make_rule(world.owner, Act("field", "40 EUR", "refund"))
    ticket = take_in(world)
    run_rules()
    assert (filled(ticket), Run.objects.get().outcome) == (None, "failed")
    assert "“Refund” is decided by people" in Run.objects.get().acts[0]["reason"]
    ask_decision(field, "refund", by=world.ana, amount=4000, currency="EUR", reason="Late")
    change_fields(field, {"refund": None}, by=world.ana)
    assert apply_fields(field, {"refund": "40 EUR"}, by=world.ana.actor) is not None
    assert filled(field) == money(4000)


def test_a_guard_asks_for_a_role_whatever_the_amount_and_the_plan_says_so(world, field):
    save_guard("Urgent ones", asking(("priority", "is", ["urgent"])), least_role="team_lead", by=world.owner)
    urgent = make_ticket(world.support, world.customer, priority=4)
    foretold = plan(world.ana, BulkOrder(fields={"refund": "10 EUR"}), [field.pk, urgent.pk])
    assert foretold.can == (field.pk,)
    with pytest.raises(FieldsRefused, match="needs the role Team lead"):
        change_fields(urgent, {"refund": "10 EUR"}, by=world.ana)
    change_fields(urgent, {"refund": "10 EUR"}, by=world.lead)
    assert filled(urgent) == money(1000)


def test_another_currency_than_that_of_the_limit_is_asked_for(world, field):
    with pytest.raises(FieldsRefused, match="another currency"):
        change_fields(field, {"refund": "1 USD"}, by=world.ana)


def test_one_field_stands_for_one_kind_and_holds_money(world, field):
    with pytest.raises(AuthorityRefused, match="another kind already"):
        save_kind("", key="goodwill", uses_budget=True, field="refund", by=world.owner)
    create_field("ticket", "text", FieldDetails("Colour"), by=world.owner)
    for key in ("colour", "gone"):
        with pytest.raises(AuthorityRefused, match="holds money"):
            save_kind("", key="goodwill", uses_budget=True, field=key, by=world.owner)


def test_the_settings_page_ties_a_field_to_a_kind(world, kinds):
    create_field("ticket", "money", FieldDetails("Refund"), by=world.owner)
    client = Client()
    client.force_login(world.owner)
    assert client.post("/settings/limits/kinds/", {"kind": "refund", "field": "refund"}).status_code == 302
    kinds["refund"].refresh_from_db()
    assert (kinds["refund"].field, kinds["refund"].has_amount, kinds["refund"].is_archived) == (
        "refund",
        True,
        False,
    )
    assert '<option value="refund" selected>' in client.get("/settings/limits/").content.decode()


@pytest.mark.parametrize(("given", "statements"), [({"refund": "50 EUR"}, 0), ({"note": "A word"}, 0)])
def test_fields_that_hold_no_decided_money_cost_no_statement(
    world, field, given, statements, django_assert_num_queries
):
    from careline.authority.queries.filling import kinds_filled

    create_field("ticket", "text", FieldDetails("Note"), by=world.owner)
    now = {"refund": money(5000), "note": "A word"}
    with django_assert_num_queries(statements):
        assert kinds_filled(now, now | {"note": "Others"}) == []
