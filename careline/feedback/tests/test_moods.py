"""Upset customers are noticed on arrival: the reading is kept with its evidence, raises once, and can be corrected."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from careline.accounts.contracts import Forbidden
from careline.core.live.export import at_end
from careline.core.models import Event
from careline.feedback.actions.correct_mood import correct_mood
from careline.feedback.actions.follow_messages import follow_messages
from careline.feedback.actions.notice_mood import notice_mood
from careline.feedback.contracts import Level
from careline.feedback.models import FeedbackSettings, MoodFollower, MoodReading
from careline.feedback.queries.moods import latest_mood
from careline.testing.world import make_message, make_ticket
from careline.tickets.actions.receive import receive
from careline.tickets.contracts import Address, Grade, InboundMessage, ReceivePolicy
from careline.tickets.models import Priority, Ticket
from careline.tickets.queries.conditions import check_conditions, clause_of, facts_of, judge


def names(ticket):
    return [
        *Event.objects.filter(subject=f"ticket:{ticket.pk}").order_by("pk").values_list("name", flat=True)
    ]


def test_it_is_kept_with_its_words_and_raises_the_ticket_by_one_step(angry):
    reading = MoodReading.objects.get()
    assert (reading.level, angry.priority) == (Level.FURIOUS, Priority.HIGH)
    said = {one["words"].lower() for one in reading.evidence}
    assert {"unacceptable", "my lawyer"} <= {words.removeprefix("contact ") for words in said}
    assert names(angry)[-2:] == ["mood.noticed", "ticket.priority_changed"]
    told = Event.objects.get(name="mood.noticed").data
    assert "lawyer" not in str(told)


def test_a_ticket_is_raised_once_whatever_is_written_later(angry, say):
    assert say(angry, "This is a disgrace, you liars!!!").level == Level.FURIOUS
    angry.refresh_from_db()
    assert angry.priority == Priority.HIGH


def test_the_company_may_leave_priorities_alone(world):
    FeedbackSettings.objects.create(raises_priority=False)
    ticket = make_ticket(world.support, world.customer, text="I am furious. Shame on you!")
    notice_mood(ticket.messages.get().pk)
    ticket.refresh_from_db()
    assert ticket.priority == Priority.NORMAL


def test_each_message_is_read_once_and_machines_never(world, angry):
    message = angry.messages.get()
    assert notice_mood(message.pk) is None
    bounce = make_message(angry, text="Unacceptable content, this is a scam")
    bounce.machine = "bounce"
    bounce.save(update_fields=["machine"])
    assert notice_mood(bounce.pk) is None
    ours = make_message(angry, text="You are furious, I see", agent=world.ana)
    assert notice_mood(ours.pk) is None


def test_only_new_words_of_the_customer_count(world):
    quoted = "Thanks, that helped.\n\nOn Monday, Ana wrote:\n> You said: this is unacceptable, I call my lawyer\n-- \nFurious Films Ltd"
    ticket = make_ticket(world.support, world.customer, text=quoted)
    assert notice_mood(ticket.messages.get().pk).level == Level.CALM


def test_a_mood_lasts_until_we_answered(world, angry, say):
    assert say(angry, "My order number is 20331.").standing == Level.FURIOUS
    assert latest_mood(angry.pk).level == Level.FURIOUS
    make_message(angry, text="Sorry!", agent=world.ana, state="sent")
    assert say(angry, "All right, then.").standing == Level.CALM


def test_what_they_went_through_counts_beside_words(world):
    ticket = make_ticket(world.support, world.customer, text="Hello")
    for _n in range(3):
        make_message(ticket, text="Hello?")
    reading = notice_mood(make_message(ticket, text="I am disappointed.").pk)
    assert {"contacts"} <= {one["kind"] for one in reading.evidence}


def test_a_person_can_say_that_nobody_is_upset(world, angry, client):
    with pytest.raises(Forbidden):
        correct_mood(angry, angry.messages.get().pk, by=world.light)
    client.force_login(world.ana)
    message = angry.messages.get()
    page = client.post(
        f"/tickets/{angry.pk}/feedback/moods/{message.pk}/correction/", headers={"HX-Request": "true"}
    )
    assert "Not upset, says Ana Agent" in page.content.decode()
    reading = MoodReading.objects.get()
    assert (reading.corrected_by, reading.level) == (world.ana, Level.FURIOUS)
    assert held(world, "upset", "furious") == set()


def held(world, *levels):
    """Tickets of these moods by the database, checked to be those that are found in memory."""
    asked = {
        "match": "all",
        "groups": [{"match": "all", "conditions": [{"field": "mood", "op": "is", "value": [*levels]}]}],
    }
    conditions = check_conditions(asked, world.ana)
    clause = clause_of(conditions, world.ana)
    rows = Ticket.objects.raw(f"SELECT * FROM tickets_ticket t WHERE {clause.sql}", clause.values)
    found = {row.pk for row in rows}
    now = datetime.now(UTC)
    facts = facts_of([*Ticket.objects.values_list("pk", flat=True)])
    assert found == {pk for pk, one in facts.items() if judge(conditions, one, at=now).holds}
    return found


def test_views_and_rules_can_ask_for_it(world, angry):
    calm = make_ticket(world.support, world.customer, text="Thank you")
    assert held(world, "furious") == {angry.pk}
    assert held(world, "calm") == {calm.pk}


@pytest.mark.django_db(transaction=True)
def test_messages_are_found_in_the_log_each_once(world):
    MoodFollower.objects.create(position=str(at_end()))
    with transaction.atomic():
        message = InboundMessage(
            Address("carla@customer.example", "Carla"), subject="Refund", text="I want my money back, this is a scam!",
            reply_text="I want my money back, this is a scam!",
        )  # fmt: skip
        received = receive(
            message, policy=ReceivePolicy(team_id=world.support.pk), thread=None, grade=Grade.VERIFIED
        )
    follow_messages()
    assert MoodReading.objects.get().message_id == received.message_id
    follow_messages()
    assert MoodReading.objects.count() == 1
    assert Ticket.objects.get(pk=received.ticket_id).priority == Priority.HIGH


@pytest.mark.parametrize("who", ["owner", "manager", "lead", "ana", "light", "auditor"])
def test_the_panel_shows_why_to_everybody_who_sees_the_ticket(
    world, client, angry, who, django_assert_max_num_queries
):
    client.force_login(getattr(world, who))
    client.get(f"/tickets/{angry.pk}/feedback/")
    with django_assert_max_num_queries(14):
        page = client.get(f"/tickets/{angry.pk}/feedback/").content.decode()
    assert "Furious" in page and "acknowledge, apologise" in page and "lawyer" in page
    assert ("Not upset" in page) == (who not in ("light", "auditor"))


def test_a_stranger_sees_no_panel(world, client):
    ticket = make_ticket(world.complaints, world.customer, text="I am furious")
    client.force_login(world.stranger)
    assert client.get(f"/tickets/{ticket.pk}/feedback/").status_code == 404
    assert client.post(f"/tickets/{ticket.pk}/feedback/check/").status_code == 404


def test_drafts_to_an_upset_customer_are_warned_of_and_others_are_not(world, client, angry):
    client.force_login(world.ana)
    draft = {"text": "Please send your order number. A refund is not possible."}
    words = client.post(f"/tickets/{angry.pk}/feedback/check/", draft).json()["warnings"]
    assert len(words) == 4 and any("20331" in one for one in words)
    calm = make_ticket(world.support, world.customer, text="Thank you")
    assert client.post(f"/tickets/{calm.pk}/feedback/check/", draft).json() == {"warnings": []}
