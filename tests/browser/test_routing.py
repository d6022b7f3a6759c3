"""Routing of the demo company: a queue is set up, a mail goes to who can take it, what nobody can take waits and widens, covers take over."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from careline.routing.actions.cover import cover_begun
from careline.routing.actions.route_waiting import route_due
from careline.routing.models import RoutingQueue
from careline.routing.queries.queues import as_plan, forget_queues
from careline.routing.tests.conftest import work
from tests.browser.faults import faults_of
from tests.browser.test_rules import choose, write

STRATEGIES = [
    "Who has the least, measured by what they can take", "In turn", "Who has had nothing to do for longest",
    "Who had this customer before",
]  # fmt: skip
OVERFLOWS = [
    "Nothing: it waits", "Another team is asked too", "Those of another queue are asked too",
    "The least important skill is let go, then the next",
]  # fmt: skip
SWOLLEN = "The battery of my Kiebitz is swollen and warm. Can I bring it to you today?"


def look(**later):
    """Let the worker look, as it is or will be, with what the pages changed just now."""
    forget_queues()
    if later:
        route_due(at=timezone.now() + timedelta(**later))
    work()


def ask_for(needs, place, skill, least):
    """Ask for a skill in a row of the form, which is added if it isn't there."""
    if place:
        needs.get_by_role("button", name="One more").click()
    expect(needs.get_by_label("Skill")).to_have_count(place + 1)
    needs.get_by_label("Skill").nth(place).select_option(label=skill)
    needs.get_by_label("Least level").nth(place).select_option(str(least))


def set_up(page):
    """Set a queue up in its form: who can and may, in turn; and it lets the licence go when nobody can."""
    page.get_by_role("link", name="New queue").click()
    page.get_by_label("Name").fill("Swollen batteries")
    page.get_by_role("button", name="Group of conditions").click()
    choose(page.locator("#g0c0"), "Subject", "battery")
    page.get_by_text("See them").click()
    expect(page.locator("#fits").get_by_role("link", name="Battery shows 0 % after update")).to_be_visible()
    choose(page.locator("#g0c0"), "Subject", "swollen")
    expect(page.get_by_role("status").filter(has_text="Of the last")).to_contain_text("0 would have matched")
    page.locator("[name=team]").select_option(label="Workshop")
    page.locator("[name=language]").select_option(label="is not asked for")
    needs = page.locator("#queue-needs")
    ask_for(needs, 0, "High-voltage licence", 1)
    ask_for(needs, 1, "German", 3)
    ask_for(needs, 2, "French", 1)
    needs.get_by_role("button", name="More important").nth(1).click()
    expect(needs.get_by_label("Skill").first.locator("option:checked")).to_have_text("German")
    needs.get_by_role("button", name="Ask for it no more").nth(2).click()
    expect(needs.get_by_label("Skill").nth(2).locator("option:checked")).to_have_text("no further skill")
    strategy, widens = page.get_by_label("Of those who can"), page.get_by_label("What widens")
    assert [strategy.locator("option").all_inner_texts(), widens.locator("option").all_inner_texts()] == [
        STRATEGIES, OVERFLOWS,
    ]  # fmt: skip
    strategy.select_option(label="In turn")
    widens.select_option(label=OVERFLOWS[1])
    expect(page.get_by_label("The other team")).to_be_visible()
    widens.select_option(label=OVERFLOWS[3])
    expect(page.get_by_label("The other team")).to_be_hidden()
    page.get_by_label("After minutes of business time").fill("30")


def put(page, address, label, value):
    """Change one field of a page of settings, and save."""
    page.goto(address)
    page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label(label, exact=True)).to_have_value(value)


