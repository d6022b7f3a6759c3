"""Search beside tickets: customers, organisations and macros; first results in the palette; turns."""

import threading

import pytest
from django.db import connection
from django.test import Client

from careline.testing.api import ApiCaller
from careline.testing.world import World, make_customer, make_organisation, make_ticket
from careline.tickets.contracts import Refused, Selection
from careline.tickets.models import Macro
from careline.tickets.queries import turns
from careline.tickets.queries.beside import find_beside
from careline.tickets.queries.bulk import resolve
from careline.tickets.queries.meant import meant
from careline.tickets.queries.search import search
from careline.tickets.queries.turns import TookTooLong, turn


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def first(person, words: str) -> dict[str, list[str]]:
    groups = logged_in(person).get("/search/first/", {"q": words}).json()["groups"]
    return {group["title"]: [entry["name"] for entry in group["entries"]] for group in groups}


@pytest.fixture
def bremse(world: World) -> World:
    organisation = make_organisation("Bremse & Söhne", domain="bremse.example")
    make_customer("Berta Bremse", email="berta@bremse.example", organisation=organisation)
    Macro.objects.create(name="Brémse entlüften", html="<p>Wir entl&uuml;ften <b>gern</b></p>")
    Macro.objects.create(name="Termin", html="<p>Für die Bremse</p>", team=world.workshop)
    Macro.objects.create(name="Anas Bremse", agent=world.ana)
    Macro.objects.create(name="Alte Bremse", is_archived=True)
    make_ticket(world.support, world.customer, subject="Bremse quietscht", text="Die Bremse quietscht")
    return world


def test_everything_that_goes_by_the_words_is_found(bremse: World) -> None:
    found = find_beside(bremse.ana, "bremse", limit=5)
    assert [one.name for one in found.customers] == ["Berta Bremse"]
    assert [(one.name, one.domain) for one in found.organisations] == [("Bremse & Söhne", "bremse.example")]
    assert [one.name for one in found.macros] == ["Anas Bremse", "Brémse entlüften"]
    assert not found.more
    assert [one.name for one in find_beside(bremse.stranger, "bremse", limit=5).macros] == [
        "Brémse entlüften",
        "Termin",
    ]


def test_a_misspelt_organisation_and_its_domain_are_found(bremse: World) -> None:
    for words in ("bremsse", "bremse.exam"):
        assert [one.name for one in find_beside(bremse.ana, words, limit=5).organisations] == [
            "Bremse & Söhne"
        ], words


def test_macros_are_found_by_their_words(bremse: World) -> None:
    assert [one.text for one in find_beside(bremse.ana, "entluften gern", limit=5).macros] == [
        "Wir entlüften gern"
    ]


def test_macros_lead_to_where_they_can_be_changed_or_used(bremse: World) -> None:
    mine, everybodys = Macro.objects.get(name="Anas Bremse"), Macro.objects.get(name="Brémse entlüften")
    page = logged_in(bremse.ana).get("/search/", {"q": "bremse"}).content.decode()
    assert (
        f'href="/settings/macros/{mine.pk}/"' in page
        and f'href="/settings/macros/#macro-{everybodys.pk}"' in page
    )
    assert f'id="macro-{everybodys.pk}"' in logged_in(bremse.ana).get("/settings/macros/").content.decode()
    assert (
        f'href="/settings/macros/{everybodys.pk}/"'
        in logged_in(bremse.owner).get("/search/", {"q": "bremse"}).content.decode()
    )
    assert (
        "/settings/macros/"
        not in logged_in(bremse.auditor).get("/search/", {"q": "entlüften"}).content.decode()
    )
    for person, path in ((bremse.ana, mine), (bremse.owner, everybodys)):
        assert logged_in(person).get(f"/settings/macros/{path.pk}/").status_code == 200


def test_that_there_are_more_is_said(bremse: World) -> None:
    for n in range(3):
        make_customer(f"Bremse {n}")
    found = find_beside(bremse.ana, "bremse", limit=2)
    assert len(found.customers) == 2 and found.more == {"customers"}


@pytest.mark.parametrize("words", ["status:open bremse", "#1", "", "-bremse", "!!!"])
def test_questions_about_tickets_find_nothing_beside(bremse: World, words: str) -> None:
    found = find_beside(bremse.ana, words, limit=5)
    assert (found.customers, found.organisations, found.macros) == ((), (), ())


def test_who_has_left_finds_nothing(bremse: World) -> None:
    assert find_beside(bremse.gone, "bremse", limit=5).customers == ()


def test_the_page_shows_sections_with_counts_and_links(bremse: World) -> None:
    page = logged_in(bremse.ana).get("/search/", {"q": "bremse"}).content.decode()
    assert "Berta <mark>Bremse</mark>" in page and "<mark>Bremse</mark> &amp; Söhne" in page
    assert 'Macros <span class="number">2</span>' in page and 'Tickets <span class="number">1</span>' in page
    assert "<mark>Bremse</mark> quietscht" in page


