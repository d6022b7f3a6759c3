"""Upset customers of the demo company: why, in their own words, in three languages; soft warnings that never block."""

import pytest
from playwright.sync_api import expect

from careline.feedback.actions.notice_mood import notice_mood
from careline.testing.world import make_ticket
from careline.tickets.models import Message, Ticket

HARD = {
    "de": (
        "Seit drei Wochen warte ich auf die Bremse, und niemand ruft zurück. Das war die letzte Bestellung bei Ihnen.",
        ("Seit drei Wochen", "niemand ruft", "letzte Bestellung"),
    ),
    "es": (
        "Llevo tres semanas esperando la batería y nadie contesta el teléfono. Es una vergüenza.",
        ("tres semanas", "nadie contesta", "vergüenza"),
    ),
}


def write(page, draft):
    """Replace the draft by other words, and wait until it was looked at."""
    page.locator(".composer__text--reply[contenteditable]").click()
    expect(page.locator(".composer__text--reply[data-rich]")).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type(draft)


def test_a_furious_mother_is_noticed_and_each_soft_warning_comes_and_goes(radhaus, desk, shot):
    ticket = radhaus.ticket("Third time I ask")
    page = desk(radhaus.person("Emre"), f"/tickets/{ticket.pk}/")
    mood = page.locator("#mood")
    expect(mood).to_contain_text("Furious")
    expect(mood).to_contain_text("lawyer")
    expect(mood).to_contain_text("acknowledge, apologise, explain, resolve, confirm")
    mood.get_by_text("What this rests on").click()
    for words in ("unacceptable", "fed up", "It says nothing about you."):
        expect(mood).to_contain_text(words)
    warnings = page.locator("#tone li")
    for draft, said in (
        (
            "You should have read our mails about the courier.",
            ["no greeting", "no word of regret", "sound like blame"],
        ),
        ("Hello Ms Falk, I am sorry. A refund is not possible.", ["what can you offer instead"]),
        ("Hello Ms Falk, I am sorry. What is your order number?", ["20391"]),
    ):
        write(page, draft)
        for one in said:
            expect(warnings.filter(has_text=one)).to_be_visible()
        expect(warnings).to_have_count(len(said))
    shot(page, "upset-warned")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#composer [data-warning]")).to_contain_text("20391")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#thread").get_by_text("What is your order number?")).to_be_visible()
    assert Message.objects.filter(ticket=ticket, author="agent", text__contains="order number").count() == 1


@pytest.mark.parametrize("language", HARD)
def test_anger_in_plain_words_is_noticed_and_can_be_taken_back(radhaus, desk, language):
    text, evidence = HARD[language]
    ticket = make_ticket(radhaus.team("Workshop"), radhaus.ticket("Puncture").customer, text=text)
    Message.objects.filter(ticket=ticket).update(language=language)
    notice_mood(ticket.messages.get().pk)
    assert Ticket.objects.get(pk=ticket.pk).priority > ticket.priority
    page = desk(radhaus.person("Jonas"), f"/tickets/{ticket.pk}/")
    mood = page.locator("#mood")
    mood.get_by_text("What this rests on").click()
    for words in evidence:
        expect(mood.locator(".mood__reasons")).to_contain_text(words)
    mood.get_by_role("button", name="Not upset").click()
    expect(page.locator("#mood")).to_contain_text("Not upset, says Jonas Petersen")
