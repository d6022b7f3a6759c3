"""The pages of playbooks: for whom, with how many statements, and what they show."""

import pytest

from careline.playbooks.actions.decide_outcome import decide_outcome
from careline.playbooks.actions.do_step import do_step
from careline.playbooks.actions.give_facts import give_facts
from careline.playbooks.actions.save_version import create_playbook, save_version
from careline.playbooks.actions.start_run import start_run
from careline.playbooks.contracts import Deed
from careline.playbooks.models import FactGiven, Playbook, Run, Version
from careline.playbooks.queries.library import shipped
from careline.playbooks.tests.conftest import SMALL
from careline.tickets.models import Ticket

STAFF = ("owner", "manager", "lead", "ana", "light", "stranger", "auditor")
LEADS = ("owner", "manager", "lead")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def as_(client):
    def log_in(person):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return log_in


@pytest.fixture
def book(make_playbook):
    return make_playbook()


def pages(book):
    home = "/settings/playbooks/"
    one = f"{home}{book.pk}/"
    return [home, f"{home}new/", one, f"{one}versions/", f"{one}versions/1/", f"{one}versions/1/simulation/"]


@pytest.mark.parametrize("who", STAFF)
def test_the_settings_are_for_those_who_look_after_playbooks(world, as_, book, who):
    client = as_(getattr(world, who))
    codes = {client.get(path).status_code for path in pages(book)}
    assert codes == ({200} if who in LEADS else {403})


def test_a_stranger_is_sent_to_the_door(client, book):
    assert {client.get(path).status_code for path in pages(book)} == {302}
    assert client.post("/settings/playbooks/check/", {"text": SMALL}).status_code == 302


def test_the_list_costs_the_same_however_many_there_are(
    world, as_, make_playbook, django_assert_max_num_queries
):
    for n in range(5):
        make_playbook(SMALL.replace("playbook: small", f"playbook: small-{n}"))
    client = as_(world.lead)
    client.get("/settings/playbooks/")
    with django_assert_max_num_queries(8):
        client.get("/settings/playbooks/")


@pytest.mark.parametrize("who", STAFF)
def test_beside_the_ticket_everybody_sees_how_it_stands_and_only_some_can_act(world, as_, book, ticket, who):
    start_run(ticket, "small", by=world.ana)
    page = as_(getattr(world, who)).get(f"/tickets/{ticket.pk}/playbooks/", headers=HTMX).content.decode()
    assert "Say sorry" in page
    assert ("Put into the answer" in page) == (who not in ("light", "auditor"))


def test_the_panel_takes_few_statements(world, as_, book, ticket, django_assert_max_num_queries):
    run = start_run(ticket, "small", by=world.ana)
    do_step(run.pk, "hello", Deed(), by=world.ana)
    client = as_(world.ana)
    client.get(f"/tickets/{ticket.pk}/playbooks/", headers=HTMX)
    with django_assert_max_num_queries(14):
        client.get(f"/tickets/{ticket.pk}/playbooks/", headers=HTMX)


def test_a_ticket_without_playbooks_pays_two_statements(world, as_, ticket, django_assert_max_num_queries):
    from careline.playbooks.views.shown import panel_context

    with django_assert_max_num_queries(2):
        panel_context(world.ana, ticket)


def test_it_is_followed_through_the_pages(world, as_, book, ticket):
    client = as_(world.ana)
    page = client.post(
        f"/tickets/{ticket.pk}/playbooks/start/", {"key": "small"}, headers=HTMX
    ).content.decode()
    run = Run.objects.get()
    assert "Say sorry" in page
    assert "Hello Kim,<br>" in page
    words = client.post(f"/playbook-runs/{run.pk}/steps/hello/wording/").content.decode()
    assert "<p>Hello Kim,</p>" in words
    page = client.post(f"/playbook-runs/{run.pk}/steps/hello/", {"answer": "done", "turn": "0"}, headers=HTMX)
    assert "What do they want?" in page.content.decode()
    client.post(f"/playbook-runs/{run.pk}/facts/", {"fact.wish": "money", "fact.paid": ""}, headers=HTMX)
    assert {one.key for one in FactGiven.objects.all()} == {"wish"}
    late = client.post(f"/playbook-runs/{run.pk}/steps/hello/", {"answer": "done", "turn": "0"}, headers=HTMX)
    assert "Somebody did this step meanwhile" in late.content.decode()


