"""A day at the desk: mail arrives while looking, answers, undo, notes, keys alone, two agents at once."""

import re

from django.db import transaction
from playwright.sync_api import expect

from careline.channels.health import record_failure, record_success
from careline.testing.inboxes import make_inbox
from careline.testing.world import make_message, make_ticket
from careline.tickets.actions.receive import receive
from careline.tickets.contracts import Address, Grade, InboundMessage, ReceivePolicy, Thread
from careline.tickets.models import Draft, Message, Status


def mail_arrives(world, *, text, subject="My chain came off", ticket=None, sender="carla@customer.example"):
    message = InboundMessage(
        sender=Address(sender, "Carla Customer"), to=(Address("help@desk.example"),), subject=subject,
        text=text, reply_text=text,
    )  # fmt: skip
    thread = Thread(ticket.pk, "reply_token") if ticket else None
    with transaction.atomic():
        return receive(
            message, policy=ReceivePolicy(team_id=world.support.pk), thread=thread, grade=Grade.VERIFIED
        )


def editor(page, kind="reply"):
    return page.locator(f".composer__text--{kind}")


def say(page, words, kind="reply"):
    page.locator(f".composer__text--{kind}[contenteditable]").click()
    expect(page.locator(f".composer__text--{kind}[data-rich]")).to_be_visible()
    page.keyboard.type(words)


def ready(page):
    expect(page.locator("#composer[data-ready]")).to_be_visible()


def saved(page):
    expect(page.locator("[data-state]")).to_have_text("Draft saved")


def test_a_new_ticket_appears_in_the_queue_without_reload(world, desk):
    page = desk(world.ana)
    page.evaluate("window.stayed = true")
    mail_arrives(world, text="The chain came off on the hill", subject="Chain!")
    expect(page.locator(".row__subject", has_text="Chain!")).to_be_visible(timeout=3000)
    expect(page.locator("#queue-title .number")).to_have_text("1")
    assert page.evaluate("window.stayed")


def test_a_mailbox_that_stops_and_recovers_is_shown_to_an_admin_without_reload(world, desk, shot):
    inbox = make_inbox(world.support, incoming_kind="imap")
    page, other = desk(world.owner), desk(world.ana)
    settings_page = desk(world.owner, "/settings/inboxes/")
    expect(page.locator("#failing")).to_be_hidden()
    page.evaluate("window.stayed = true")
    record_failure(inbox.pk, "The server refuses this password.")
    sign = page.get_by_role("link", name="1 mailbox does not work")
    expect(sign).to_be_visible(timeout=3000)
    expect(sign).to_have_attribute("title", re.compile("refuses this password"))
    expect(settings_page.locator("#inboxes")).to_contain_text("not working", timeout=3000)
    shot(page, "mailbox-failing")
    shot(settings_page, "mailbox-failing-settings")
    assert other.locator("#failing").count() == 0
    record_success(inbox.pk)
    expect(page.locator("#failing")).to_be_hidden(timeout=3000)
    expect(settings_page.locator("#inboxes .badge--good")).to_be_visible(timeout=3000)
    assert page.evaluate("window.stayed")


def test_an_answer_of_the_customer_appears_while_one_writes_and_nothing_is_lost(world, desk):
    ticket = make_ticket(world.support, world.customer)
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    say(page, "Have you tried to")
    mail_arrives(world, text="It works again, thank you!", ticket=ticket)
    expect(page.locator("#thread", has_text="It works again")).to_be_visible(timeout=3000)
    expect(editor(page)).to_have_text("Have you tried to")
    expect(editor(page)).to_be_focused()
    page.keyboard.type(" put it back?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#composer-notice")).to_contain_text("Carla Customer wrote while you were writing")
    expect(editor(page)).to_have_text("Have you tried to put it back?")
    page.get_by_role("button", name="Send anyway").click()
    expect(page.locator(".message--ours", has_text="put it back?")).to_be_visible()


