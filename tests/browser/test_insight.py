"""Insight in a browser on the demo company: its thirteen weeks as tiles, charts and tables, opened down to a ticket, explained."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from careline.insight.actions.count_days import count_days
from careline.insight.actions.follow import follow
from careline.insight.models import TicketFigures
from careline.insight.tests.computed import compute_all
from careline.playbooks.models import Playbook, Run
from tests.browser.faults import faults_of

pytestmark = [pytest.mark.timeout(300), pytest.mark.slow(seconds=25)]
LOOKS = ((1440, 900, "light"), (390, 844, "dark"))
PAGES = {
    "insight": "/insight/?days=90",
    "insight-agents": "/insight/?days=90&by=agent&time=calendar&channel=email",
    "insight-targets": "/insight/targets/?days=90",
    "insight-missed": "/insight/targets/missed/?days=90",
    "insight-open-work": "/insight/open-work/?days=90",
    "insight-behind": "/insight/full_resolution/?days=90",
    "insight-definitions": "/insight/definitions/",
}
ELSEWHERE = {
    "/complaints/report/?since=2020-01-01": "by the day their first ticket was made",
    "/settings/workload/": "tickets that routing assigned",
    "/budgets/": "what was granted from the budget",
    "/promises/?whose=all": "the moment said last has passed",
    "/settings/playbooks/{playbook}/runs/": "those followed to the end",
}


@pytest.fixture
def counted(radhaus):
    """The demo company with what its worker would compute in the first minute."""
    follow()
    compute_all()
    while count_days():
        pass
    return radhaus


def main_of(page):
    return page.get_by_role("main")


def explained(page, where):
    """Follow "How is this computed?" of a part of the page; the definition that it leads to. Then go back."""
    here = page.url
    where.get_by_role("link", name="How is this computed?").click()
    page.wait_for_url("**/insight/definitions/*")
    words = page.locator(":target").inner_text()
    page.goto(here)
    return words


def test_a_lead_opens_the_figures_of_a_quarter_down_to_the_stretches_of_a_ticket(counted, desk, shot):
    page = desk(counted.person("Mirela"), "/insight/")
    main = main_of(page)
    page.get_by_label("Period").select_option("90")
    page.get_by_role("button", name="Show").click()
    expect(main).to_contain_text(re.compile(r"1\d\d tickets were solved in this period"))
    expect(main).to_contain_text(re.compile(r"Computed \d+ seconds? ago\."))
    for tile in main.locator(".tile").all():
        assert tile.get_by_role("heading").inner_text() in explained(page, tile)
    for chart in main.locator(".chart").all():
        assert len(explained(page, chart)) > 100
    table = page.locator("#chart-first_response details")
    table.locator("summary").click()
    expect(table.get_by_role("row")).to_have_count(14)
    shot(page, "insight-quarter")

    # Those created in it, solved or not; then told apart, narrowed to one colleague, and opened down to a ticket of theirs.
    page.get_by_label("Which tickets").select_option("created")
    page.get_by_role("button", name="Show").click()
    expect(main).to_contain_text(
        re.compile(r"1\d\d tickets were created in this period, of which 1\d\d are solved")
    )
    page.get_by_label("Which tickets").select_option("solved")
    page.get_by_role("button", name="Show").click()
    expect(main).to_contain_text("were solved in this period")
    page.get_by_role("link", name="Agent", exact=True).click()
    main.get_by_role("link", name="Jonas Petersen").click()
    expect(main).to_contain_text("Agent: Jonas Petersen")
    main.get_by_role("link", name="Full resolution time").click()
    first = main.locator("tbody a").first
    number = int(first.inner_text().split()[0].strip("#"))
    assert TicketFigures.objects.get(pk=number).agent_id == counted.person("Jonas").pk
    first.click()
    expect(page.get_by_role("heading", name="Figures")).to_be_visible()
    stretches = page.locator("section[aria-labelledby=figure-full_resolution]")
    expect(stretches.get_by_role("row")).to_have_count(2)
    assert "the last time that it was solved" in explained(page, stretches)
    page.get_by_role("link", name=f"#{number}").click()
    side = page.locator("#side-figures")
    side.locator("summary").click()
    expect(side).to_contain_text("Full resolution time")


def test_targets_and_open_work_lead_to_their_tickets_and_all_comes_as_files(counted, desk):
    page = desk(counted.person("Mirela"), "/insight/targets/?days=90")
    main = main_of(page)
    expect(main).to_contain_text(
        re.compile(r"\d+ of \d+ targets of the tickets solved in this period were kept")
    )
    assert "kept or missed" in explained(page, main.locator(".chart"))
    missed = main.locator("tbody a").first
    count = int(missed.inner_text())
    missed.click()
    expect(main.locator("tbody tr")).to_have_count(min(count, 100))
    page.get_by_role("link", name="Service targets", exact=True).click()
    page.get_by_role("link", name="Open work", exact=True).click()
    assert "ledger of statuses and teams" in explained(page, main.locator(".chart"))
    apart = main.locator("nav[aria-labelledby=now]")
    apart.get_by_role("link", name="Assignee").click()
    main.get_by_role("link", name="Jonas Petersen").click()
    expect(main.get_by_role("link", name="Without Assignee Jonas Petersen")).to_be_visible()
    expect(main.locator(".chart")).to_have_count(0)
    main.get_by_role("link", name="Without Assignee").click()
    row = main.locator("tbody tr").filter(has_text="Pending")
    pending = row.locator("td").last.inner_text()
    row.get_by_role("link").click()
    expect(main).to_contain_text(pending)
    page.goto(page.url.split("/search")[0] + "/insight/?days=90")
    for name in ("CSV", "CSV of every ticket"):
        with page.expect_download() as waiting:
            main.get_by_text(name, exact=True).click()
        lines = Path(waiting.value.path()).read_text("utf-8-sig").splitlines()
        assert len(lines) > 20 and lines[0].split(",")[0] in ("by", "ticket_id")


def test_figures_of_other_pages_say_how_they_are_computed_there_and_among_the_definitions(counted, desk):
    playbook = Playbook.objects.get(pk=Run.objects.values_list("playbook_id", flat=True).first())
    page = desk(counted.person("Mirela"), "/insight/definitions/")
    told = main_of(page).inner_text()
    for address, words in ELSEWHERE.items():
        assert words in told, address
        page.goto(
            page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + address.format(playbook=playbook.pk)
        )
        main_of(page).get_by_text("How is this computed?").click()
        expect(main_of(page).get_by_text(words)).to_be_visible()


def test_every_page_of_insight_in_a_wide_light_and_a_narrow_dark_look(counted, house, desk, shot):
    page, found = desk(counted.person("Mirela"), "/insight/definitions/"), {}
    for name, address in PAGES.items():
        page.goto(house.url + address)
        found[name] = faults_of(page, LOOKS)
        shot(page, name)
    assert not any(found.values()), found