def test_what_the_desk_knows_is_filled_in_and_kept_with_where_it_is_from(world, as_, book, ticket):
    run = start_run(ticket, "small", by=world.ana)
    do_step(run.pk, "hello", Deed(), by=world.ana)
    client = as_(world.ana)
    client.post(f"/playbook-runs/{run.pk}/facts/", {"fact.wish": "new"}, headers=HTMX)
    client.post(f"/playbook-runs/{run.pk}/facts/", {"fact.channel": "email"}, headers=HTMX)
    assert FactGiven.objects.get(key="channel").source == (
        "ticket.channel" if ticket.channel == "email" else "look_up"
    )


def test_a_stranger_to_the_ticket_gets_nothing_of_its_playbook(world, as_, book):
    from careline.testing.world import make_ticket

    hidden = make_ticket(world.complaints, world.customer)
    run = start_run(hidden, "small", by=world.cleo)
    client = as_(world.stranger)
    assert client.get(f"/tickets/{hidden.pk}/playbooks/").status_code == 404
    for path in ("facts/", "steps/hello/", "steps/hello/wording/", "stop/"):
        assert client.post(f"/playbook-runs/{run.pk}/{path}", {"reason": "x"}).status_code == 404


def test_nothing_is_changed_by_looking(world, as_, book, ticket):
    client = as_(world.owner)
    for path in (
        f"/tickets/{ticket.pk}/playbooks/start/",
        "/settings/playbooks/check/",
        f"/settings/playbooks/{book.pk}/putting-away/",
    ):
        assert client.get(path).status_code == 405


def test_the_check_beside_the_field_tells_line_and_column_and_draws_the_flow(world, as_):
    page = as_(world.lead).post(
        "/settings/playbooks/check/", {"text": SMALL.replace("then: again", "then: nowhere")}
    )
    text = page.content.decode()
    assert "There is no outcome “nowhere”." in text
    line = next(n for n, one in enumerate(SMALL.splitlines(), 1) if "then: again" in one)
    assert f'data-line="{line}"' in text
    good = as_(world.lead).post("/settings/playbooks/check/", {"text": SMALL}).content.decode()
    assert "<svg" in good and "Pay back" in good and "4 combinations" in good


def test_each_that_comes_with_careline_can_be_taken_and_followed(world, as_):
    client = as_(world.lead)
    for one in shipped():
        client.get(f"/settings/playbooks/new/?from={one.key}")
        client.post("/settings/playbooks/new/", {"text": one.text.replace("\n", "\r\n")})
        row = Playbook.objects.get(key=one.key)
        client.post(f"/settings/playbooks/{row.pk}/versions/1/publication/")
    assert Playbook.objects.filter(published__number=1).count() == 8
    assert Playbook.objects.get(key="complaint").required_for == ["complaint"]
    assert Version.objects.get(playbook__key="complaint").text == next(
        one.text for one in shipped() if one.key == "complaint"
    )


def test_a_version_with_errors_is_saved_and_never_followed(world, as_, book):
    client = as_(world.lead)
    bad = SMALL.replace("then: again", "then: nowhere")
    client.post(f"/settings/playbooks/{book.pk}/", {"text": bad, "note": "Half done", "after": "1"})
    assert book.versions.count() == 2
    answer = client.post(f"/settings/playbooks/{book.pk}/versions/2/publication/")
    assert answer.status_code == 422
    book.refresh_from_db()
    assert book.published.number == 1


def test_who_saves_on_top_of_a_colleague_is_told(world, as_, book):
    save_version(book, SMALL + "# theirs\n", by=world.owner)
    answer = as_(world.lead).post(
        f"/settings/playbooks/{book.pk}/", {"text": SMALL + "# mine\n", "after": "1"}
    )
    assert answer.status_code == 422
    assert "Somebody saved version 2 meanwhile" in answer.content.decode()
    assert "# mine" in answer.content.decode()


