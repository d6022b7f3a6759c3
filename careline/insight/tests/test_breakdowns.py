"""The pages of a period: told apart, narrowed, as charts and files; and who sees whose figures."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from careline.accounts.models import Membership
from careline.core.models import Event
from careline.insight.actions.count_days import count_days
from careline.insight.models import CountedDay, OpenWork, Progress
from careline.insight.tests.test_pages import client_of, solved
from careline.policies.models import Clock, ServicePolicy
from careline.policies.tests.test_clocks import answer, arrive, long_ago
from careline.testing.world import World, make_agent
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.models import Exclusion, Status, Ticket
from careline.workforce.queries import forget_hours

PAGES = (
    "/insight/", "/insight/?by=agent&days=7", "/insight/?by=channel&days=90&time=calendar", "/insight/?by=priority&days=365",
    "/insight/?by=type&channel=email&priority=2&type=question", "/insight/targets/", "/insight/targets/missed/",
    "/insight/open-work/", "/insight/figures.csv",
)  # fmt: skip


@pytest.fixture(autouse=True)
def hours_forgotten():
    forget_hours()


def read(answer) -> list[dict[str, str]]:
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [*csv.DictReader(io.StringIO(content))]


@pytest.mark.parametrize("path", PAGES)
def test_every_role_that_reads_tickets_sees_them(world: World, path: str) -> None:
    solved(world, 5)
    for person in (world.owner, world.manager, world.lead, world.ana, world.light, world.auditor):
        answered = client_of(person).get(path)
        assert answered.status_code == 200, person.name
        if answered.streaming:
            assert read(answered)
    assert Client().get(path).status_code == 302


def test_a_row_narrows_all_that_is_shown(world: World) -> None:
    one, other = solved(world, 5), solved(world, 6, sender="dan@customer.example")
    set_priority(Ticket.objects.get(pk=other.pk), 4, by=world.ana)
    client = client_of(world.ana)
    page = client.get("/insight/?by=priority").content.decode()
    assert "?priority=4&amp;by=priority" in page and "Urgent" in page
    narrowed = client.get("/insight/?priority=4").content.decode()
    assert "1 ticket was solved in this period" in narrowed and "Priority: " in narrowed
    behind = client.get("/insight/full_resolution/?priority=4").content.decode()
    assert f"#{other.pk} " in behind and f"#{one.pk} " not in behind


def test_each_sees_the_figures_of_whom_they_may(world: World) -> None:
    solved(world, 5)
    Membership.objects.filter(agent=world.lead, team=world.support).update(is_lead=True)
    world.lead.led_team_ids = [world.support.pk]
    world.lead.save(update_fields=["led_team_ids"])
    for person, sees in ((world.manager, True), (world.auditor, True), (world.lead, True), (world.ana, True), (world.ben, False), (world.stranger, False)):  # fmt: skip
        client = client_of(person)
        page = client.get("/insight/?by=agent").content.decode()
        assert (f"agent={world.ana.pk}" in page) is sees, person.name
        rows = [row for row in read(client.get("/insight/figures.csv")) if row["by"] == "agent"]
        assert (world.ana.name in {row["of"] for row in rows}) is sees, person.name
        narrowed = client.get(f"/insight/?agent={world.ana.pk}").content.decode()
        assert (world.ana.name in narrowed) is sees, person.name
        every = read(client.post("/insight/tickets.csv"))
        assert ({row["agent_id"] for row in every} == {str(world.ana.pk)}) is sees, person.name


def test_whoever_is_kept_out_finds_the_ticket_in_no_figure(world: World) -> None:
    hidden = solved(world, 0, subject="About Ana herself")  # today: no day ended with it open
    still_open = arrive(world, sender="dan@customer.example")
    long_ago(still_open, 24 * 9)
    ServicePolicy.objects.create(pk=7, name="Standard")
    Clock.objects.create(
        ticket=hidden, kind="resolution", policy_id=7, state="breached", started_at=timezone.now()
    )
    for ticket in (hidden, still_open):
        Exclusion.objects.create(ticket=ticket, agent=world.ana, reason="about her", by=world.owner)
    while count_days():
        pass
    ana, ben = client_of(world.ana), client_of(world.ben)
    assert "0 tickets" in ana.get("/insight/").content.decode()
    assert "1 ticket was" in ben.get("/insight/").content.decode()
    assert "About Ana" not in ana.get("/insight/targets/missed/").content.decode()
    assert "About Ana" in ben.get("/insight/targets/missed/").content.decode()
    assert "0 of 0" in ana.get("/insight/targets/").content.decode()
    assert "0 of 1" in ben.get("/insight/targets/").content.decode()
    assert "0 tickets are open work now" in ana.get("/insight/open-work/").content.decode()
    page = ben.get("/insight/open-work/").content.decode()
    assert "1 ticket is open work now, 1 of it more than a week old" in page
    yesterday = OpenWork.objects.order_by("-day").first().day
    assert _row(ben, yesterday) == ["1", "1"] and _row(ana, yesterday) == ["0", "0"]
    assert read(ana.post("/insight/tickets.csv")) == [] and len(read(ben.post("/insight/tickets.csv"))) == 1


def _row(client: Client, day) -> list[str]:
    """The values of a day in the table below the chart of open work."""
    page = client.get("/insight/open-work/").content.decode()
    row = page.split(f'<th scope="row">{day.day} {day:%b}</th>')[1].split("</tr>")[0]
    return [cell.split("</td>")[0] for cell in row.split('<td class="number">')[1:]]


def test_every_ticket_taken_out_is_written_into_the_log(world: World) -> None:
    ticket = solved(world, 5)
    client = client_of(world.ana)
    assert client.get("/insight/tickets.csv").status_code == 405
    rows = read(client.post("/insight/tickets.csv"))
    assert [row["ticket_id"] for row in rows] == [str(ticket.pk)]
    assert float(rows[0]["full_resolution_calendar"]) == pytest.approx(5 * 3600, abs=60)
    assert Event.objects.filter(name="table.exported", actor_id=world.ana.pk).count() == 1


def test_days_are_counted_once_as_they_ended(world: World) -> None:
    ticket = arrive(world)
    long_ago(ticket, 24 * 3)
    while count_days(back=10):
        pass
    counted = dict(OpenWork.objects.values_list("day", "n"))
    today = timezone.now().date()
    assert counted == {today - timedelta(days=n): 1 for n in (1, 2, 3)}
    assert CountedDay.objects.count() == 10
    answer(Ticket.objects.get(pk=ticket.pk), world, then=Status.SOLVED)
    assert count_days(back=10) == 0 and OpenWork.objects.count() == 3, "what a day was stays"


def test_the_page_says_how_fresh_it_is(world: World) -> None:
    client = Client()
    client.force_login(world.ana)
    assert "Nothing has been computed yet" in client.get("/insight/").content.decode()
    solved(world, 5)
    client = client_of(world.ana)
    Progress.objects.update(
        followed_at=timezone.now() - timedelta(minutes=2), walk_below=50, walk_total=9, walk_done=6
    )
    page = client.get("/insight/").content.decode()
    assert "Computed 2 minutes ago." in page and "3 tickets are still to come." in page
    Progress.objects.update(followed_at=timezone.now() - timedelta(hours=2))
    assert "The worker seems to stand still." in client.get("/insight/").content.decode()


@pytest.mark.parametrize(
    "path", ["/insight/?by=agent", "/insight/targets/", "/insight/open-work/", "/insight/reopened/"]
)
def test_no_page_asks_more_the_more_there_is(world: World, path: str, django_assert_max_num_queries) -> None:
    for n in range(5):
        solved(world, 3 + n, sender=f"one{n}@customer.example")
    client = client_of(world.manager)
    with django_assert_max_num_queries(17):
        assert client.get(path).status_code == 200


def test_a_stranger_to_a_private_team_finds_nothing_of_it(world: World) -> None:
    cleo = World(**{**world.__dict__, "ana": world.cleo})
    hidden = arrive(world, team=world.complaints, subject="A matter of its own")
    answer(hidden, cleo, then=Status.SOLVED)
    client = client_of(make_agent("Nora Newcomer"))
    for path in PAGES[:-1]:
        page = client.get(path).content.decode()
        assert (
            "A matter of its own" not in page
            and "Cleo" not in page
            and f"team={world.complaints.pk}" not in page
        )
    assert read(client.post(f"/insight/tickets.csv?team={world.complaints.pk}")) == []
