"""Every state a page can be in: menus, dialogs and sheets open, keys used, errors shown. No axe violation, nothing too wide."""

import pytest
from playwright.sync_api import expect

from careline.testing.world import make_message, make_ticket
from careline.tickets.actions.save_macro import MacroDetails, create_macro
from tests.browser.faults import TOO_WIDE, faults_of, violations_of

# What is pressed or clicked, and what is seen then; Escape ends each.
ON_A_TICKET = (
    ("s", "#status:popover-open .menu__item"),
    ("a", "#assign:popover-open .menu__item"),
    ("p", "#priority:popover-open .menu__item"),
    ("z", "#snooze:popover-open .menu__item"),
    ("v", "#views:popover-open .menu__item"),
    ("[popovertarget=more]", "#more:popover-open .menu__item"),
    ("[popovertarget=ways]", "#ways:popover-open .menu__item"),
    ("[popovertarget^=facts]", ".menu--facts:popover-open .facts"),
    ("m", ".composer__offer [role=option]"),
    ("t", "dialog[open] [name=tags]"),
    ("?", "#keys[open] .kbd"),
    ("Control+k", "#palette[open] [role=option]"),
    (".rail .avatar", ".menu--rail:popover-open .menu__item"),
    ("n", ".composer:has([value=note]:checked)"),
)
# Forms sent as they open: what they say is missing must be as good as the rest.
FORMS = (
    "/settings/users/invite/", "/settings/teams/new/", "/settings/inboxes/new/", "/settings/webhooks/new/", "/settings/tokens/",
    "/settings/roles/new/", "/settings/macros/new/", "/settings/fields/ticket/new/choice/", "/customers/organisations/new/",
    "/settings/blocked/", "/views/new/",
)  # fmt: skip


@pytest.fixture
def ticket(world):
    create_macro(
        MacroDetails("Book a slot", "<p>Hello {{customer.first_name|there}}</p>", "company"), by=world.owner
    )
    ticket = make_ticket(world.support, world.customer, subject="A brake without pressure")
    make_message(ticket, text="We look at it", agent=world.ben)
    make_message(ticket, text="It was not bled", agent=world.ben, is_public=False)
    make_ticket(world.support, world.customer, subject="A saddle")
    return ticket


def open_state(page, how, shown):
    if how[0] in ".[#":
        page.locator(how).filter(visible=True).first.click()
    else:
        page.keyboard.press(how)
    expect(page.locator(shown).first).to_be_visible()


def test_what_opens_on_a_ticket_can_be_used_by_everybody(world, desk, ticket):
    page = desk(world.ana, f"/tickets/{ticket.pk}/?view=my_teams")
    page.emulate_media(reduced_motion="reduce")
    found = {}
    for how, shown in ON_A_TICKET:
        page.set_viewport_size({"width": 1440, "height": 900})
        open_state(page, how, shown)
        faults = violations_of(page, shown.split(" ")[0]) + page.evaluate(TOO_WIDE)
        page.set_viewport_size({"width": 390, "height": 844})
        faults += page.evaluate(TOO_WIDE)
        found |= {how: faults} if faults else {}
        page.keyboard.press("Escape")
        page.evaluate("document.activeElement.blur()")
    assert found == {}


def test_what_opens_on_a_phone_can_be_used_by_everybody(world, desk, house, ticket):
    page = desk(world.ana, f"/tickets/{ticket.pk}/", width=390, height=844, scheme="dark")
    page.emulate_media(reduced_motion="reduce")
    found = {}
    for address, how, shown in (
        (f"/tickets/{ticket.pk}/", "a", "#assign:popover-open .menu__item"),
        (f"/tickets/{ticket.pk}/", "[popovertarget=context]", "#context:popover-open .panel"),
        ("/search/?q=brake", "[popovertarget=filters]", "#filters:popover-open a"),
        ("/views/my-teams/", "v", "#views:popover-open .menu__item"),
    ):
        page.goto(house.url + address)
        page.wait_for_timeout(400)
        open_state(page, how, shown)
        faults = violations_of(page, shown.split(" ")[0]) + page.evaluate(TOO_WIDE)
        found |= {(address, how): faults} if faults else {}
    assert found == {}


def test_sheets_on_a_phone_stand_at_its_lower_edge_over_its_whole_width(world, desk, ticket):
    page = desk(world.ana, f"/tickets/{ticket.pk}/", width=390, height=844)
    for key, menu in (("a", "#assign"), ("p", "#priority"), ("z", "#snooze")):
        open_state(page, key, f"{menu}:popover-open .menu__item")
        box = page.locator(menu).bounding_box()
        assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844), key
        page.keyboard.press("Escape")


def test_forms_that_are_sent_empty_say_so_to_everybody(world, desk, house):
    page = desk(world.owner, "/login/")
    found = {}
    for address in FORMS:
        page.goto(house.url + address)
        page.wait_for_timeout(200)
        page.evaluate("document.querySelectorAll('form').forEach(one => { one.noValidate = true; })")
        page.locator(".page form .button--primary").first.click()
        expect(page.locator(".field__error, .notice--risk").first).to_be_visible()
        found |= {address: faults} if (faults := faults_of(page, within=".page")) else {}
    assert found == {}


def test_what_is_chosen_asked_and_said_afterwards_can_be_used_by_everybody(world, desk, house, ticket):
    page = desk(world.ana, "/views/my-teams/")
    for key in ("j", "x"):
        page.keyboard.press(key)
    expect(page.locator("#bulk .button--primary")).to_be_visible()
    found = {"chosen": faults_of(page, [(1440, 900, "light"), (390, 844, "dark")], within="#queue")}
    page.goto(f"{house.url}/tickets/{ticket.pk}/")
    page.wait_for_selector("html[data-live=open]")
    page.keyboard.press("e")
    expect(page.locator(".toast").first).to_be_visible()
    found["toast"] = violations_of(page, ".toast")
    page.goto(f"{house.url}/search/")
    page.locator("#asked").press_sequentially("status:")
    expect(page.locator("#asking [role=option]").first).to_be_visible()
    found["completions"] = violations_of(page, ".search")
    assert found == {"chosen": [], "toast": [], "completions": []}


def test_a_question_before_something_is_done_can_be_used_by_everybody(world, desk):
    page = desk(world.owner, f"/settings/users/{world.ana.pk}/")
    page.locator("[data-confirm] .button--danger").last.click()
    expect(page.locator("#confirm[open]")).to_be_visible()
    assert faults_of(page, within="#confirm") == []
