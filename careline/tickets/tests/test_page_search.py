"""The search page."""

from django.test import Client

from careline.testing.world import World, make_ticket


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_what_was_said_is_found_and_marked(world: World) -> None:
    ticket = make_ticket(world.support, world.customer, subject="Brake", text="The lever squeaks loudly")
    page = logged_in(world.ana).get("/search/", {"q": "squeaks"}).content.decode()
    assert f"/tickets/{ticket.pk}/" in page
    assert "<mark>squeaks</mark>" in page


def test_what_one_may_not_see_is_not_found(world: World) -> None:
    ticket = make_ticket(world.complaints, world.customer, subject="Brake", text="The lever squeaks loudly")
    page = logged_in(world.ana).get("/search/", {"q": "squeaks"}).content.decode()
    assert f"/tickets/{ticket.pk}/" not in page
    assert "Nothing was found." in page


def test_what_was_not_understood_is_said(world: World) -> None:
    page = logged_in(world.ana).get("/search/", {"q": "status:nonsense"}).content.decode()
    assert "“nonsense” is not known here" in page


def test_a_number_leads_straight_to_its_ticket(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    answer = logged_in(world.ana).get("/search/", {"q": f"#{ticket.pk}"})
    assert (answer.status_code, answer["Location"]) == (302, f"/tickets/{ticket.pk}/")


def test_words_come_back_escaped(world: World) -> None:
    page = logged_in(world.ana).get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page


def test_the_empty_page_says_what_can_be_asked(world: World) -> None:
    assert "has:attachment" in logged_in(world.ana).get("/search/").content.decode()
