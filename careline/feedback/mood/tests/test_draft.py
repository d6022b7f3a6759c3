"""Soft warnings for drafts to upset customers, in three languages."""

import pytest

from careline.feedback.mood.draft import Thread, warnings_for

TOLD = Thread("Where is my order 20331? Call me: +49 30 1234567", has_files=True)
GOOD = {
    "en": "Hello Carla,\n\nI am sorry about the delay. We cannot deliver today, but we can send it by courier tomorrow.",
    "de": "Guten Tag Frau Klein,\n\nes tut mir leid. Heute können wir nicht liefern, aber wir können es morgen per Kurier senden.",
    "es": "Hola Carla:\n\nLo siento mucho. Hoy no podemos entregarlo, pero podemos enviarlo mañana.",
}


def kinds(draft, thread=TOLD):
    return [one.kind for one in warnings_for(draft, thread)]


@pytest.mark.parametrize("language", GOOD)
def test_a_kind_answer_gets_no_warning(language):
    assert kinds(GOOD[language]) == []


@pytest.mark.parametrize(
    "draft",
    ["Your parcel is on its way today.", "Ihr Paket ist heute unterwegs.", "Su paquete está en camino hoy."],
)
def test_greeting_and_regret_are_missed(draft):
    assert kinds(draft) == ["greeting", "apology"]


@pytest.mark.parametrize(
    "draft",
    [
        "Hello, sorry, but you should have read the terms.",
        "Hallo, Entschuldigung, aber Sie hätten die Bedingungen lesen können.",
        "Hola, disculpe, pero como ya le dijimos, es así.",
    ],
)
def test_blame_is_pointed_out(draft):
    assert kinds(draft) == ["blame"]


@pytest.mark.parametrize(
    "draft",
    [
        "Hello, sorry, a refund is not possible.",
        "Hallo, tut mir leid, das ist nicht möglich.",
        "Hola, lo siento, no es posible.",
    ],
)
def test_a_no_wants_an_alternative(draft):
    assert kinds(draft) == ["no_way_out"]


@pytest.mark.parametrize(
    ("draft", "kind"),
    [
        ("Hello, I am sorry. Could you tell me your order number?", "asked_order"),
        ("Hallo, es tut mir leid. Bitte nennen Sie mir Ihre Bestellnummer.", "asked_order"),
        ("Hola, lo siento. ¿Me puede dar su número de pedido?", "asked_order"),
        ("Hello, I am sorry. Please send us a photo of it.", "asked_photo"),
        ("Hallo, es tut mir leid. Wie ist Ihre Telefonnummer?", "asked_phone"),
    ],
)
def test_what_stands_in_the_conversation_is_not_asked_again(draft, kind):
    assert kinds(draft) == [kind]
    assert kinds(draft, Thread("Where is my parcel?")) == []


def test_a_first_word_is_left_alone():
    assert kinds("We cannot") == []