def test_two_versions_are_compared_and_an_old_one_comes_back(world, as_, book):
    save_version(book, SMALL.replace("Say sorry", "Say hello"), by=world.owner)
    client = as_(world.lead)
    page = client.get(f"/settings/playbooks/{book.pk}/versions/2/").content.decode()
    assert "playbook-diff__add" in page and "Say hello" in page and "playbook-diff__remove" in page
    client.post(f"/settings/playbooks/{book.pk}/versions/1/restoration/")
    assert book.versions.get(number=3).text == SMALL
    page = client.get(f"/settings/playbooks/{book.pk}/versions/3/?with=1").content.decode()
    assert "They say the same." in page and '<option value="1" selected>' in page


def test_going_through_on_paper_tells_the_way_and_the_reason(world, as_, book):
    address = f"/settings/playbooks/{book.pk}/versions/1/simulation/"
    client = as_(world.lead)
    assert "What do they want?" in client.get(address).content.decode()
    told = client.get(
        address, {"fact.wish": "money", "fact.paid": "no", "fact.number": "7", "answer.explain": "no"}
    ).content.decode()
    assert "Nothing was paid" in told and "Hand over" in told and "The end is reached" in told
    assert not Run.objects.exists()


def test_one_that_is_put_away_is_offered_no_more(world, as_, book, ticket):
    client = as_(world.lead)
    client.post(f"/settings/playbooks/{book.pk}/putting-away/")
    page = client.get(f"/tickets/{ticket.pk}/playbooks/", headers=HTMX).content.decode()
    assert "A small one" not in page
    with pytest.raises(ValueError, match="already"):
        create_playbook(SMALL, by=world.owner)


WHERE = "  where: {groups: [{conditions: [{field: %s, op: is, value: [email]}]}]}\nfacts:\n"


def test_conditions_that_mean_nothing_here_are_errors_with_their_place_and_are_not_followed(world, as_, book):
    client, bad = as_(world.lead), SMALL.replace("facts:\n", WHERE % "colour", 1)
    line = next(n for n, one in enumerate(bad.splitlines(), 1) if "where:" in one)
    page = client.post("/settings/playbooks/check/", {"text": bad}).content.decode()
    assert "When it applies:" in page and f'data-line="{line}"' in page and "Good." not in page
    client.post(f"/settings/playbooks/{book.pk}/", {"text": bad, "after": "1"})
    answer = client.post(f"/settings/playbooks/{book.pk}/versions/2/publication/")
    assert answer.status_code == 422
    good = SMALL.replace("facts:\n", WHERE % "channel", 1)
    assert "Good." in client.post("/settings/playbooks/check/", {"text": good}).content.decode()


def test_what_a_step_does_to_the_ticket_is_told_before_it_is_done(world, as_, book, ticket):
    run = start_run(ticket, "small", by=world.ana)
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, {"wish": "money", "paid": "yes", "number": "7"}, by=world.ana)
    decide_outcome(run.pk, by=world.manager, reason="They paid", amount=5000)
    page = as_(world.lead).get(f"/tickets/{ticket.pk}/playbooks/", headers=HTMX).content.decode()
    assert "With it the ticket gets: Tags: refund; Internal note: Paid back" in page


def test_each_question_says_who_knows_the_answer_unless_the_desk_does(world, as_, make_playbook, ticket):
    make_playbook(SMALL.replace("    optional: true\n", ""))
    run = start_run(ticket, "small", by=world.ana)
    do_step(run.pk, "hello", Deed(), by=world.ana)
    page = as_(world.ana).get(f"/tickets/{ticket.pk}/playbooks/", headers=HTMX).content.decode()
    for ask, whence in (("What do they want?", "ask the customer"), ("Was it paid?", "look it up")):
        assert f'{ask} <span class="playbook__whence">{whence}</span>' in page
    assert 'value="email" checked' in page and "The desk knows this" in page


def test_one_that_the_type_requires_is_suggested_whatever_was_written(world, as_, make_playbook):
    from careline.testing.world import make_ticket

    make_playbook(SMALL.replace("applies:\n", "required_for: [complaint]\napplies:\n", 1))
    ticket = make_ticket(world.support, world.customer, subject="Too slow", text="Never again")
    Ticket.objects.filter(pk=ticket.pk).update(type="complaint")
    page = as_(world.ana).get(f"/tickets/{ticket.pk}/playbooks/", headers=HTMX).content.decode()
    assert 'A small one</button> <span class="badge">required</span>' in page
    assert ">Complaint<" in as_(world.owner).get("/settings/playbooks/").content.decode()