def test_a_reply_is_sent_and_can_be_undone_for_a_while(world, desk):
    ticket = make_ticket(world.support, world.customer)
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    say(page, "Put it **back** on.")
    page.keyboard.press("Control+Enter")
    toast = page.locator(".toast", has_text="Your reply goes out to 1 person")
    expect(toast).to_be_visible()
    expect(page.locator(".message--ours b")).to_have_text("back")
    expect(editor(page)).to_have_text("")
    toast.get_by_role("button", name=re.compile("Undo")).click()
    expect(editor(page)).to_have_text("Put it back on.")
    expect(page.locator(".message--ours")).to_have_count(0)
    assert Message.objects.get(author="agent").state == "cancelled"
    page.reload()
    expect(editor(page)).to_have_text("Put it back on.")


def test_a_draft_survives_a_crash_of_the_browser(world, desk):
    ticket = make_ticket(world.support, world.customer)
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    say(page, "Dear Carla, the chain")
    saved(page)
    page.context.close()
    again = desk(world.ana, f"/tickets/{ticket.pk}/")
    expect(editor(again)).to_have_text("Dear Carla, the chain")


def test_words_typed_just_before_leaving_are_kept(world, desk):
    ticket, other = make_ticket(world.support, world.customer), make_ticket(world.support, world.customer)
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    say(page, "Half a sent")
    page.locator(f"#row-{other.pk} a").click()
    expect(page.locator("#main")).to_have_attribute("data-ticket", str(other.pk))
    page.locator(f"#row-{ticket.pk} a").click()
    expect(editor(page)).to_have_text("Half a sent")
    ready(page)
    page.keyboard.press("r")
    page.keyboard.press("End")
    page.keyboard.type("ence")
    page.wait_for_timeout(150)
    page.goto("about:blank")
    again = desk(world.ana, f"/tickets/{ticket.pk}/")
    expect(editor(again)).to_have_text("Half a sentence")


def test_what_is_written_inside_never_goes_out_by_a_switch(world, desk):
    ticket = make_ticket(world.support, world.customer)
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.keyboard.press("n")
    page.keyboard.type("She is difficult today")
    saved(page)
    page.locator("label", has_text="Reply").click()
    expect(editor(page)).to_have_text("")
    page.locator("label", has_text="Internal note").click()
    expect(editor(page, "note")).to_have_text("She is difficult today")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message.note", has_text="She is difficult today")).to_be_visible()
    assert not Message.objects.get(author="agent").is_public
    assert not Draft.objects.exists()


def test_of_two_agents_the_slower_one_is_told_and_nothing_is_overwritten(world, desk):
    ticket = make_ticket(world.support, world.customer)
    ana, ben = desk(world.ana, f"/tickets/{ticket.pk}/"), desk(world.ben, f"/tickets/{ticket.pk}/")
    expect(ana.locator("#others .avatar")).to_have_attribute(
        "aria-label", "Ben Agent is looking", timeout=8000
    )
    say(ana, "I think")
    expect(ben.locator("#typing")).to_contain_text("Ana Agent is writing")
    ben.route("**/thread/**", lambda route: route.abort())
    ben.locator("button", has_text="New").first.click()
    ana.keyboard.press("Escape")
    ana.keyboard.press("s")
    ana.get_by_role("button", name="Pending").click()
    expect(ana.locator(".toast", has_text="The status is now: Pending")).to_be_visible()
    ben.get_by_role("button", name="On hold").click()
    expect(ben.locator(".toast")).to_contain_text("Somebody changed this ticket a moment ago")
    ticket.refresh_from_db()
    assert ticket.status == Status.PENDING


def test_the_desk_is_run_by_keys_alone(world, desk):
    second, first = make_ticket(world.support, world.customer), make_ticket(world.support, world.customer)
    page = desk(world.ana)
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#main")).to_have_attribute("data-ticket", str(first.pk))
    page.keyboard.press("j")
    expect(page.locator("#main")).to_have_attribute("data-ticket", str(second.pk))
    ready(page)
    page.keyboard.press("r")
    expect(editor(page)).to_be_focused()
    page.keyboard.type("Put it back")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message--ours")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("#assign .menu__item").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#assign")).to_be_hidden()
    page.keyboard.press("e")
    expect(page.locator(".toast", has_text="Solved")).to_be_visible()
    second.refresh_from_db()
    assert (second.status, second.assignee_id) == (Status.SOLVED, world.ana.pk)
    page.keyboard.press("u")
    expect(page.locator("#main .empty")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="Search everything")).to_be_focused()
    page.keyboard.type("chain")
    page.keyboard.press("Enter")
    expect(page.locator(".result").first).to_be_visible()


