"""Writing: pictures in the text, taking back, mentions and emoji; through the public door, to the other end."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from careline.core import files
from careline.core.models import Event
from careline.testing.inboxes import make_inbox
from careline.testing.smtp_peer import smtp_peer
from careline.testing.world import make_ticket
from careline.tickets.models import Attachment, Draft, Message, Ticket, Watcher
from tests.browser.faults import TOO_WIDE, violations_of

# A file as the clipboard or a drag brings it, drawn in the page.
GIVE = """async ([place, kind, name, type]) => {
    const canvas = new OffscreenCanvas(40, 24);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "teal";
    pen.fillRect(0, 0, 40, 24);
    const content = type.startsWith("image/") ? await canvas.convertToBlob({ type }) : "plain words";
    const carried = new DataTransfer();
    carried.items.add(new File([content], name, { type }));
    const field = document.querySelector(place);
    const { left, top } = field.getBoundingClientRect();
    const how = { bubbles: true, cancelable: true, clientX: left + 4, clientY: top + 4 };
    field.dispatchEvent(kind === "paste" ? new ClipboardEvent("paste", { clipboardData: carried, ...how })
        : new DragEvent("drop", { dataTransfer: carried, ...how }));
}"""


def give(page, *, place=".composer__text--reply", kind="paste", name="brake.png", content_type="image/png"):
    page.evaluate(GIVE, [place, kind, name, content_type])


def editor(page, kind="reply"):
    return page.locator(f".composer__text--{kind}")


def say(page, words, kind="reply"):
    page.locator(f".composer__text--{kind}[contenteditable]").click()
    expect(page.locator(f".composer__text--{kind}[data-rich]")).to_be_visible()
    page.keyboard.type(words)


def picture(page, kind="reply"):
    return page.locator(f'.composer__text--{kind} img[src^="/draft-files/"]')


@pytest.fixture
def ticket(world):
    return make_ticket(world.support, world.customer)


@pytest.fixture
def worker(house):
    """What sends."""
    running = house.start("worker")
    yield running
    running.terminate()
    running.wait(15)
    house.running.remove(running)


def test_a_pasted_picture_arrives_where_it_was_put(world, desk, ticket, worker, shot):
    with smtp_peer() as peer:
        inbox = make_inbox(world.support, "help@desk.example", outgoing=peer.settings)
        Ticket.objects.filter(pk=ticket.pk).update(inbox_id=inbox.pk)
        page = desk(world.ana, f"/tickets/{ticket.pk}/")
        say(page, "Turn this ")
        give(page)
        expect(picture(page)).to_be_visible()
        page.keyboard.type(" a little.")
        expect(page.locator("[data-state]")).to_have_text("Draft saved")
        expect(page.locator("[data-upload]")).to_have_count(0)
        shot(page, "composer-picture")
        page.keyboard.press("Control+Enter")
        shown = page.locator('.message--ours .prose img[src^="/attachments/"]')
        expect(shown).to_be_visible()
        assert shown.evaluate("one => one.naturalWidth") == 40
        expect(page.locator(".message--ours .message__files")).to_have_count(0)
        Message.objects.filter(author="agent").update(send_at=timezone.now())
        mail = peer.wait_for(1, seconds=40)[0].parsed
    related = next(part for part in mail.walk() if part.get_content_type() == "multipart/related")
    html, image = related.get_payload()
    cid = image["Content-ID"].strip("<>")
    assert f'src="cid:{cid}"' in html.get_content() and image.get_content_type() == "image/png"
    assert image.get_content().startswith(b"\x89PNG")
    assert "Turn this [image: brake.png] a little." in mail.get_body(("plain",)).get_content()


def test_a_picture_dropped_into_the_text_stands_there_and_another_file_is_attached(world, desk, ticket):
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    say(page, "See")
    give(page, kind="drop")
    expect(picture(page)).to_be_visible()
    give(page, kind="drop", name="plan.txt", content_type="text/plain")
    expect(page.locator("[data-upload]")).to_contain_text("plan.txt")
    give(page, kind="drop", name="beside.png", place=".composer__foot")
    expect(page.locator("[data-upload]", has_text="beside.png")).to_be_visible()
    expect(picture(page)).to_have_count(1)


def test_a_picture_taken_out_of_the_text_does_not_go_along(world, desk, ticket):
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    say(page, "See ")
    give(page)
    expect(picture(page)).to_be_visible()
    page.keyboard.press("Backspace")
    expect(picture(page)).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message--ours")).to_be_visible()
    assert not Message.objects.get(author="agent").attachments.exists()


def test_a_save_on_its_way_when_the_answer_is_sent_leaves_no_draft_of_it(world, desk, ticket):
    page, on_their_way = desk(world.ana, f"/tickets/{ticket.pk}/"), []
    page.route(f"**/tickets/{ticket.pk}/draft/", lambda route: on_their_way.append(route))
    with page.expect_request(f"**/tickets/{ticket.pk}/draft/"):
        say(page, "Oil it daily.")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(500)
    assert not Message.objects.filter(author="agent").exists()
    on_their_way[0].continue_()
    expect(page.locator("#thread")).to_contain_text("Oil it daily.")
    assert Message.objects.filter(author="agent").count() == 1
    assert not Draft.objects.exclude(html="").exists()


def test_a_draft_comes_back_with_its_picture(world, desk, ticket):
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.keyboard.press("n")
    say(page, "Inside: ", kind="note")
    give(page, place=".composer__text--note")
    expect(picture(page, "note")).to_be_visible()
    expect(page.locator("[data-state]")).to_have_text("Draft saved")
    page.reload()
    expect(picture(page, "note")).to_be_visible()
    assert picture(page, "note").evaluate("one => one.decode().then(() => one.naturalWidth)") == 40


def test_markdown_takes_effect_while_one_types(world, desk, ticket):
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    say(page, "Turn **left** and _slowly_, run `make`")
    page.keyboard.press("Enter")
    page.keyboard.type("- one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("> quoted")
    html = page.locator("#reply-html").input_value().replace("&nbsp;", " ")
    assert html == (
        "<div>Turn <b>left</b> and <i>slowly</i>, run <code>make</code></div>"
        "<ul><li>one</li><li>two</li></ul><blockquote><div>quoted</div></blockquote>"
    )


def test_words_written_since_are_kept_when_a_reply_is_undone(world, desk, ticket):
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    say(page, "First words")
    page.keyboard.press("Control+Enter")
    undo = page.locator(".toast").get_by_role("button", name=re.compile("Undo"))
    expect(undo).to_be_visible()
    say(page, "Newer words")
    undo.click()
    expect(page.locator("#composer")).to_contain_text("What you took back is kept.")
    expect(editor(page)).to_have_text("Newer words")
    page.get_by_role("button", name="Put it back").click()
    expect(editor(page)).to_have_text("First wordsNewer words")


def test_a_colleague_is_mentioned_watches_and_is_told(world, desk, ticket, shot):
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.keyboard.press("n")
    say(page, "Look, @b", kind="note")
    expect(page.get_by_role("listbox", name="Colleagues to mention")).to_be_visible()
    expect(page.get_by_role("listbox").get_by_role("option", name="Ben Agent")).to_have_attribute(
        "aria-selected", "true"
    )
    expect(editor(page, "note")).to_have_attribute("aria-activedescendant", "suggestion-0")
    shot(page, "composer-mention-desk-light")
    page.keyboard.press("Enter")
    page.keyboard.type("please.")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(editor(page, "note")).to_have_text("Look, @Ben Agent\u00a0please.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".note [data-mention]")).to_have_text("@Ben Agent")
    assert [one.agent for one in Watcher.objects.filter(ticket=ticket)] == [world.ben]
    assert Event.objects.get(name="note.added").data["mentioned"] == [world.ben.pk]


def test_a_mention_that_is_changed_mentions_nobody(world, desk, ticket):
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    page.keyboard.press("n")
    say(page, "@ben", kind="note")
    page.get_by_role("listbox").get_by_role("option", name="Ben Agent").click()
    for _ in range(3):
        page.keyboard.press("Backspace")
    page.keyboard.press("Escape")
    assert "data-mention" not in page.locator("#note-html").input_value()


def test_in_an_answer_nobody_is_mentioned(world, desk, ticket):
    page = desk(world.ana, f"/tickets/{ticket.pk}/")
    say(page, "Write to @ben")
    page.wait_for_timeout(400)
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_an_emoji_is_found_by_its_name_with_keys_alone(world, desk, ticket, shot):
    page = desk(world.ana, f"/tickets/{ticket.pk}/", scheme="dark")
    say(page, "Thank you :bi")
    expect(page.get_by_role("listbox").get_by_role("option", name="bike")).to_be_visible()
    page.keyboard.type("k")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    shot(page, "composer-emoji-desk-dark")
    page.keyboard.press("Tab")
    page.keyboard.type("at 12:30 :-)")
    expect(editor(page)).to_have_text("Thank you 🚲\u00a0at 12:30 :-)")
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message--ours")).to_contain_text("🚲")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_writing_has_no_accessibility_fault(world, desk, ticket, shot, width, scheme):
    page = desk(world.ana, f"/tickets/{ticket.pk}/", width=width, height=844, scheme=scheme)
    say(page, "Turn **left** and run `make`:")
    page.keyboard.press("Enter")
    page.keyboard.type("- one")
    give(page)
    expect(picture(page)).to_be_visible()
    shot(page, f"composer-writing-{width}-{scheme}")
    assert violations_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    editor(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" :thumb")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    shot(page, f"composer-offer-{width}-{scheme}")
    assert violations_of(page) == []


def test_a_new_ticket_can_be_undone_on_the_page_that_it_leads_to(world, desk):
    page = desk(world.ana, "/tickets/new/")
    page.locator("[data-people=to] .people__add").fill("carla@customer.example")
    page.locator("[name=subject]").fill("Ready")
    say(page, "Your bike is ready")
    page.keyboard.press("Control+Enter")
    toast = page.locator(".toast", has_text="Your message goes out to 1 person")
    expect(toast).to_be_visible()
    expect(page.locator("#composer[data-ready]")).to_be_visible()
    toast.get_by_role("button", name=re.compile("Undo")).click()
    expect(editor(page)).to_have_text("Your bike is ready")
    expect(page.locator(".message--ours")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_forwarding_shows_the_files_and_the_history_that_go_along_and_send_stays_in_sight(
    world, desk, ticket, shot, width, height
):
    message = ticket.messages.get()
    for name in ("a-signed-protocol-of-the-workshop-about-the-rear-brake-and-its-hose.pdf", "brake.txt"):
        stored = files.store(name.encode(), "application/pdf")
        Attachment.objects.create(
            message=message, file=stored, name=name, content_type="application/pdf", size=8
        )
    page = desk(world.ana, f"/tickets/{ticket.pk}/", width=width, height=height)
    page.get_by_role("button", name="More about this message").first.click()
    page.get_by_role("button", name="Forward").click()
    expect(page.locator("#composer .upload")).to_have_count(2)
    expect(page.get_by_label("Add the earlier messages below")).to_be_checked()
    expect(page.get_by_label("Add the earlier messages below")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_in_viewport(ratio=1)
    assert page.evaluate(TOO_WIDE) == []
    page.locator("#composer [data-people=to] .people__add").fill("nobody")
    page.locator("#composer [data-people=to] .people__add").press("Tab")
    expect(page.locator("[data-people-trouble]")).to_have_text("“nobody” is not an e-mail address.")
    shot(page, f"forward-{width}")
