"""The pages on which views are made: built with a preview, saved, changed, copied, ordered, removed, chosen."""

import pytest
from django.test import Client

from careline.fields.actions.save_field import FieldDetails, create_field
from careline.testing.world import World, make_ticket
from careline.tickets.actions.save_view import ViewDetails, create_view
from careline.tickets.models import Priority, SavedView, ViewChoice
from careline.tickets.tests.test_saved_views import URGENT

PART = {"HTTP_HX_REQUEST": "true"}
BUDGET = 12 + 4
"""What a page may ask, and the four statements that a bounded one is wrapped in inside a test's transaction."""
BUILT = {
    "name": "Fire!",
    "scope": "personal",
    "sort": "due",
    "grouping": "priority",
    "columns": ["customer", "due", "no such"],
    "match": "all",
    "group": ["0"],
    "g0-match": "any",
    "g0-c": ["0", "1"],
    "g0c0-field": "priority",
    "g0c0-op": "is",
    "g0c0-value": ["urgent", "high"],
    "g0c1-field": "customer_wrote",
    "g0c1-op": "older",
    "g0c1-n": "3",
    "g0c1-unit": "days",
}


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def fire(world: World) -> SavedView:
    return create_view(ViewDetails("Fire!", "team", world.support.pk, URGENT), by=world.lead)


def test_a_view_is_built_saved_and_opened(world: World) -> None:
    urgent = make_ticket(world.support, world.customer, priority=Priority.URGENT)
    client = logged_in(world.ana)
    assert "What it finds now" in text(client.get("/views/new/"))
    answer = client.post("/views/new/", BUILT)
    view = SavedView.objects.get()
    assert answer["Location"] == f"/views/{view.key}/" and view.agent == world.ana
    assert (view.sort, view.grouping, view.columns) == ("due", "priority", ["customer", "due"])
    [group] = view.conditions["groups"]
    assert group["match"] == "any" and [c["value"] for c in group["conditions"]] == [
        ["urgent", "high"],
        {"n": 3, "unit": "days"},
    ]
    assert f"row-{urgent.pk}" in text(client.get(f"/views/{view.key}/"))
    assert "Fire!" in text(client.get("/views/all/"))


def test_while_it_is_built_it_shows_what_it_finds(world: World) -> None:
    make_ticket(world.support, world.customer, subject="It burns", priority=Priority.URGENT)
    make_ticket(world.support, world.customer, subject="It is calm")
    client = logged_in(world.ana)
    part = text(client.post("/views/build/", BUILT, **PART))
    assert "It burns" in part and "It is calm" not in part and "<html" not in part
    half = BUILT | {"g0c0-value": [], "g0c1-n": ""}
    assert "It is calm" in text(client.post("/views/build/", half, **PART)), (
        "what is not filled in yet asks nothing"
    )
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("do", "conditions"), [("add-0", 3), ("drop-0-1", 1), ("group", 3), ("drop-0-0", 1), ("nonsense", 2)]
)
def test_conditions_come_and_go_by_buttons_with_and_without_script(
    world: World, do: str, conditions: int
) -> None:
    client = logged_in(world.ana)
    for answer in (
        client.post("/views/build/", BUILT | {"do": do}, **PART),
        client.post("/views/new/", BUILT | {"do": do}),
    ):
        assert text(answer).count('class="condition"') == conditions
    assert not SavedView.objects.exists()


