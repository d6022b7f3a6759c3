"""A trainee writes, a lead reads it first: returned, corrected, edited, approved, and only then at the mail server."""

import pytest
from playwright.sync_api import expect

from careline.accounts.models import Agent
from careline.testing.inboxes import make_inbox
from careline.testing.smtp_peer import smtp_peer
from careline.testing.world import make_message, make_ticket
from careline.tickets.actions.reply import reply
from careline.tickets.contracts import Outgoing
from careline.tickets.models import Message, Proposal, Status, Ticket
from tests.browser.faults import violations_of

SIZES = [(1440, 900, "light"), (390, 844, "dark")]


@pytest.fixture
def trainee(world):
    Agent.objects.filter(pk=world.ana.pk).update(replies_need_approval=True)
    world.ana.refresh_from_db()
    return world.ana


@pytest.fixture
def ticket(world):
    return make_ticket(world.support, world.customer, status=Status.OPEN)


def write(page, words):
    page.locator(".composer__text--reply[contenteditable]").click()
    expect(page.locator(".composer__text--reply[data-rich]")).to_be_visible()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


@pytest.mark.parametrize(("width", "height", "scheme"), SIZES)
def test_what_waits_is_seen_returned_corrected_edited_and_approved(
    trainee, world, desk, ticket, shot, width, height, scheme
):
    at = {"width": width, "height": height, "scheme": scheme}
    ana = desk(trainee, f"/tickets/{ticket.pk}/", **at)
    lead = desk(world.lead, f"/tickets/{ticket.pk}/", **at)
    write(ana, "Oil it daily.")
    ana.get_by_role("button", name="Send for approval").click()
    expect(ana.locator(".proposal")).to_contain_text("Not sent yet")
    expect(lead.locator(".proposal")).to_contain_text("Oil it daily.", timeout=5000)
    lead.wait_for_timeout(300)
    shot(lead, f"proposal-{width}-{scheme}")
    assert violations_of(lead) == []
    assert lead.evaluate("document.documentElement.scrollWidth") <= width

    lead.locator(".proposal").get_by_role("button", name="Return").click()
    lead.get_by_role("dialog").get_by_label("What should be different").fill(
        "Daily is too much. And say hello."
    )
    lead.wait_for_timeout(300)
    shot(lead, f"proposal-return-{width}-{scheme}")
    assert violations_of(lead) == []
    lead.get_by_role("dialog").get_by_role("button", name="Return").click()
    expect(lead.get_by_role("dialog")).to_have_count(0)
    expect(ana.locator("#thread")).to_contain_text("Daily is too much", timeout=5000)
    ana.wait_for_timeout(300)
    shot(ana, f"proposal-returned-{width}-{scheme}")
    assert violations_of(ana) == []
    ana.get_by_role("button", name="Go on with it in the composer").click()
    expect(ana.locator(".composer__text--reply")).to_contain_text("Oil it daily.")
    write(ana, " Hello!")
    ana.keyboard.press("Control+Enter")

    expect(lead.locator(".proposal")).to_contain_text("Hello!", timeout=5000)
    lead.get_by_role("button", name="Edit and approve").click()
    field = lead.locator("#proposal-text[data-rich]")
    expect(field).to_contain_text("Oil it daily.")
    field.press("Control+End")
    lead.keyboard.type(" Yours, the workshop")
    lead.wait_for_timeout(300)
    shot(lead, f"proposal-edit-{width}-{scheme}")
    assert violations_of(lead) == []
    lead.get_by_role("button", name="Approve and send").click()
    expect(lead.get_by_role("dialog")).to_have_count(0)
    expect(ana.locator("#thread")).to_contain_text("approved by Lou Lead", timeout=5000)
    ana.get_by_role("button", name="what was changed").click()
    expect(ana.get_by_role("dialog").locator("ins")).to_contain_text("Yours, the workshop")
    ana.wait_for_timeout(300)
    shot(ana, f"proposal-changes-{width}-{scheme}")
    assert violations_of(ana) == []
    message = Message.objects.get(author="agent")
    assert (message.agent, message.text) == (trainee, "Oil it daily. Hello! Yours, the workshop")


def test_the_view_to_approve_leads_to_it_and_what_crossed_is_shown_first(trainee, world, desk, ticket, shot):
    seen = ticket.messages.get().pk
    reply(ticket, Outgoing("<p>Oil it.</p>", seen_message_id=seen), by=trainee)
    make_message(Ticket.objects.get(pk=ticket.pk), text="It is mended, thanks")
    lead = desk(world.lead, "/views/to-approve/")
    expect(lead.locator(".queue .row")).to_have_count(1)
    shot(lead, "to-approve")
    lead.locator(".queue .row a").first.click()
    expect(lead.locator(".proposal")).to_contain_text("Carla Customer wrote after this was written")
    shot(lead, "proposal-crossed")
    assert violations_of(lead) == []
    lead.get_by_role("button", name="Approve anyway").click()
    expect(lead.locator("#thread")).to_contain_text("approved by Lou Lead")
    assert Proposal.objects.get().state == "approved"


def test_the_mail_server_gets_it_after_the_approval_and_not_before(trainee, world, house, desk, ticket):
    with smtp_peer() as peer:
        inbox = make_inbox(world.support, outgoing=peer.settings)
        Ticket.objects.filter(pk=ticket.pk).update(inbox_id=inbox.pk)
        running = house.start("worker")
        try:
            ana = desk(trainee, f"/tickets/{ticket.pk}/")
            write(ana, "Oil it weekly.")
            ana.keyboard.press("Control+Enter")
            expect(ana.locator(".proposal")).to_contain_text("Not sent yet")
            lead = desk(world.lead, f"/tickets/{ticket.pk}/")
            lead.wait_for_timeout(2000)
            assert peer.mails == []
            lead.get_by_role("button", name="Approve", exact=True).click()
            letter = peer.wait_for(1, seconds=40)[0].parsed
            assert "Oil it weekly." in letter.get_body(("plain",)).get_content()
            assert "Ana" in str(letter["From"]) and "Lou Lead" not in letter.as_string()
        finally:
            running.terminate()
            running.wait(15)
            house.running.remove(running)
