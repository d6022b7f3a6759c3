"""Complaints of the demo company from the ticket to their end, what they say together, relief, and measures against abuse."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from careline.feedback.models import Complaint, Measure
from careline.workforce.queries import is_available
from tests.browser.faults import SETTLED, faults_of

LOOKS = ((1440, 900, "light"), (1024, 768, "dark"), (390, 844, "light"))


def save(page, **said):
    """Fill in some of the form of a complaint, and save."""
    form = page.locator("form", has=page.get_by_role("button", name="Save"))
    for name, value in said.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.get_by_role("button", name="Save").click()


def test_from_the_ticket_to_an_outside_body_the_end_and_the_report(radhaus, desk, house, shot):
    ticket = radhaus.ticket("Couleur différente")
    page = desk(radhaus.person("Mirela"), f"/tickets/{ticket.pk}/")
    colleague = desk(radhaus.person("Ana"), f"/tickets/{ticket.pk}/")
    beside, said = colleague.locator("#side-feedback"), colleague.locator("#thread")
    expect(beside).to_be_attached()
    expect(colleague.locator("html")).to_have_attribute("data-live", "open")
    page.get_by_role("link", name="Take into the complaint register").click()
    page.get_by_label("What it is about").fill("Grey instead of petrol blue")
    expect(page.get_by_label("Category")).to_have_value("")
    page.get_by_label("Category").select_option("Product")
    page.get_by_label("Severity").select_option("Serious")
    page.get_by_role("button", name="Take into the register").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Grey instead of petrol blue")
    expect(page.locator("aside")).to_contain_text("Acknowledge by")
    expect(page.locator("aside")).to_contain_text("Answer by")
    expect(beside).to_contain_text("Grey instead of petrol blue")
    expect(beside).to_contain_text("Received")
    expect(said).to_contain_text("took this into the complaint register")
    current = page.locator(".stages [aria-current=step]")
    save(page, stage="acknowledged")
    expect(current).to_have_text("Acknowledged")
    expect(beside).to_contain_text("Acknowledged")
    save(page, stage="closed")
    expect(page.get_by_text("Before it is closed, say what caused it")).to_be_visible()
    answer = {"cause": "Wrong information", "admitted": "yes", "remedy": "Exchanged", "cost": "12.50 EUR"}
    save(page, stage="responded", finding="The photo is too blue.", **answer)
    expect(current).to_have_text("Answered")
    save(page, stage="escalated")
    expect(page.get_by_text("Name the outside body that it went to.")).to_be_visible()
    save(page, stage="escalated", outside_body="Arbitration board", outside_reference="AB 12")
    expect(current).to_have_text("With an outside body")
    save(page, stage="closed", consent="given", lessons="Photos are taken by daylight.")
    expect(current).to_have_text("Closed")
    shot(page, "complaint-closed")
    row = Complaint.objects.get(summary="Grey instead of petrol blue")
    assert (row.consent, row.outside_body, row.cost_minor) == ("given", "Arbitration board", 1250)
    page.goto(f"{house.url}/tickets/{ticket.pk}/")
    expect(page.locator("#side-feedback")).to_contain_text("Grey instead of petrol blue")
    expect(page.locator("#side-feedback")).to_contain_text("Closed")
    page.goto(f"{house.url}/tickets/{ticket.pk}/history/")
    expect(page.locator("main")).to_contain_text("With an outside body")
    expect(page.locator("main")).to_contain_text(": The customer’s consent to close, What we learn")
    shot(page, "complaint-history")

    page.goto(f"{house.url}/complaints/")
    expect(page.get_by_text("Systemic:").first).to_be_visible()
    expect(page.get_by_text("Grey instead of petrol blue")).to_be_visible()
    with page.expect_download() as file:
        page.get_by_role("button", name="CSV").click()
    assert "Photos are taken by daylight." in file.value.path().read_text()
    page.get_by_role("link", name="See them").first.click()
    expect(page.get_by_text("Grey instead of petrol blue")).to_have_count(0)
    page.goto(f"{house.url}/complaints/report/")
    expect(page.locator("dl.facts").first).to_contain_text(re.compile(r"Our fault\s*\d+"))
    page.get_by_text("How is this computed?").click()
    expect(page.get_by_text("Counted are complaints by the day")).to_be_visible()
    again = _again()
    page.goto(f"{house.url}/complaints/{again.pk}/")
    expect(page.get_by_role("heading", name="Complained before")).to_be_visible()
    page.locator(".page__lead .link").click()
    theirs = page.locator("#customer-complaints")
    expect(theirs.get_by_role("link")).to_have_count(
        Complaint.objects.filter(customer=again.customer).count()
    )
    shot(page, "complaints-of-a-customer")
    theirs.get_by_role("link").last.click()
    expect(page.locator(".stages")).to_be_visible()


def _again():
    """A complaint of somebody who complained before."""
    seen = {}
    for one in Complaint.objects.order_by("pk"):
        if one.customer_id in seen:
            return one
        seen[one.customer_id] = one
    raise LookupError("nobody complained twice")


def test_an_abusive_conversation_is_handed_over_in_one_step(radhaus, desk, shot):
    ana, ticket = radhaus.person("Ana"), radhaus.ticket("Third time I ask")
    page = desk(ana, f"/tickets/{ticket.pk}/")
    page.get_by_role("link", name="Hand over an abusive conversation").click()
    page.get_by_label("What happened").fill("Insults on the phone")
    assert faults_of(page, LOOKS) == []
    to = page.locator("select[name=to]")
    offered = to.locator("option").evaluate_all("all => all.map((one) => one.value)")
    kinds = [*dict.fromkeys(one.partition(":")[0] for one in offered)]
    assert kinds in (["agent", "team", "queue"], ["team", "queue"])
    to.select_option(f"team:{radhaus.team('Workshop').pk}")
    shot(page, "handing-over")
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("You are away for 30 minutes")).to_be_visible()
    shot(page, "handed-over")
    ticket.refresh_from_db()
    assert (ticket.team, ticket.assignee) == (radhaus.team("Workshop"), None)
    assert not is_available(ana, timezone.now() + timedelta(minutes=20))


def test_a_customer_is_warned_restricted_and_blocked_with_a_day_to_look_again(radhaus, desk, house, shot):
    ticket = radhaus.ticket("Discount code")
    page = desk(radhaus.person("Mirela"), f"/tickets/{ticket.pk}/")
    later = timezone.localdate() + timedelta(days=20)
    for kind, more in (("warn", {}), ("restrict", {"terms": "In writing only"}), ("block", {})):
        page.goto(f"{house.url}/tickets/{ticket.pk}/measures/")
        page.locator(f"input[name=kind][value={kind}]").check()
        page.get_by_label("What happened").fill(f"Insults: {kind}")
        for name, value in more.items():
            page.locator(f"[name={name}]").fill(value)
        page.locator("[name=review_on]").fill(later.isoformat())
        page.get_by_role("button", name="Put into the record").click()
        expect(page.get_by_text("It stands in the record.")).to_be_visible()
    measures = Measure.objects.filter(reason__startswith="Insults")
    assert {one.review_on for one in measures} == {later} and measures.count() == 3
    page.goto(f"{house.url}/tickets/{ticket.pk}/")
    expect(page.locator("#feedback .notice")).to_have_count(3)
    measures.filter(kind="restrict").update(review_on=timezone.localdate())
    page.reload()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept until")).to_be_visible()
    page.goto(f"{house.url}/complaints/measures/")
    expect(page.get_by_text("Karl Sommer")).to_be_visible()
    row = page.get_by_role("row", name="Insults: block")
    row.get_by_text("Lift", exact=True).first.click()
    row.get_by_label("Why").fill("Said sorry")
    row.get_by_role("button", name="Lift").click()
    expect(page.get_by_text("Lifted.")).to_be_visible()
    shot(page, "measures")


def test_the_pages_fit_and_can_be_used_by_everybody(radhaus, desk, house, shot):
    ticket, sommer = radhaus.ticket("Third time I ask"), radhaus.ticket("Klingel")
    complaint = Complaint.objects.latest("pk")
    page = desk(radhaus.person("Mirela"), f"/tickets/{ticket.pk}/")
    for name, address in (
        ("upset", f"/tickets/{ticket.pk}/"),
        ("restricted", f"/tickets/{sommer.pk}/"),
        ("register", "/complaints/"),
        ("complaint", f"/complaints/{complaint.pk}/"),
        ("report", "/complaints/report/"),
        ("measures", "/complaints/measures/"),
        ("measure", f"/tickets/{ticket.pk}/measures/"),
        ("new-complaint", f"/tickets/{ticket.pk}/complaint/"),
        ("settings", "/settings/feedback/"),
    ):
        page.goto(house.url + address)
        expect(page.locator("h1, h2").first).to_be_attached()
        for width, height, scheme in (*LOOKS, (390, 844, "dark")):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            page.evaluate(SETTLED)
            shot(page, f"feedback-{name}-{width}-{scheme}")
        assert faults_of(page, LOOKS) == []