def test_a_soft_warning_is_shown_once_goes_with_its_words_and_blocks_nothing(world, desk):
    ticket = make_ticket(world.support, world.customer)
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    say(page, "The plan is attached.")
    page.keyboard.press("Control+Enter")
    warning = page.locator("#composer [data-warning]")
    expect(warning).to_contain_text("You wrote “attached”, but nothing is attached")
    page.keyboard.press("Control+a")
    page.keyboard.type("The plan comes later.")
    expect(warning).to_be_hidden()
    page.keyboard.type(" Now it is attached.")
    page.keyboard.press("Control+Enter")
    expect(warning).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message--ours")).to_be_visible()


def test_a_file_is_attached_and_comes_with_the_reply(world, desk):
    ticket = make_ticket(world.support, world.customer)
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.locator("input[type=file]").set_input_files(
        {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"Monday"}
    )
    expect(page.locator("[data-upload]")).to_contain_text("plan.txt")
    say(page, "The plan is attached.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message--ours .file")).to_contain_text("plan.txt")


def test_addresses_are_added_checked_and_taken_away(world, desk):
    ticket = make_ticket(world.support, world.customer)
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.get_by_role("button", name="Cc and Bcc").click()
    page.keyboard.type("not an address")
    page.keyboard.press("Enter")
    expect(page.locator("[data-people-trouble]")).to_contain_text("not an address")
    page.keyboard.press("Control+a")
    page.keyboard.type("Boss <boss@customer.example>,")
    expect(page.locator("[data-people=cc] .person")).to_contain_text("Boss")
    say(page, "Hello both")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-warning]")).to_contain_text(
        "boss@customer.example is not part of this conversation"
    )
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message--ours .message__to")).to_contain_text("Cc Boss")


def test_back_and_forward_lead_through_the_tickets(world, desk):
    one, two = make_ticket(world.support, world.customer), make_ticket(world.support, world.customer)
    page = desk(world.ana)
    for ticket in (one, two):
        page.locator(f"#row-{ticket.pk} a").click()
        expect(page.locator("#main")).to_have_attribute("data-ticket", str(ticket.pk))
    page.go_back()
    expect(page.locator("#main")).to_have_attribute("data-ticket", str(one.pk))
    expect(page).to_have_title(re.compile(f"#{one.pk} "))
    expect(page.locator(f"#row-{one.pk}")).to_have_attribute("aria-current", "true")


def test_a_long_queue_goes_on_when_one_scrolls(world, desk):
    for _ in range(60):
        make_ticket(world.support, world.customer)
    page = desk(world.ana)
    expect(page.locator(".row")).to_have_count(50)
    page.locator("#queue-list").evaluate("list => list.scrollTo(0, list.scrollHeight)")
    expect(page.locator(".row")).to_have_count(60)


def test_nothing_jumps_while_one_reads_earlier_messages(world, desk):
    ticket = make_ticket(world.support, world.customer)
    for n in range(9):
        make_message(ticket, text=f"Message {n} " + "and more words " * 40)
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    third = page.locator(".message").nth(2)
    third.scroll_into_view_if_needed()
    before = third.bounding_box()["y"]
    mail_arrives(world, text="One more", ticket=ticket)
    expect(page.locator("#thread", has_text="One more")).to_be_attached(timeout=3000)
    assert abs(third.bounding_box()["y"] - before) < 2


def test_a_new_desk_leads_back_to_its_first_steps_on_a_phone_too(world, desk):
    page = desk(world.owner, "/views/mine/", width=390, height=844)
    expect(page.locator("#queue").get_by_role("link", name="Go on with the first steps")).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(page.get_by_role("link", name="Go on with the first steps")).to_have_count(1)
    expect(page.locator("#main").get_by_role("link", name="Go on with the first steps")).to_be_visible()
