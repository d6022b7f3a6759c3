"""The pages of orders for many tickets: for every role, what they cost, and one order from the bar to its undoing."""

import pytest
from django.test import Client

from careline.testing.world import World, make_ticket
from careline.tickets.models import BulkRun, Message, Status, Ticket
from careline.tickets.tasks import work_off_bulk

PART = {"HTTP_HX_REQUEST": "true"}
STAFF = ("owner", "manager", "lead", "ana", "cleo", "light", "stranger", "auditor")
WHATS = ("assign", "status", "priority", "tags", "macro", "reply")


@pytest.fixture
def tickets(world: World) -> list[Ticket]:
    return [make_ticket(world.support, world.customer) for _n in range(3)]


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def posted(tickets: list[Ticket], **given) -> dict[str, str]:
    return {"numbers": ",".join(str(ticket.pk) for ticket in tickets), **given}


def ordered(client: Client, tickets: list[Ticket], **given) -> BulkRun:
    assert client.post("/bulk/start/", posted(tickets, **given), **PART).status_code == 200
    run = BulkRun.objects.latest("pk")
    work_off_bulk(run.pk)
    run.refresh_from_db()
    return run


@pytest.mark.parametrize("what", WHATS)
def test_every_dialog_is_there_for_who_may_and_carries_what_was_chosen(world, tickets, what: str) -> None:
    for who in STAFF:
        answer = logged_in(getattr(world, who)).post(f"/bulk/ask/{what}/", posted(tickets), **PART)
        assert answer.status_code == (422 if who in ("light", "auditor") else 200), who
        assert (posted(tickets)["numbers"] in answer.content.decode()) == (answer.status_code == 200)


@pytest.mark.parametrize(
    "path", ["/bulk/ask/status/", "/bulk/preview/", "/bulk/start/", "/bulk/{run}/undo/", "/bulk/{run}/stop/"]
)
def test_nothing_happens_by_looking_from_elsewhere_or_without_log_in(world, tickets, path: str) -> None:
    run = ordered(logged_in(world.ana), tickets, status="3")
    path = path.format(run=run.pk)
    assert logged_in(world.ana).get(path).status_code == 405
    assert Client().post(path, posted(tickets, status="2")).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.ana)
    assert strict.post(path, posted(tickets, status="2")).status_code == 403
    assert {*Ticket.objects.values_list("status", flat=True)} == {3} and BulkRun.objects.count() == 1


def test_from_the_bar_to_the_undoing(world, tickets) -> None:
    client = logged_in(world.ana)
    preview = client.post("/bulk/preview/", posted(tickets, status="3"), **PART).content.decode()
    assert "3 will change" in preview and "Change 3 tickets" in preview
    run = ordered(client, tickets, status="3")
    told = client.get(f"/bulk/{run.pk}/progress/", **PART).content.decode()
    assert "3 tickets changed" in told and f"/bulk/{run.pk}/undo/" in told
    assert client.post(f"/bulk/{run.pk}/undo/", **PART).status_code == 200
    work_off_bulk(BulkRun.objects.latest("pk").pk)
    assert {*Ticket.objects.values_list("status", flat=True)} == {Status.NEW}
    page = client.get(f"/settings/bulk/{run.pk}/").content.decode()
    assert "This was undone" in page and f"/bulk/{run.pk}/undo/" not in page


def test_progress_is_shown_until_it_is_over(world, tickets) -> None:
    client = logged_in(world.ana)
    answer = client.post("/bulk/start/", posted(tickets, status="3"), **PART).content.decode()
    run = BulkRun.objects.get()
    assert f"/bulk/{run.pk}/progress/" in answer and f"/bulk/{run.pk}/stop/" in answer
    client.post(f"/bulk/{run.pk}/stop/", **PART)
    work_off_bulk(run.pk)
    assert {*Ticket.objects.values_list("status", flat=True)} == {Status.NEW}
    assert "hx-trigger" not in client.get(f"/bulk/{run.pk}/progress/", **PART).content.decode()


