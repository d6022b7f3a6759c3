"""The complaint register: taken from a ticket, brought along its stages, seen by whom it may be seen, told of when due."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from careline.accounts.contracts import Forbidden
from careline.core.models import Event
from careline.customers.actions.merge_customers import merge_customers
from careline.feedback.actions.change_complaint import change_complaint
from careline.feedback.actions.export_complaints import export_complaints
from careline.feedback.actions.open_complaint import Opening, link_ticket, open_complaint
from careline.feedback.actions.tell_due import tell_due_complaints
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.forms.complaints import ComplaintForm, said_of
from careline.feedback.models import Complaint
from careline.feedback.panels import complaints_of_customer
from careline.feedback.queries.complaints import PAGE, Wanted, access_complaint, browse_complaints
from careline.feedback.queries.report import report
from careline.feedback.queries.settings import feedback_settings
from careline.feedback.queries.signs import repeated, systemic
from careline.feedback.views.complaints import steps_of
from careline.notices.tests.conftest import told, work
from careline.testing.world import make_customer, make_organisation, make_ticket
from careline.tickets.models import Read


@pytest.fixture
def opened(world):
    """Takes complaints down: in Support by Ana, unless said otherwise."""

    def make(customer=None, *, by=None, team=None, category="Delivery", cause="", about=None):
        ticket = make_ticket(team or world.support, customer or world.customer, subject="Late again")
        about_id = about.pk if about else None
        row = open_complaint(ticket, Opening("It came late", category, about_id=about_id), by=by or world.ana)
        if cause:
            Complaint.objects.filter(pk=row.pk).update(cause=cause)
            row.refresh_from_db()
        return row

    return make


def change(row, by, **changes):
    """Change some of it, as the page does."""
    row.refresh_from_db()
    said = {name: "" if value is None else value for name, value in (said_of(row) | changes).items()}
    form = ComplaintForm(said, settings=feedback_settings(), complaint=row)
    assert form.is_valid(), form.errors
    return change_complaint(row, form.details(), version=form.cleaned_data["version"], by=by)


def test_it_is_opened_with_deadlines_and_told_on_the_ticket(world, opened):
    row = opened()
    assert row.acknowledge_by < row.respond_by and row.next_due_at == row.acknowledge_by
    assert (row.customer, row.owner, row.currency) == (world.customer, world.ana, "EUR")
    event = Event.objects.get(name="complaint.opened")
    assert event.data["complaint_id"] == row.pk and "late" not in str(event.data)


@pytest.mark.parametrize(
    "opening", [Opening("", "Delivery"), Opening("Late", "Nonsense"), Opening("Late", "Delivery", severity=9)]
)
def test_what_makes_no_sense_is_refused(world, opening):
    ticket = make_ticket(world.support, world.customer)
    with pytest.raises(FeedbackRefused):
        open_complaint(ticket, opening, by=world.ana)
    assert not Complaint.objects.exists()


def test_only_who_handles_complaints_opens_one_and_never_about_oneself(world):
    ticket = make_ticket(world.support, world.customer)
    for person in (world.light, world.auditor):
        with pytest.raises(Forbidden):
            open_complaint(ticket, Opening("Late", "Delivery"), by=person)
    with pytest.raises(FeedbackRefused):
        open_complaint(ticket, Opening("Rude", "Staff", about_id=world.ana.pk), by=world.ana)


def test_it_goes_along_the_stages_and_each_is_stamped_once(world, opened):
    row = opened()
    row = change(row, world.ana, stage="acknowledged")
    first = row.acknowledged_at
    assert row.next_due_at == row.respond_by
    row = change(
        row,
        world.ana,
        stage="investigating",
        cause="Delay",
        admitted="yes",
        cost="12,50 EUR",
        lessons="Ask earlier",
    )
    row = change(row, world.ana, stage="responded", remedy="Voucher")
    row = change(row, world.ana, stage="closed", consent="given")
    assert (row.acknowledged_at, row.cost_minor, row.currency) == (first, 1250, "EUR")
    assert row.responded_at and row.closed_at and row.next_due_at is None
    moved = Event.objects.filter(name="complaint.moved").order_by("pk").values_list("data__after", flat=True)
    assert [*moved] == ["acknowledged", "investigating", "responded", "closed"]
    assert "Ask earlier" not in str([*Event.objects.values_list("data", flat=True)])
    assert change(row, world.ana, stage="investigating").closed_at is None


def test_nothing_is_closed_without_cause_decision_answer_and_the_customers_word(world, opened):
    row = opened()
    with pytest.raises(FeedbackRefused, match="what caused it"):
        change(row, world.ana, stage="closed")
    with pytest.raises(FeedbackRefused, match="not answered"):
        change(row, world.ana, stage="closed", cause="Delay", admitted="no")
    row = change(row, world.ana, stage="responded", cause="Delay", admitted="no")
    with pytest.raises(FeedbackRefused, match="ask the customer"):
        change(row, world.ana, stage="closed")
    row = change(row, world.ana, stage="closed", consent="silent")
    with pytest.raises(FeedbackRefused, match="outside body"):
        change(row, world.ana, stage="escalated")


def test_who_was_slower_is_told(world, opened):
    row = opened()
    before = said_of(row)
    change(row, world.ana, summary="It came very late")
    with pytest.raises(FeedbackRefused, match="meanwhile"):
        change(row, world.ben, version=before["version"], summary="Mine")


def test_it_is_seen_with_its_ticket_and_never_by_whom_it_is_about(world, opened):
    row, hidden = opened(), opened(by=world.cleo, team=world.complaints)
    about = opened(by=world.ben, about=world.ana, category="Staff")

    def seen(person):
        return {one.pk for one in browse_complaints(person, Wanted()).complaints}

    assert seen(world.ana) == {row.pk}
    assert seen(world.ben) == seen(world.lead) == {row.pk, about.pk}
    assert seen(world.cleo) >= {hidden.pk}
    assert seen(world.auditor) == seen(world.owner) == {row.pk, hidden.pk, about.pk}
    assert seen(world.light) == set()
    link_ticket(row, make_ticket(world.complaints, world.customer).pk, by=world.owner)
    assert seen(world.ana) == {row.pk}


def test_repeated_and_systemic_ones_are_found(world, opened):
    organisation = make_organisation("Couriers Ltd")
    one, other = (opened(make_customer(organisation=organisation), cause="Delay") for _n in range(2))
    assert repeated(world.ana, one) == [other]
    assert systemic(world.ana) == []
    opened(cause="Delay")
    (found,) = systemic(world.ana)
    assert (found.category, found.cause, found.count) == ("Delivery", "Delay", 3)
    Complaint.objects.filter(pk=one.pk).update(received_at=timezone.now() - timedelta(days=100))
    assert systemic(world.ana) == []


def test_deadlines_are_told_once_each(world, opened):
    row = opened()
    late = row.respond_by + timedelta(minutes=1)
    assert tell_due_complaints(at=row.acknowledge_by - timedelta(minutes=1)) == 0
    assert tell_due_complaints(at=row.acknowledge_by) == 1
    assert tell_due_complaints(at=row.acknowledge_by) == 0
    assert tell_due_complaints(at=late) == 1
    assert tell_due_complaints(at=late) == 0
    told = [
        (event.data["which"], event.data["tell"])
        for event in Event.objects.filter(name="complaint.due").order_by("pk")
    ]
    assert told == [("acknowledge", [world.ana.pk]), ("respond", [world.ana.pk])]


def test_what_was_answered_is_not_due(world, opened):
    row = change(opened(), world.ana, stage="responded")
    assert tell_due_complaints(at=row.respond_by + timedelta(days=1)) == 0


def test_the_report_counts_as_it_says(world, opened):
    kept, late, fresh = opened(cause="Delay"), opened(cause="Delay"), opened(category="Price and billing")
    change(kept, world.ana, stage="responded", admitted="partly", cost="10 EUR")
    past = timezone.now() - timedelta(days=1)
    Complaint.objects.filter(pk=late.pk).update(acknowledge_by=past, respond_by=past, cost_minor=250)
    now = timezone.now()
    found = report(world.ana, since=now - timedelta(days=30), until=now + timedelta(days=1))
    whole = found.whole
    assert (whole.count, whole.open, whole.admitted) == (3, 3, 1)
    assert (whole.answered, whole.answered_in_time, whole.answered_percent) == (2, 1, 50)
    assert found.costs == [("EUR", 1250)]
    assert [(line.name, line.count) for line in found.by_category] == [
        ("Delivery", 2),
        ("Price and billing", 1),
    ]
    assert sum(line.count for line in found.by_month) == 3 and fresh.pk


def test_the_file_holds_what_is_seen_and_runs_nothing(world, opened):
    row = opened()
    Complaint.objects.filter(pk=row.pk).update(summary='=HYPERLINK("http://evil.example")')
    with pytest.raises(Forbidden):
        export_complaints(Wanted(), by=world.ana)
    rows = [*csv.DictReader(io.StringIO("".join(export_complaints(Wanted(), by=world.lead))))]
    assert [one["summary"] for one in rows] == ['\'=HYPERLINK("http://evil.example")']
    assert Event.objects.get(name="complaints.exported").data == {"count": 1}


@pytest.mark.parametrize("begins", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_of_the_file_begins_like_a_formula(world, opened, begins):
    Complaint.objects.filter(pk=opened().pk).update(summary=begins, finding=begins, remedy=begins)
    (row,) = csv.DictReader(io.StringIO("".join(export_complaints(Wanted(), by=world.lead)), newline=""))
    assert all(row[name] == f"'{begins}" for name in ("summary", "finding", "remedy"))


def test_a_deadline_is_noticed_once_by_who_looks_after_it_and_never_by_whom_it_is_about(world, opened):
    row, about = opened(), opened(by=world.ben, about=world.ana, category="Staff")
    Complaint.objects.filter(pk=about.pk).update(owner=None)
    for _n in range(2):
        tell_due_complaints(at=row.acknowledge_by)
        work()
    assert told(world.ana) == ["complaint"] and told(world.lead) == ["complaint"] and told(world.ben) == []


def test_what_was_taken_back_is_neither_due_nor_late_nor_open(world, opened):
    row = change(opened(), world.ana, stage="withdrawn")
    assert tell_due_complaints(at=row.respond_by + timedelta(days=9)) == 0
    assert browse_complaints(world.ana, Wanted(stage="open")).complaints == []
    assert [one.pk for one in browse_complaints(world.ana, Wanted(stage="withdrawn")).complaints] == [row.pk]
    Complaint.objects.filter(pk=row.pk).update(acknowledge_by=timezone.now() - timedelta(days=1))
    assert browse_complaints(world.ana, Wanted(is_late=True)).complaints == []


def test_the_page_shows_where_it_stands_also_with_an_outside_body_and_taken_back(world, opened):
    row = opened()
    row.stage, row.outside_body = "escalated", "Arbitration board"
    assert [(now, reached) for _name, reached, now in steps_of(row)][-2:] == [(True, True), (False, False)]
    row.stage = "withdrawn"
    name, reached, now = steps_of(row)[-1]
    assert name == "Taken back by the customer" and reached and now
    assert [reached for _name, reached, _now in steps_of(row)].count(True) == 2


ROLES = ["owner", "manager", "lead", "ana", "light", "auditor"]


@pytest.mark.parametrize("who", ROLES)
def test_the_pages_for_everybody(world, client, opened, who, django_assert_max_num_queries):
    row = opened(cause="Delay")
    client.force_login(getattr(world, who))
    client.get("/complaints/")
    for address, most in (
        ("/complaints/", 14),
        (f"/complaints/{row.pk}/", 24),
        ("/complaints/report/", 18),
        ("/complaints/measures/", 12),
    ):
        with django_assert_max_num_queries(most):
            answer = client.get(address)
        assert answer.status_code == (
            403 if who == "light" and address != f"/complaints/{row.pk}/" else 404 if who == "light" else 200
        ), address
    answer = client.post(f"/complaints/{row.pk}/", {**said_of(row), "summary": "Another word"})
    assert answer.status_code == {"auditor": 403, "light": 404}.get(who, 302)
    assert client.get("/settings/feedback/").status_code == (
        200 if who in ("owner", "manager", "lead") else 403
    )
    assert client.post("/complaints/export/").status_code == (
        200 if who in ("owner", "manager", "lead") else 403
    )


def test_the_list_costs_the_same_however_long_it_is(world, client, opened, django_assert_max_num_queries):
    for _n in range(6):
        opened()
    client.force_login(world.ana)
    client.get("/complaints/")
    with django_assert_max_num_queries(14):
        assert client.get("/complaints/").content.decode().count("It came late") == 6


def test_a_stranger_finds_none_of_it(world, client, opened):
    row = opened(by=world.cleo, team=world.complaints)
    client.force_login(world.stranger)
    assert client.get(f"/complaints/{row.pk}/").status_code == 404
    assert "It came late" not in client.get("/complaints/").content.decode()
    assert client.get(f"/tickets/{row.links.get().ticket_id}/complaint/").status_code == 404


def test_reading_one_is_noted(world, client, opened):
    row = opened()
    client.force_login(world.ben)
    client.get(f"/complaints/{row.pk}/")
    assert Read.objects.filter(agent_id=world.ben.pk, kind="customer", object_id=row.customer_id).exists()


def test_one_is_taken_down_and_worked_on_by_the_pages(world, client):
    ticket = make_ticket(world.support, world.customer, subject="Late again")
    client.force_login(world.ana)
    page = client.get(f"/tickets/{ticket.pk}/feedback/").content.decode()
    assert f"/tickets/{ticket.pk}/complaint/" in page
    assert (
        client.post(
            f"/tickets/{ticket.pk}/complaint/", {"summary": "", "category": "Delivery", "severity": "2"}
        ).status_code
        == 422
    )
    client.post(
        f"/tickets/{ticket.pk}/complaint/", {"summary": "Late", "category": "Delivery", "severity": "3"}
    )
    row = Complaint.objects.get()
    answer = client.post(f"/complaints/{row.pk}/", {**said_of(row), "cost": "much"})
    assert answer.status_code == 422 and "amount of money" in answer.content.decode()
    client.post(f"/complaints/{row.pk}/", {**said_of(row), "stage": "acknowledged"})
    assert access_complaint(world.ana, row.pk).stage == "acknowledged"
    assert f"/complaints/{row.pk}/" in client.get(f"/tickets/{ticket.pk}/feedback/").content.decode()
    history = client.get(f"/tickets/{ticket.pk}/history/").content.decode()
    assert f"into the complaint register as number {row.pk}" in history


def test_the_register_is_narrowed_and_goes_on(world, client, opened):
    first = opened(category="Staff")
    for _n in range(PAGE):
        opened()
    client.force_login(world.ana)
    page = client.get("/complaints/").content.decode()
    assert f"/complaints/{first.pk}/" not in page and "before=" in page
    assert f"/complaints/{first.pk}/" in client.get("/complaints/?category=Staff").content.decode()
    before = first.pk + 1
    part = client.get(f"/complaints/?before={before}", headers={"HX-Request": "true"}).content.decode()
    assert f"/complaints/{first.pk}/" in part and "<html" not in part
    assert client.get("/complaints/?q=%00&severity=9&stage=x&category=%00").status_code == 200


def test_settings_are_kept_and_checked(world, client):
    client.force_login(world.lead)
    from careline.feedback.forms.settings import said_of as settings_said

    said = settings_said(feedback_settings()) | {"respond_days": 20, "categories": "One\n\nTwo\nOne"}
    assert client.post("/settings/feedback/", said).status_code == 302
    settings = feedback_settings()
    assert (settings.respond_days, settings.categories) == (20, ["One", "Two"])
    assert client.post("/settings/feedback/", said | {"respond_days": 9999}).status_code == 422
    assert client.post("/settings/feedback/", said | {"currency": "E1R"}).status_code == 422


def test_the_customers_page_shows_what_they_complained_about_to_those_who_may_see_it(world, opened, client):
    twin, deeper = make_customer("Carla C"), make_customer("C. Customer")
    rows = [opened(), opened(twin), opened(deeper, category="Product")]
    hidden = opened(team=world.complaints, by=world.cleo)
    about = opened(by=world.ben, about=world.ana, category="Staff")
    merge_customers(deeper, into=twin, by=world.owner)
    merge_customers(twin, into=world.customer, by=world.owner)

    def linked(person):
        client.force_login(person)
        return {
            *re.findall(r'href="/complaints/(\d+)/"', client.get(f"/customers/{world.customer.pk}/").text)
        }

    mine = {str(one.pk) for one in rows}
    assert linked(world.ana) == mine
    assert linked(world.ben) == mine | {str(about.pk)}
    assert linked(world.owner) == mine | {str(about.pk), str(hidden.pk)}
    assert linked(world.light) == set()


def test_complaints_cost_the_customers_page_one_statement(world, opened, client, django_assert_num_queries):
    opened()
    request = RequestFactory().get("/")
    request.user = world.ana
    complaints_of_customer(request, customer=world.customer)
    with django_assert_num_queries(1):
        assert "It came late" in complaints_of_customer(request, customer=world.customer)
