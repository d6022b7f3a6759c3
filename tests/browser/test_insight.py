"""Insight in a browser: the figures of a period as tiles, charts and tables, opened down to a ticket, in every look."""

import re
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from playwright.sync_api import expect

from careline.insight.actions.count_days import count_days
from careline.insight.actions.follow import follow
from careline.insight.models import TicketFigures
from careline.insight.tests import histories
from careline.insight.tests.computed import compute_all
from careline.policies.models import Clock, ServicePolicy
from tests.browser.faults import faults_of

LOOKS = ((1440, 900, "light"), (1024, 768, "dark"), (390, 844, "light"), (390, 844, "dark"))
PAGES = {
    "insight": "/insight/",
    "insight-agents": "/insight/?days=90&by=agent&time=calendar",
    "insight-targets": "/insight/targets/",
    "insight-missed": "/insight/targets/missed/",
    "insight-open-work": "/insight/open-work/",
    "insight-behind": "/insight/full_resolution/?channel=chat",
    "insight-definitions": "/insight/definitions/",
}


@pytest.fixture
def busy(world, monkeypatch):
    """Two months of random tickets with targets."""
    monkeypatch.setattr(histories, "BEGIN", datetime.now(UTC) - timedelta(days=62))
    world.workshop.name = "Workshop-of-everything-that-turns-and-squeaks-without-a-break"
    world.workshop.save()
    chance = Random(11)
    tickets = [histories.write_history(world, chance) for _ in range(150)]
    policies = [ServicePolicy.objects.create(name=name) for name in ("Standard", "Contracts of 2 hours")]
    Clock.objects.bulk_create(
        Clock(ticket=ticket, kind=kind, policy=chance.choice(policies), started_at=ticket.created_at,
              state=chance.choice(("met", "met", "met", "breached")))
        for ticket in tickets for kind in ("first_response", "resolution")
    )  # fmt: skip
    follow()
    compute_all()
    while count_days():
        pass
    return world


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_insight_in_every_look(name, busy, desk, shot):
    page = desk(busy.manager, PAGES[name])
    assert not faults_of(page, LOOKS)
    for width, height, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 2 * height})
        page.emulate_media(color_scheme=scheme)
        shot(page, f"{name}-{width}-{scheme}")


def test_a_figure_is_opened_down_to_a_ticket_and_explained(busy, desk):
    page = desk(busy.manager, "/insight/")
    main = page.get_by_role("main")
    expect(main).to_contain_text("were solved in this period")
    expect(main).to_contain_text(re.compile(r"Computed \d+ seconds? ago\."))
    chart = page.get_by_role("img", name="First response, median")
    expect(chart).to_be_visible()
    table = page.locator("#chart-first_response details")
    table.locator("summary").click()
    expect(table.get_by_role("row")).to_have_count(29)
    page.get_by_role("link", name="Agent", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Ana Agent").click()
    expect(main).to_contain_text("Agent: Ana Agent")
    page.get_by_role("link", name="Full resolution time").click()
    first = page.get_by_role("main").locator("tbody a").first
    number = int(first.inner_text().split()[0].strip("#"))
    assert TicketFigures.objects.get(pk=number).agent_id == busy.ana.pk
    first.click()
    expect(page.get_by_role("heading", name="Figures")).to_be_visible()
    page.locator("section[aria-labelledby=figure-full_resolution]").get_by_role(
        "link", name="How is this computed?"
    ).click()
    expect(page.get_by_role("heading", name="Full resolution time")).to_be_visible()


def test_the_sums_and_every_ticket_come_as_files(busy, desk):
    page = desk(busy.manager, "/insight/")
    for name in ("CSV", "CSV of every ticket"):
        with page.expect_download() as waiting:
            page.get_by_role("main").get_by_text(name, exact=True).click()
        lines = waiting.value.path().read_text("utf-8-sig").splitlines()
        assert len(lines) > 20 and lines[0].split(",")[0] in ("by", "ticket_id")