def test_the_preview_shows_each_customers_words_and_who_is_left_out(world, tickets) -> None:
    Ticket.objects.filter(pk=tickets[0].pk).update(status=Status.CLOSED)
    html = "<p>Hi {{customer.first_name}}</p>"
    page = (
        logged_in(world.ana)
        .post("/bulk/preview/", posted(tickets, html=html, at="2"), **PART)
        .content.decode()
    )
    assert "Hi <mark>Carla</mark>" in page and f"#{tickets[2].pk}" in page and "2 of 2" in page
    assert f"#{tickets[0].pk}: It is closed." in page and "Send 2 messages" in page
    assert not Message.objects.filter(author="agent").exists()


def test_a_customers_name_is_never_code_in_the_preview(world, tickets) -> None:
    type(world.customer).objects.update(name="<script>x</script> {{agent.name}}")
    html = "<p>{{customer.name}}</p>"
    page = logged_in(world.ana).post("/bulk/preview/", posted(tickets, html=html), **PART).content.decode()
    assert "<script>x" not in page and "&lt;script&gt;x&lt;/script&gt; {{agent.name}}" in page


def test_tickets_one_may_not_see_are_not_told_of(world, tickets) -> None:
    secret = make_ticket(world.complaints, world.customer, subject="Confidential")
    page = (
        logged_in(world.ana)
        .post("/bulk/preview/", posted([secret], html="<p>x</p>"), **PART)
        .content.decode()
    )
    assert "Confidential" not in page and "Carla" not in page
    run = ordered(logged_in(world.ana), [secret], status="3")
    assert run.items.count() == 0


def test_what_is_refused_is_said_in_a_toast_and_the_dialog_stays(world, tickets) -> None:
    client = logged_in(world.ana)
    for given in ({}, {"status": "1"}, {"status": "x"}, {"macro_id": "999"}, {"sends": "1"}):
        answer = client.post("/bulk/start/", posted(tickets, **given), **PART)
        assert answer.status_code == 422 and answer["HX-Reswap"] == "none", given
    assert not BulkRun.objects.exists()


@pytest.mark.parametrize("who", STAFF)
def test_orders_are_seen_by_whom_they_concern(
    world, tickets, who: str, django_assert_max_num_queries
) -> None:
    run = ordered(logged_in(world.ana), tickets, status="3")
    client = logged_in(getattr(world, who))
    sees = who in ("owner", "manager", "lead", "ana", "auditor")
    with django_assert_max_num_queries(12):
        page = client.get("/settings/bulk/")
    assert page.status_code == 200 and (f"/settings/bulk/{run.pk}/" in page.content.decode()) == sees
    with django_assert_max_num_queries(12):
        assert client.get(f"/settings/bulk/{run.pk}/").status_code == (200 if sees else 404)
    assert client.get(f"/bulk/{run.pk}/progress/", **PART).status_code == (200 if sees else 404)


@pytest.mark.parametrize("who", ["ben", "stranger", "cleo", "light", "auditor"])
def test_nobody_undoes_the_order_of_somebody_they_do_not_lead(world, tickets, who: str) -> None:
    run = ordered(logged_in(world.ana), tickets, status="3")
    answer = logged_in(getattr(world, who)).post(f"/bulk/{run.pk}/undo/", **PART)
    assert answer.status_code in (404, 422) and BulkRun.objects.count() == 1


def test_the_bar_is_there_for_who_may_change_tickets(world, tickets) -> None:
    assert 'id="bulk"' in logged_in(world.ana).get("/").content.decode()
    assert 'id="bulk"' not in logged_in(world.light).get("/").content.decode()


def test_all_of_a_view_are_previewed_and_ordered_by_its_key(world, tickets) -> None:
    client = logged_in(world.ana)
    assert (
        "3 will change"
        in client.post("/bulk/preview/", {"view": "unassigned", "priority": "4"}, **PART).content.decode()
    )
    client.post("/bulk/start/", {"view": "unassigned", "priority": "4"}, **PART)
    work_off_bulk(BulkRun.objects.get().pk)
    assert {*Ticket.objects.values_list("priority", flat=True)} == {4}