def test_each_kind_has_its_own_list(bremse: World) -> None:
    for n in range(4):
        make_customer(f"Bremse {n}")
    client = logged_in(bremse.ana)
    assert "in=customers" in client.get("/search/", {"q": "bremse"}).content.decode()
    page = client.get("/search/", {"q": "bremse", "in": "customers"}).content.decode()
    assert page.count('class="result"') == 5 and "quietscht" not in page
    assert "Nothing was found." in client.get("/search/", {"q": "quietscht", "in": "macros"}).content.decode()


def test_every_role_may_search_and_a_stranger_sees_nothing(bremse: World) -> None:
    people = ("owner", "manager", "lead", "ana", "light", "auditor")
    for person in (getattr(bremse, name) for name in people):
        assert "quietscht" in logged_in(person).get("/search/", {"q": "quietscht"}).content.decode()
        assert first(person, "quietscht") == {"Tickets": ["Bremse quietscht"]}
    assert Client().get("/search/first/", {"q": "bremse"}).status_code == 302


def test_the_palette_finds_while_one_types(bremse: World) -> None:
    assert first(bremse.ana, "brem") == {
        "Customers": ["Berta Bremse"],
        "Organisations": ["Bremse & Söhne"],
        "Macros": ["Anas Bremse", "Brémse entlüften"],
        "Tickets": ["Bremse quietscht"],
    }
    assert first(bremse.ana, "b") == {} and first(bremse.ana, "bremse quie")["Tickets"] == [
        "Bremse quietscht"
    ]


def test_the_palette_keeps_to_the_rights(bremse: World) -> None:
    hidden = make_customer("Hilda Hidden")
    make_ticket(bremse.complaints, hidden, subject="Hidden matter", text="hidden")
    assert first(bremse.ana, "hidden") == {}
    assert first(bremse.cleo, "hidden") == {"Customers": ["Hilda Hidden"], "Tickets": ["Hidden matter"]}


def test_the_pages_take_few_statements(bremse: World, django_assert_max_num_queries) -> None:
    client = logged_in(bremse.ana)
    client.get("/search/", {"q": "bremse"})
    with django_assert_max_num_queries(36):
        client.get("/search/", {"q": "bremse"})
    with django_assert_max_num_queries(34):
        client.get("/search/first/", {"q": "bremse"})


def test_a_statement_that_takes_too_long_is_ended_and_the_next_one_is_not(world: World) -> None:
    with pytest.raises(TookTooLong), turn(20), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_a_search_that_takes_too_long_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("careline.tickets.queries.search.tsquery", lambda *_a: sleep())
    monkeypatch.setattr("careline.tickets.queries.search.turn", lambda: turn(20))
    answer = search(world.ana, "chain")
    assert answer.found == () and "took too long" in answer.problems[0]
    answer = ApiCaller(world.ana).get("/search?q=chain")
    assert (answer.status_code, answer.json()["code"]) == (422, "took_too_long")


def sleep() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
    return ""


@pytest.mark.django_db(transaction=True)
def test_only_so_many_search_at_once(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.1)
    seated, done = threading.Semaphore(0), threading.Event()

    def sit() -> None:
        with turn():
            seated.release()
            done.wait(20)
        connection.close()

    sitting = [threading.Thread(target=sit) for _ in range(turns.SEATS)]
    for thread in sitting:
        thread.start()
    for _ in sitting:
        assert seated.acquire(timeout=20)
    assert "Many are searching" in search(world.ana, "chain").problems[0]
    answer = ApiCaller(world.ana).get("/search?q=chain")
    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (503, "1", "search_busy")
    with pytest.raises(Refused, match="Many are searching"):
        resolve(world.ana, Selection(words="chain"))
    done.set()
    for thread in sitting:
        thread.join()
    assert search(world.ana, "chain").problems == ()


def test_a_search_that_stood_in_line_for_long_gives_way_and_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "seconds_in_line", lambda: turns.IN_LINE_SECONDS + 0.1)
    assert "Many are searching" in search(world.ana, "chain").problems[0]
    monkeypatch.setattr(turns, "seconds_in_line", lambda: turns.IN_LINE_SECONDS)
    assert search(world.ana, "chain").problems == ()


def test_a_misspelt_word_is_put_right_from_what_one_may_see(bremse: World) -> None:
    make_ticket(bremse.complaints, bremse.customer, subject="Schaltauge verbogen", text="x")
    assert (
        meant(bremse.ana, "quitscht status:new") == "quietscht status:new"
        and meant(bremse.ana, "Schaltague") == ""
    )
    assert meant(bremse.cleo, "Schaltague") == "schaltauge" and meant(bremse.gone, "quitscht") == ""
    assert meant(bremse.ana, '"quitscht"') == "" == meant(bremse.ana, "quietscht") == meant(bremse.ana, "")
    page = logged_in(bremse.ana).get("/search/", {"q": "quitscht"}).content.decode()
    assert "Did you mean:" in page and 'href="?q=quietscht"' in page
