"""Every page there is, filled: nothing scrolls sideways on a phone or a small window, from left or right; no axe violation."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from careline.accounts.actions.invite import invitation_link, invite
from careline.accounts.actions.make_token import make_token
from careline.accounts.contracts import Role, Scope
from careline.channels.models import Arrival
from careline.core import files
from careline.core.models import Event, ParkedReaction
from careline.customers.actions.block_sender import block_sender
from careline.customers.actions.merge_customers import merge_customers
from careline.feedback.actions.notice_mood import notice_mood
from careline.feedback.actions.open_complaint import Opening, open_complaint
from careline.feedback.actions.take_measure import Wish, take_measure
from careline.playbooks.actions.do_step import do_step
from careline.playbooks.actions.give_facts import give_facts
from careline.playbooks.actions.save_version import create_playbook, publish
from careline.playbooks.actions.start_run import start_run
from careline.playbooks.contracts import Deed
from careline.playbooks.tests.conftest import SMALL
from careline.routing.actions.save_queue import QueueDetails, create_queue
from careline.rules.actions.save_rule import create_rule
from careline.rules.contracts import Act, RuleDetails
from careline.rules.models import Run
from careline.testing.inboxes import make_inbox, make_mail
from careline.testing.world import make_customer, make_message, make_organisation, make_ticket
from careline.tickets.contracts import Address
from careline.tickets.models import Attachment
from careline.tickets.queries.conditions import from_json
from careline.tickets.tests.sides import answered, begin
from careline.webhooks.actions.save_endpoint import EndpointDetails, create_endpoint
from careline.webhooks.actions.send_again import send_test
from careline.webhooks.models import Attempt
from careline.workforce.actions.plan_absence import AbsenceDetails, plan_absence
from careline.workforce.actions.save_exception import ExceptionDetails, add_exception
from careline.workforce.actions.save_hours import HoursDetails, create_hours
from careline.workforce.actions.save_skill import create_skill, set_skill
from careline.workforce.contracts import Stretch
from tests.browser.faults import TOO_WIDE, walk

pytestmark = pytest.mark.slow(seconds=150)

LONG = "a-name-that-nobody-would-choose-and-that-has-no-place-to-break-in-it"
PAGES = {
    "desk": (
        "/views/mine/", "/views/my-teams/", "/agenda/", "/tickets/{ticket}/history/", "/tickets/{ticket}/readers/", "/settings/reads/", "/views/solved/", "/tickets/{ticket}/", "/side-conversations/{side}/", "/tickets/{ticket}/side-conversations/new/", "/tickets/new/", "/search/",
        "/search/?q=saddle", "/search/?q=zzzz", "/search/?q=status:nonsense+bell", "/views/all/", "/views/new/",
    ),
    "customers": (
        "/customers/", "/customers/?q=zzzz", "/customers/{customer}/", "/customers/{customer}/edit/",
        "/customers/{customer}/merge/?q=customer", "/customers/organisations/", "/customers/organisations/new/",
        "/customers/organisations/{organisation}/", "/customers/organisations/{organisation}/edit/",
    ),
    "mail": (
        "/settings/inboxes/", "/settings/inboxes/new/", "/settings/inboxes/{inbox}/", "/settings/arrivals/",
        "/settings/arrivals/suspended/", "/settings/arrivals/ignored/", "/settings/arrivals/done/",
        "/settings/arrivals/counts/", "/settings/arrivals/{arrival}/", "/settings/blocked/", "/settings/notices/",
    ),
    "feedback": (
        "/complaints/", "/complaints/?q=zzzz", "/complaints/{complaint}/", "/complaints/report/", "/complaints/measures/",
        "/settings/feedback/", "/tickets/{ticket}/complaint/", "/tickets/{ticket}/relief/", "/tickets/{ticket}/measures/",
    ),
    "notices": ("/notices/", "/notices/?show=all"),
    "promises": ("/promises/", "/promises/?whose=all", "/promises/?whose=team&state=ended", "/settings/promises/"),
    "insight": ("/insight/", "/insight/?days=7&time=calendar", "/insight/definitions/", "/insight/full_resolution/", "/insight/reopened/", "/insight/targets/", "/insight/targets/missed/", "/insight/open-work/", "/tickets/{ticket}/figures/"),
    "people": (
        "/settings/", "/settings/service/", "/settings/profile/", "/settings/security/", "/settings/security/passkeys/",
        "/settings/security/sessions/", "/settings/users/", "/settings/users/invite/", "/settings/users/{user}/",
        "/settings/teams/", "/settings/teams/new/", "/settings/teams/{team}/", "/settings/company/",
    ),
    "work": (
        "/settings/health/", "/settings/roles/", "/settings/roles/new/", "/settings/audit/", "/settings/sign-in/",
        "/settings/tags/", "/start/", "/settings/stuck/",
        "/settings/bulk/", "/settings/playbooks/", "/settings/playbooks/new/", "/settings/playbooks/{playbook}/", "/settings/playbooks/{playbook}/versions/", "/settings/playbooks/{playbook}/versions/1/", "/settings/playbooks/{playbook}/runs/", "/playbook-runs/{followed}/record/",
        "/settings/playbooks/{playbook}/versions/1/simulation/", "/settings/macros/", "/settings/macros/new/", "/settings/fields/ticket/new/choice/",
    ),
    "routing": (
        "/settings/routing/", "/settings/routing/new/", "/settings/routing/{routing}/", "/settings/workload/",
        "/tickets/{ticket}/routing/",
    ),
    "authority": (
        "/decisions/", "/budgets/", "/settings/limits/", "/settings/limits/rules/new/", "/settings/ladders/",
        "/settings/ladders/{team}/", "/tickets/{ticket}/escalation/",
    ),
    "connections": (
        "/settings/tokens/", "/settings/api/", "/settings/webhooks/", "/settings/webhooks/new/",
        "/settings/webhooks/{webhook}/", "/settings/webhooks/{webhook}/log/", "/settings/webhooks/deliveries/{delivery}/",
    ),
    "rules": (
        "/settings/rules/", "/settings/rules/new/", "/settings/rules/{rule}/", "/settings/rules/{rule}/runs/",
        "/settings/rules/{rule}/versions/", "/settings/rules/{rule}/trial/?ticket={ticket}", "/settings/rules/runs/{run}/",
    ),
    "service": (
        "/settings/hours/", "/settings/hours/new/", "/settings/hours/{hours}/", "/settings/hours/{hours}/days/", "/settings/hours/use/?q=a",
        "/settings/skills/", "/settings/skills/list/", "/settings/skills/{skill}/", "/settings/capacity/", "/settings/absences/",
        "/settings/absences/new/", "/settings/absences/{absence}/",
    ),
    "doors": ("/login/", "/login/forgot/", "{invitation}", "/join/nonsense/", "/form/ask/", "/form/ask/thanks/"),
}  # fmt: skip


def ruled(world, ticket):
    """A rule with long words, and its run on a ticket."""
    acts = (
        Act("note", f"{LONG} {LONG}"),
        Act("tag", [LONG[:60]]),
        Act("notify", [str(world.ana.pk)], LONG[:200]),
    )
    listed = [
        {"field": "subject", "op": "contains_not", "value": LONG[:150]},
        {"field": "tags", "op": "has_none", "value": [LONG[:60]]},
    ]
    details = RuleDetails(LONG[:100], "priority", from_json({"groups": [{"conditions": listed}]}), acts)
    rule = create_rule(details, by=world.owner)
    run = Run.objects.create(rule=rule, version=rule.version, ticket=ticket, outcome="partly", parts=[{"holds": True}, {"holds": False, "found": [LONG]}],
        acts=[{"do": "note", "value": LONG, "more": "", "outcome": "refused", "reason": LONG * 2}])  # fmt: skip
    return rule, run


def followed_on(ticket, *, by):
    """A playbook with a long name, and its run on a ticket with long facts and words that prove a step."""
    version = create_playbook(SMALL.replace("A small one", LONG), by=by)
    publish(version, by=by)
    run = start_run(ticket, "small", by=by)
    do_step(run.pk, "hello", Deed(evidence=LONG * 3), by=by)
    give_facts(run.pk, {"wish": "new", "number": LONG * 2}, by=by)
    return version.playbook, run


@pytest.fixture
def places(world):
    """A desk with something on each page; returns what stands in the addresses."""
    organisation = make_organisation(f"{LONG} GmbH", domain="customer.example")
    customer = world.customer
    customer.organisation, customer.notes, customer.tags = (
        organisation,
        "Plain facts. " + LONG,
        [LONG, "Since 2021"],
    )
    customer.language, customer.time_zone = "de", "Europe/Berlin"
    customer.save()
    merge_customers(
        make_customer("Second Self", email=f"{LONG}@customer.example"), into=customer, by=world.owner
    )
    ticket = make_ticket(
        world.support, customer, subject=f"Saddle {LONG}", text=f"See https://bikes.example/{LONG}/{LONG}"
    )
    message = make_message(ticket, text=f"The receipt. This is unacceptable, I call my lawyer! {LONG}")
    stored = files.store(b"%PDF-1.4", "application/pdf")
    Attachment.objects.create(
        message=message, file=stored, name=f"{LONG}-{LONG}.pdf", content_type="application/pdf", size=8
    )
    for n in range(3):
        make_ticket(world.support, make_customer(f"{n} {LONG}"), subject="Saddle", text="It squeaks")
    inbox = make_inbox(world.support, form_key="ask", incoming_kind="imap", health="failing",
        health_error=f"imap.desk.example does not answer: {LONG}", failing_since=timezone.now())  # fmt: skip
    for n, state in enumerate(("failed", "suspended", "ignored", "done")):
        arrival = Arrival.objects.create(inbox=inbox, origin=f"smtp:{n}", sha256=f"{n}" * 64, size=300, raw=make_mail(LONG * 3),
            state=state, reason=f"{LONG} {LONG}", error=LONG * 3, subject=LONG, sender=f"{LONG}@customer.example")  # fmt: skip
    block_sender(f"{LONG}@loud.example", by=world.owner, reason="Nobody asked for it")
    invitation = invite(f"{LONG[:50]}@desk.example", by=world.owner, role=Role.AGENT, teams=[world.support])
    ParkedReaction.objects.create(event=Event.objects.first(), handler=LONG, error=LONG * 3, attempts=5)
    make_token(LONG, scopes=list(Scope), by=world.owner)
    details = EndpointDetails(LONG, f"https://hooks.example/{LONG}?key={LONG}")
    webhook, _secret = create_endpoint(details, by=world.owner)
    delivery = send_test(webhook, by=world.owner)
    Attempt.objects.create(delivery=delivery, error=LONG * 3, response=LONG * 9)
    complaint = open_complaint(ticket, Opening(f"{LONG} {LONG}", "Delivery"), by=world.owner)
    take_measure(ticket, Wish("restrict", f"{LONG} {LONG}", terms=LONG), by=world.owner)
    notice_mood(message.pk)
    side = begin(
        ticket,
        world.ana,
        f"<p>{LONG}</p>",
        to=(Address(f"{LONG[:50]}@supplier.example", LONG),),
        subject=f"Saddle {LONG}",
    )
    answered(
        side.conversation,
        f"{LONG} https://supplier.example/{LONG}/{LONG}",
        sender=f"{LONG[:60]}@else.example",
    )
    hours = create_hours(HoursDetails(LONG, "Europe/Berlin", ((Stretch(540, 750), Stretch(810, 1080)),) * 7, "DE", "BY"), by=world.owner)  # fmt: skip
    today = timezone.localdate()
    for whose in (None, hours):
        add_exception(ExceptionDetails(LONG, today, today), hours=whose, by=world.owner)
    skill = create_skill(LONG, kind="licence", by=world.owner)
    set_skill(world.ana, skill, level=3, expires_on=today, by=world.owner)
    away = AbsenceDetails(timezone.now(), timezone.now() + timedelta(days=2), world.ben.pk, LONG * 2)
    absence = plan_absence(world.ana, away, by=world.ana)
    playbook, followed = followed_on(ticket, by=world.owner)
    routing = create_queue(
        QueueDetails(LONG, overflow="team", after_minutes=30, overflow_team_id=world.workshop.pk),
        by=world.owner,
    )
    rule, run = ruled(world, ticket)
    return {
        "rule": rule.pk, "run": run.pk,
        "complaint": complaint.pk,
        "routing": routing.pk, "playbook": playbook.pk, "followed": followed.pk, "hours": hours.pk, "skill": skill.pk, "absence": absence.pk,
        "side": side.conversation_id, "webhook": webhook.pk, "delivery": delivery.pk,
        "ticket": ticket.pk, "customer": customer.pk, "organisation": organisation.pk, "inbox": inbox.pk, "arrival": arrival.pk,
        "user": world.ana.pk, "team": world.support.pk, "invitation": "/join/" + invitation_link(invitation).partition("/join/")[2],
    }  # fmt: skip


@pytest.mark.parametrize("area", PAGES)
def test_every_page_fits_and_can_be_used_by_everybody(world, desk, house, places, area):
    page = desk(None if area == "doors" else world.owner, "/login/", width=390, height=844)
    assert walk(page, house.url, PAGES[area], places) == {}


def test_at_twice_the_size_everything_is_still_there(world, desk, house, places, shot):
    page = desk(world.owner, f"/tickets/{places['ticket']}/", width=720, height=450)
    assert page.evaluate(TOO_WIDE) == []
    expect(page.locator("#thread .event-line").last).to_be_in_viewport()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_in_viewport()
    shot(page, "ticket-zoomed")


def test_every_page_runs_from_right_to_left(world, desk, house, places, shot):
    page = desk(world.owner, "/login/", width=1440)
    for name, address in (
        ("ticket", "/tickets/{ticket}/"),
        ("customer", "/customers/{customer}/"),
        ("inbox", "/settings/inboxes/{inbox}/"),
    ):
        page.goto(house.url + address.format(**places))
        page.evaluate("document.documentElement.dir = 'rtl'")
        page.wait_for_timeout(300)
        assert page.evaluate(TOO_WIDE) == []
        assert page.locator(".rail").bounding_box()["x"] > page.locator("#main").bounding_box()["x"]
        shot(page, f"{name}-rtl")


def test_a_ticket_prints_whole_and_alone(world, desk, places, shot):
    page = desk(world.owner, f"/tickets/{places['ticket']}/")
    page.emulate_media(media="print")
    for gone in (".rail", "#queue", "#context", "#composer", ".ticket__controls"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".ticket__subject")).to_be_visible()
    expect(page.locator(".message")).to_have_count(2)
    assert page.evaluate(
        "document.documentElement.scrollHeight > document.getElementById('thread').offsetHeight"
    )
    shot(page, "ticket-printed")


def test_printing_fetches_what_is_folded_away(world, desk):
    ticket = make_ticket(world.support, world.customer)
    for n in range(14):
        make_message(ticket, text=f"Line {n}")
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    expect(page.locator("#earlier")).to_be_visible()
    page.evaluate(
        "window.print = () => { document.body.dataset.printed = document.querySelectorAll('.message').length; }"
    )
    page.keyboard.press("Control+p")
    page.wait_for_selector("body[data-printed='15']")


def test_with_the_systems_own_colours_what_is_chosen_and_focused_is_seen(world, desk, places, shot):
    page = desk(world.ana, f"/tickets/{places['ticket']}/?view=my_teams")
    page.emulate_media(forced_colors="active")
    outline = "one => getComputedStyle(one).outlineStyle"
    assert page.locator(".row[aria-current]").evaluate(outline) == "solid"
    assert page.locator(".rail__item[aria-current]").evaluate(outline) == "solid"
    page.keyboard.press("Tab")
    assert page.evaluate(f"({outline})(document.activeElement)") == "solid"
    shot(page, "ticket-forced-colours")


def test_times_read_the_same_before_the_script_and_after(world, desk, house, chromium, places):
    page = desk(world.owner, f"/tickets/{places['ticket']}/")
    texts = "[...document.querySelectorAll('time[data-time]')].map(one => one.textContent)"
    page.wait_for_selector("time[data-time][title]", state="attached")
    shown = page.evaluate(texts)
    written = page.evaluate(
        "fetch(location.href).then(answer => answer.text()).then(html => [...new DOMParser().parseFromString(html, 'text/html')"
        ".querySelectorAll('time[data-time]')].map(one => one.textContent))"
    )
    assert len(written) > 4
    assert shown[: len(written)] == written


def test_a_page_that_was_just_made_fetches_none_of_its_parts_again(world, desk, places):
    page = desk(world.owner, f"/tickets/{places['ticket']}/")
    page.wait_for_timeout(300)
    asked = []
    page.on(
        "request", lambda request: asked.append(request.url) if request.headers.get("hx-request") else None
    )
    page.reload()
    page.wait_for_selector("html[data-live=open]")
    page.wait_for_timeout(500)
    assert [url for url in asked if "/thread/" in url or "/views/" in url] == []


def test_the_queue_shows_the_row_of_the_open_ticket(world, desk):
    tickets = [make_ticket(world.support, world.customer, subject=f"Number {n}") for n in range(30)]
    page = desk(world.ana, f"/tickets/{tickets[4].pk}/?view=my_teams")
    expect(page.locator(f"#row-{tickets[4].pk}")).to_be_in_viewport()


def test_the_open_ticket_is_not_shown_as_unread(world, desk, places):
    page = desk(world.ana, f"/tickets/{places['ticket']}/?view=my_teams")
    expect(page.locator(f"#row-{places['ticket']}")).not_to_have_class("row row--unread")