def test_what_is_wrong_is_marked_where_it_stands_and_nothing_is_lost(world: World) -> None:
    answer = logged_in(world.ana).post("/views/new/", BUILT | {"g0c1-n": "many"})
    assert answer.status_code == 422 and "Say how many hours or days." in text(answer)
    assert 'aria-describedby="g0c1-error"' in text(answer) and 'value="Fire!"' in text(answer)
    assert "Give the view a name." in text(logged_in(world.ana).post("/views/new/", BUILT | {"name": " "}))
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("field", "op", "value"),
    [
        ("tags", "has_any", "refund, vip"), ("subject", "contains", "chain"), ("due", "overdue", ""),
        ("created", "before", "2026-01-31"), ("messages", "more", "3"), ("assignee", "is", "me"), ("unread", "yes", ""),
        ("language", "is", "de"), ("address", "is_not", "a@b.example"), ("team", "is", "TEAM"),
    ],
)  # fmt: skip
def test_every_kind_of_field_can_be_asked_and_comes_back_as_it_was(
    world: World, field: str, op: str, value: str
) -> None:
    client = logged_in(world.ana)
    value = value.replace("TEAM", str(world.support.pk))
    given = {"name": "One", "scope": "personal", "group": ["0"], "g0-match": "all", "g0-c": ["0"]}
    answer = client.post("/views/new/", given | {"g0c0-field": field, "g0c0-op": op, "g0c0-value": value})
    assert answer.status_code == 302, text(answer)
    view = SavedView.objects.get()
    first, page = view.conditions, text(client.get(f"/views/{view.key}/change/"))
    assert f'value="{op}" selected' in page and (value.split(",")[0] in page)
    client.post(
        f"/views/{view.key}/change/",
        given | {"g0c0-field": field, "g0c0-op": op, "g0c0-value": value, "version": "1"},
    )
    view.refresh_from_db()
    assert view.conditions == first and view.version == 2


def test_a_stranger_finds_no_page_of_a_teams_view(world: World, fire: SavedView) -> None:
    client = logged_in(world.stranger)
    assert fire.name not in text(client.get("/views/all/"))
    assert client.get(f"/views/{fire.key}/change/").status_code == 404
    assert client.get(f"/views/new/?copy={fire.key}").status_code == 404
    for verb in ("removal", "move", "choice", "change"):
        assert client.post(f"/views/{fire.key}/{verb}/", {"is_favourite": "1", "to": "up"}).status_code == 404
    assert SavedView.objects.get() == fire and not ViewChoice.objects.exists()


def test_who_may_only_look_finds_no_way_to_change(world: World, fire: SavedView) -> None:
    client = logged_in(world.ana)
    page = text(client.get("/views/all/"))
    assert fire.name in page and f"/views/{fire.key}/change/" not in page
    assert client.get(f"/views/{fire.key}/change/").status_code == 404
    assert client.post(f"/views/{fire.key}/removal/").status_code == 403
    assert client.post("/views/new/", BUILT | {"scope": "company"}).status_code == 403
    assert SavedView.objects.get().name == "Fire!"


@pytest.mark.parametrize("who", ["owner", "manager", "lead", "ana", "light", "auditor"])
def test_the_pages_open_for_everybody_who_reads_tickets(world: World, fire: SavedView, who: str) -> None:
    client = logged_in(getattr(world, who))
    assert client.get("/views/all/").status_code == client.get("/views/new/").status_code == 200
    scopes = {key for key, _word in client.get("/views/new/").context["scopes"]}
    assert scopes == {
        "owner": {"personal", "team", "company"}, "manager": {"personal", "team", "company"},
        "lead": {"personal", "team"},
    }.get(who, {"personal"})  # fmt: skip


def test_a_view_is_copied_moved_made_a_favourite_and_removed(world: World, fire: SavedView) -> None:
    client = logged_in(world.lead)
    assert "Fire! (copy)" in text(client.get(f"/views/new/?copy={fire.key}"))
    second = create_view(ViewDetails("Second", "team", world.support.pk, URGENT), by=world.lead)
    client.post(f"/views/{second.key}/move/", {"to": "up"})
    assert [*SavedView.objects.order_by("position")] == [second, fire]
    client.post(f"/views/{fire.key}/choice/", {"is_favourite": "1"})
    assert [one.label for one in client.get("/").context["menu"][0].views] == ["Fire!"]
    client.post(f"/views/{fire.key}/removal/")
    assert [*SavedView.objects.all()] == [second] and not ViewChoice.objects.exists()
    assert client.get(f"/views/{fire.key}/removal/").status_code == 405


