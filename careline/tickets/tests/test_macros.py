"""Macros: what they say and do, who may use and change them, their pages, files, figures and suggestions."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from careline.accounts.contracts import Forbidden
from careline.accounts.models import Company
from careline.core.models import Event
from careline.testing.racing import race
from careline.testing.world import World, make_customer, make_organisation, make_ticket
from careline.tickets.actions.apply_macro import apply_macro
from careline.tickets.actions.count_macro_uses import count_macro_uses
from careline.tickets.actions.save_macro import (
    MacroDetails,
    archive_macro,
    change_macro,
    create_macro,
    details_of,
    duplicate_macro,
    restore_macro,
)
from careline.tickets.contracts import Conflict, NotVisible, Refused
from careline.tickets.models import DraftFile, Macro, MacroUse, Status
from careline.tickets.queries.macros import macros_for, managed_macros, suggested_ids
from careline.tickets.queries.placeholders import PLACEHOLDERS, fill_html, fill_text, values_for

STAFF = ("owner", "manager", "lead", "ana", "cleo", "light", "stranger", "auditor")


def macro(by, name="Hello", html="<p>Hello {{customer.first_name}}</p>", scope="me", **given) -> Macro:
    return create_macro(MacroDetails(name, html, scope, **given), by=by)


def test_every_placeholder_has_a_value(world: World) -> None:
    Company.objects.update(address="Dock 4", phone="+49 421 1", hours="9 to 17")
    customer = make_customer(
        "Kim Lee", email="kim@bikes.example", organisation=make_organisation("Bikes Ltd")
    )
    values = values_for(make_ticket(world.support, customer), world.ana)
    assert {*values} == {*PLACEHOLDERS} and all(values.values())


@pytest.mark.parametrize(
    ("written", "filled", "missing"),
    [
        ("{{customer.name}}", "A &amp; {{agent.name}}", ()),
        ("{{ customer.name }}", "A &amp; {{agent.name}}", ()),
        ("{{&nbsp;customer.name\xa0}}", "A &amp; {{agent.name}}", ()),
        ("{{organisation.name}}", "{{organisation.name}}", ("organisation.name",)),
        ("{{organisation.name|your firm}}", "your firm", ()),
        ("{{organisation.name | your firm }}", "your firm", ()),
        ("{{organisation.name|}}", "", ()),
        ("{{customer.name|you}}", "A &amp; {{agent.name}}", ()),
        ("{{customer.__class__}}", "{{customer.__class__}}", ("customer.__class__",)),
        ("{{customer.name.upper}}", "{{customer.name.upper}}", ("customer.name.upper",)),
        ("{% now %} {{7*7}} ${agent.name}", "{% now %} {{7*7}} ${agent.name}", ()),
        ("{{{{customer.name}}}}", "{{A &amp; {{agent.name}}}}", ()),
    ],
)
def test_placeholders_are_names_and_nothing_else(written: str, filled: str, missing: tuple[str, ...]) -> None:
    values = {"customer.name": "A & {{agent.name}}", "agent.name": "Ana", "customer.__class__": "x"}
    outcome = fill_html(written, values)
    assert (outcome.html, outcome.missing) == (filled, missing)


def test_a_value_is_escaped_in_rich_words_and_as_it_is_in_plain_ones() -> None:
    values = {"customer.name": "<b>Kim</b>"}
    assert fill_html("{{customer.name}}", values).html == "&lt;b&gt;Kim&lt;/b&gt;"
    assert fill_html("{{customer.name}}", values, mark="<mark>{}</mark>".format).html.startswith(
        "<mark>&lt;b"
    )
    assert fill_text("{{customer.name}}", values).html == "<b>Kim</b>"


def test_a_macro_does_all_that_it_says(world: World) -> None:
    made = macro(
        world.ana, set_status=Status.PENDING, set_priority=3, set_type="complaint", assign="me",
        add_tags=("seen",), remove_tags=("raw",), note="For {{agent.first_name}}: <b>look</b>",
    )  # fmt: skip
    ticket = make_ticket(world.support, world.customer)
    type(ticket).objects.filter(pk=ticket.pk).update(tags=["raw"])
    assert apply_macro(ticket, made.pk, by=world.ana).html == "<p>Hello Carla</p>"
    ticket.refresh_from_db()
    assert (ticket.status, ticket.priority, ticket.type) == (3, 3, "complaint")
    assert (ticket.tags, ticket.assignee) == (["seen"], world.ana)
    said = ticket.messages.get(is_public=False)
    assert said.text == "For Ana: <b>look</b>" and said.agent == world.ana


def test_a_macro_can_hand_over_to_a_team_that_its_user_does_not_see(world: World) -> None:
    made = macro(world.ana, move_team_id=world.complaints.pk, assign="me", add_tags=("angry",))
    ticket = make_ticket(world.support, world.customer)
    apply_macro(ticket, made.pk, by=world.ana)
    ticket.refresh_from_db()
    assert (ticket.team, ticket.assignee, ticket.tags) == (world.complaints, None, ["angry"])


def test_nothing_is_done_where_one_thing_is_refused(world: World) -> None:
    made = macro(world.ana, add_tags=("one",), move_team_id=world.workshop.pk)
    world.workshop.is_archived = True
    world.workshop.save()
    ticket = make_ticket(world.support, world.customer)
    with pytest.raises(Refused):
        apply_macro(ticket, made.pk, by=world.ana)
    ticket.refresh_from_db()
    assert ticket.tags == [] and not MacroUse.objects.exists()


def test_leads_write_for_their_teams_and_everybody_agents_for_themselves(world: World) -> None:
    for scope in (str(world.support.pk), "company"):
        assert macro(world.lead, scope=scope).agent_id is None
        with pytest.raises(Forbidden):
            macro(world.ana, scope=scope)
    with pytest.raises(Forbidden):
        macro(world.lead, scope=str(world.workshop.pk))
    with pytest.raises(Forbidden):
        macro(world.light)
    assert macro(world.manager, scope=str(world.workshop.pk)).team == world.workshop


def test_a_macro_that_says_or_does_nothing_sensible_is_refused(world: World) -> None:
    for details in (
        MacroDetails(" ", "<p>x</p>"),
        MacroDetails("Empty", "<script>1</script>"),
        MacroDetails("Wrong", "<p>{{customer.shoe_size}}</p>"),
        MacroDetails("Odd", "<p>x</p>", set_priority=9),
        MacroDetails("Odd", "<p>x</p>", set_type="none"),
        MacroDetails("Odd", "<p>x</p>", move_team_id=999_999),
    ):
        with pytest.raises(Refused):
            create_macro(details, by=world.ana)


def test_who_saves_over_somebody_elses_change_is_told(world: World) -> None:
    made = macro(world.lead, scope="company")
    later = change_macro(made.pk, MacroDetails("Other", "<p>x</p>", "company"), by=world.owner, version=1)
    assert later.version == 2
    with pytest.raises(Conflict):
        change_macro(made.pk, MacroDetails("Mine", "<p>y</p>", "company"), by=world.lead, version=1)
    assert [*Event.objects.filter(name="macro.changed").values_list("data__changed", flat=True)] == [
        ["name", "html"]
    ]


def test_an_archived_macro_is_offered_no_longer_and_can_come_back(world: World) -> None:
    made = macro(world.ana)
    archive_macro(made.pk, by=world.ana)
    assert macros_for(world.ana) == [] and made in managed_macros(world.ana)
    with pytest.raises(NotVisible):
        apply_macro(make_ticket(world.support, world.customer), made.pk, by=world.ana)
    restore_macro(made.pk, by=world.ana)
    assert macros_for(world.ana) == [made]


def test_a_copy_is_ones_own_with_its_files(world: World, settings, tmp_path) -> None:
    made = macro(world.lead, scope="company", add_tags=("a",))
    client = logged_in(world.lead)
    client.post(f"/settings/macros/{made.pk}/files/", {"file": SimpleUploadedFile("plan.txt", b"Monday")})
    copy = duplicate_macro(made.pk, by=world.ana)
    assert (copy.agent, copy.name, copy.files.get().name) == (world.ana, "Copy of Hello", "plan.txt")
    assert details_of(copy).add_tags == ("a",)


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_its_files_go_into_the_draft(world: World) -> None:
    made = macro(world.ana)
    client, ticket = logged_in(world.ana), make_ticket(world.support, world.customer)
    line = client.post(
        f"/settings/macros/{made.pk}/files/", {"file": SimpleUploadedFile("plan.txt", b"Monday")}
    )
    assert "plan.txt" in line.content.decode()
    answer = client.post(f"/tickets/{ticket.pk}/macros/{made.pk}/").json()
    copied = DraftFile.objects.get(draft__ticket=ticket, draft__agent=world.ana)
    assert copied.key in answer["files"] and copied.file_id == made.files.get().file_id
    assert client.get(f"/settings/macros/{made.pk}/files/{made.files.get().key}/").content == b"Monday"
    client.post(f"/settings/macros/{made.pk}/files/{made.files.get().key}/removal/")
    assert not made.files.exists() and DraftFile.objects.filter(pk=copied.pk).exists()


def test_a_program_is_no_file_for_a_macro(world: World) -> None:
    made = macro(world.ana)
    answer = logged_in(world.ana).post(
        f"/settings/macros/{made.pk}/files/", {"file": SimpleUploadedFile("x.exe", b"MZ")}
    )
    assert answer.status_code == 422 and not made.files.exists()


def test_what_is_missing_is_told_when_the_macro_is_used(world: World) -> None:
    made = macro(world.ana, html="<p>{{organisation.name}}</p>")
    ticket = make_ticket(world.support, world.customer)
    answer = logged_in(world.ana).post(f"/tickets/{ticket.pk}/macros/{made.pk}/").json()
    assert "{{organisation.name}}" in answer["trouble"] and "{{organisation.name}}" in answer["html"]


@pytest.mark.django_db(transaction=True)
def test_uses_are_counted_once_each_whoever_counts() -> None:
    from careline.testing.world import make_world

    world = make_world()
    made = macro(world.ana, add_tags=("x",))
    for _n in range(3):
        apply_macro(make_ticket(world.support, world.customer), made.pk, by=world.ana)
    race(count_macro_uses, count_macro_uses)
    count_macro_uses()
    made.refresh_from_db()
    assert made.used_count == 3


def test_what_was_used_on_similar_tickets_is_offered_first(world: World) -> None:
    brake, invoice = macro(world.ana, "Zz brake"), macro(world.ana, "Aa invoice")
    for subject, used in (("The brake squeaks", brake), ("My invoice is missing", invoice)):
        apply_macro(make_ticket(world.support, world.customer, subject=subject), used.pk, by=world.ana)
    ticket = make_ticket(world.support, world.customer, subject="Brake makes noise, squeaks")
    assert suggested_ids(ticket, agent=world.ana, among=macros_for(world.ana))[0] == brake.pk
    page = logged_in(world.ana).get(f"/tickets/{ticket.pk}/macros/").content.decode()
    assert page.index("Zz brake") < page.index("Aa invoice")


def test_tickets_that_one_may_not_see_suggest_nothing(world: World) -> None:
    made = macro(world.lead, scope="company")
    secret = make_ticket(world.complaints, world.customer, subject="The brake squeaks")
    apply_macro(secret, made.pk, by=world.owner)
    ticket = make_ticket(world.support, world.customer, subject="The brake squeaks")
    assert suggested_ids(ticket, agent=world.ana, among=macros_for(world.ana)) == []
    assert suggested_ids(ticket, agent=world.owner, among=macros_for(world.owner)) == [made.pk]


@pytest.mark.parametrize("who", STAFF)
def test_the_pages_are_there_for_whoever_answers(
    world: World, who: str, django_assert_max_num_queries
) -> None:
    for n in range(5):
        macro(world.lead, f"Macro {n}", scope=str(world.support.pk))
    expected = 403 if who in ("light", "auditor") else 200
    client = logged_in(getattr(world, who))
    with django_assert_max_num_queries(14):
        assert client.get("/settings/macros/").status_code == expected
    with django_assert_max_num_queries(14):
        assert client.get("/settings/macros/new/").status_code == expected


@pytest.mark.parametrize("who", ["ana", "stranger", "cleo", "light", "auditor"])
def test_a_macro_of_others_can_not_be_changed(world: World, who: str) -> None:
    made = macro(world.lead, scope=str(world.support.pk))
    client = logged_in(getattr(world, who))
    assert client.get(f"/settings/macros/{made.pk}/").status_code == 404
    for verb in ("", "archive/", "restore/", "files/"):
        data = {"name": "X", "scope": "company", "html": "x", "file": SimpleUploadedFile("a.txt", b"a")}
        assert client.post(f"/settings/macros/{made.pk}/{verb}", data).status_code == 404, verb
    made.refresh_from_db()
    assert (made.name, made.is_archived, made.files.count()) == ("Hello", False, 0)


def test_a_macro_is_written_changed_and_archived_on_its_pages(world: World) -> None:
    client = logged_in(world.lead)
    data = {
        "name": "Thanks",
        "scope": "company",
        "html": "<p>Thank you</p>",
        "set_status": "5",
        "add_tags": "Kind, ok",
    }
    made_at = client.post("/settings/macros/new/", data)["Location"]
    made = Macro.objects.get()
    assert made_at == f"/settings/macros/{made.pk}/"
    assert (made.set_status, made.add_tags, made.agent, made.team) == (5, ["kind", "ok"], None, None)
    page = client.get(made_at).content.decode()
    assert "Thank you" in page and "kind, ok" in page
    client.post(made_at, data | {"name": "Many thanks", "version": "1", "set_status": ""})
    made.refresh_from_db()
    assert (made.name, made.set_status) == ("Many thanks", None)
    assert client.post(made_at, data | {"name": "Late", "version": "1"}).status_code == 422
    client.post(f"{made_at}archive/")
    assert "No longer offered" in client.get("/settings/macros/").content.decode()