def test_a_mail_goes_to_who_knows_it_and_has_room_and_what_nobody_can_take_waits_until_the_queue_widens(
    radhaus, desk, shot
):
    workshop = radhaus.team("Workshop")
    page = desk(radhaus.person("Mirela"), "/settings/routing/")
    start, order = page.url.split("/settings/")[0], page.locator("tbody th .link")
    expect(order).to_have_text(["E-bike drives", "Everything else"])
    set_up(page)
    shot(page, "routing-form")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Ask “Swollen batteries” earlier").click()
    page.get_by_role("button", name="Ask “Swollen batteries” earlier").click()
    expect(order).to_have_text(["Swollen batteries", "E-bike drives", "Everything else"])
    expect(page.locator("tbody tr").first).to_contain_text("High-voltage licence, level 1")
    shot(page, "routing-queues")
    plan = as_plan(RoutingQueue.objects.get(name="Swollen batteries"))
    assert [need.least for need in plan.needs] == [3, 1]

    look()
    first = write(workshop, SWOLLEN, subject="Swollen battery")
    look()
    page.goto(f"{start}/tickets/{first}/")
    thread = page.locator("#thread")
    expect(thread).to_contain_text(
        "Routed to Jonas Petersen by “Swollen batteries”: speaks German (level 5), has High-voltage licence (level 4),"
        " whose turn it was"
    )
    shot(page, "routed-ticket")

    put(page, f"{start}/settings/capacity/?team={workshop.pk}", "Jonas Petersen: E-mail", "1")
    second = write(workshop, SWOLLEN, subject="Swollen battery, too")
    look()
    page.goto(f"{start}/tickets/{second}/")
    beside = page.locator("#side-routing")
    expect(beside).to_contain_text("Waits in “Swollen batteries”")
    beside.get_by_role("link", name="Who could take it").click()
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text="Jonas")).to_contain_text("No: has enough for now")
    expect(rows.filter(has_text="Nele")).to_contain_text("no High-voltage licence that counts today")
    assert faults_of(page) == []
    shot(page, "routing-candidates")
    put(page, f"{start}/settings/capacity/?team={workshop.pk}", "Jonas Petersen: E-mail", "30")
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    put(
        page,
        f"{start}/settings/skills/?team={workshop.pk}",
        "Jonas Petersen: High-voltage licence until",
        yesterday,
    )
    page.goto(f"{start}/tickets/{second}/routing/")
    expect(rows.filter(has_text="Jonas")).to_contain_text("no High-voltage licence that counts today")

    look(days=4)  # thirty minutes of business time later
    page.goto(f"{start}/tickets/{second}/")
    expect(thread).to_contain_text("by “Swollen batteries”: whose turn it was, after nobody else could")
    page.goto(f"{start}/settings/workload/?days=1")
    given = page.locator("#workload tr").filter(has_text="Jonas").locator("td[data-label=Given]")
    expect(given).to_have_text("3 75 %")
    page.get_by_text("How is this computed?").click()
    expect(page.get_by_role("main")).to_contain_text("their share of all that was given")
    assert faults_of(page) == []
    shot(page, "routing-workload")


def test_who_is_away_names_a_cover_and_nothing_waits_for_them(radhaus, desk, shot):
    ticket = radhaus.ticket("Third time I ask")
    page = desk(radhaus.person("Ana"), f"/tickets/{ticket.pk}/")
    start = page.url.split("/tickets/")[0]
    expect(page.locator("#thread")).to_contain_text("Emre Aydın is absent")
    expect(page.locator("#thread")).to_contain_text("Ana Kovač covers")

    jonas, nele = radhaus.person("Jonas"), radhaus.person("Nele")
    waits = radhaus.ticket("Display at 0 %")
    page = desk(jonas, "/settings/absences/")
    page.get_by_role("link", name="New absence").click()
    page.get_by_label("From").fill((timezone.localtime() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Until").fill((timezone.localtime() + timedelta(days=6)).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Who covers").select_option(label=nele.name)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("tbody tr")).to_contain_text(nele.name)
    look()
    cover_begun()
    page.goto(f"{start}/tickets/{waits.pk}/")
    expect(page.locator("#thread")).to_contain_text("Jonas Petersen is absent")
    expect(page.locator("#thread")).to_contain_text("Nele Brandt covers")
    page.goto(f"{start}/tickets/{waits.pk}/history/")
    expect(page.get_by_role("main")).to_contain_text("Nele Brandt covers an absence until")
    shot(page, "routing-covered")
    page = desk(radhaus.person("Mirela"), "/settings/workload/")
    expect(page.locator("#workload tr").filter(has_text="Jonas")).to_contain_text("absent")