def test_columns_stand_in_the_order_they_were_given_and_are_moved_by_buttons_without_script(
    world: World,
) -> None:
    client = logged_in(world.ana)
    given = BUILT | {"columns": ["due", "customer", "number"]}
    page = client.post("/views/new/", given | {"do": "up-number"})
    assert [one.key for one in page.context["columns"]][:4] == ["due", "number", "customer", "organisation"]
    page = client.post("/views/new/", given | {"do": "down-due"})
    assert [one.key for one in page.context["columns"] if one.is_chosen] == ["customer", "due", "number"]
    for nothing in ("up-due", "down-number", "up-status", "sideways-due", "up-", "up"):
        page = client.post("/views/new/", given | {"do": nothing})
        assert [one.key for one in page.context["columns"] if one.is_chosen] == ["due", "customer", "number"]
    client.post("/views/new/", given)
    view = SavedView.objects.get()
    assert view.columns == ["due", "customer", "number"]
    page = client.get(f"/views/{view.key}/change/")
    assert [one.key for one in page.context["columns"]][:3] == ["due", "customer", "number"]
    part = client.get(f"/views/{view.key}/?wide=1", **PART)
    assert [head.key for head in part.context["heads"]] == ["due", "customer", "number"]


def test_a_search_is_kept_under_its_words_and_opens_as_a_search(world: World) -> None:
    client = logged_in(world.ana)
    assert (
        client.post("/views/searches/", {"q": "chain status:open"})["Location"]
        == "/search/?q=chain+status%3Aopen"
    )
    view = SavedView.objects.get()
    assert view.is_search and view.agent == world.ana
    assert 'href="/search/?q=chain+status%3Aopen"' in text(client.get("/views/menu/", **PART))
    assert client.get(f"/views/{view.key}/").status_code == 404
    client.post(
        f"/views/{view.key}/change/",
        {"name": "Chains", "scope": "personal", "words": "chain", "version": "1"},
    )
    view.refresh_from_db()
    assert (view.name, view.words) == ("Chains", "chain")
    assert client.post("/views/searches/", {"q": " "}).status_code == 409


def test_a_view_that_a_colleague_changed_meanwhile_is_not_overwritten(world: World, fire: SavedView) -> None:
    client = logged_in(world.lead)
    given = BUILT | {"scope": "team", "team": world.support.pk, "version": "1"}
    assert client.post(f"/views/{fire.key}/change/", given | {"name": "Newer"}).status_code == 302
    answer = client.post(f"/views/{fire.key}/change/", given | {"name": "Older"})
    assert answer.status_code == 422 and "Somebody changed this view" in text(answer)
    fire.refresh_from_db()
    assert fire.name == "Newer"


def test_the_pages_take_few_queries(world: World, fire: SavedView, django_assert_max_num_queries) -> None:
    for n in range(20):
        create_view(ViewDetails(f"View {n}", conditions=URGENT), by=world.lead)
    client = logged_in(world.lead)
    client.get("/")
    with django_assert_max_num_queries(8):
        client.get("/views/all/")
    for n in range(200):
        create_field("ticket", "number", FieldDetails(f"Field {n}"), by=world.owner)
    with django_assert_max_num_queries(BUDGET):
        page = client.get(f"/views/{fire.key}/change/")
    assert "Field 199" in text(page)
    with django_assert_max_num_queries(BUDGET):
        client.post("/views/build/", BUILT | {"g0c0-field": "team", "g0c1-field": "assignee"}, **PART)


def test_the_search_page_offers_to_keep_what_was_asked(world: World) -> None:
    client = logged_in(world.ana)
    assert 'action="/views/searches/"' in text(client.get("/search/?q=chain"))
    assert 'action="/views/searches/"' not in text(client.get("/search/"))
