"""Search: words in their languages, operators, rights, excerpts, and questions that make no sense."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from careline.testing.mail import make_inbound, make_policy
from careline.testing.world import World, make_customer, make_ticket
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.note import note
from careline.tickets.actions.receive import receive
from careline.tickets.contracts import Grade, InboundFile
from careline.tickets.models import Message, Status, Ticket
from careline.tickets.queries import hits
from careline.tickets.queries.asked import understand
from careline.tickets.queries.search import search


def mail(world: World, text: str, *, team=None, **fields) -> int:
    with transaction.atomic():
        message = make_inbound(text, **fields)
        return receive(
            message, policy=make_policy(team or world.support), thread=None, grade=Grade.PLAUSIBLE
        ).ticket_id


def numbers(agent, words: str) -> list[int]:
    return [found.row.number for found in search(agent, words).found]


def test_words_are_found_as_their_language_bends_them(world: World) -> None:
    english = mail(world, "The brakes were squeaking all day")
    german = mail(world, "Meine Fahrräder sind kaputt", language="de", subject="Werkstatt")
    world.ana.language = "de"
    assert numbers(world.ana, "brake squeaks") == [english]
    assert numbers(world.ana, "fahrrad") == [german]
    assert numbers(world.ana, "FAHRRÄDER") == [german]
    assert numbers(world.ana, "the brakes") == [english]


def test_accents_do_not_matter(world: World) -> None:
    french = mail(world, "Le dérailleur est cassé", language="fr", subject="Vélo")
    assert numbers(world.ana, "derailleur") == [french] and numbers(world.ana, "vélo") == [french]


def test_phrases_and_exclusions(world: World) -> None:
    one = mail(world, "the red bike has a new chain", subject="A")
    two = mail(world, "a bike that is red", subject="B")
    assert numbers(world.ana, '"red bike"') == [one]
    assert {*numbers(world.ana, "red bike")} == {one, two}
    assert numbers(world.ana, "bike -chain") == [two]


def test_chinese_and_japanese_are_found_and_marked(world: World) -> None:
    chinese = mail(world, "我的自行车坏了", language="zh", subject="x")
    mail(world, "行走", language="zh", subject="y")
    [found] = search(world.ana, "自行车").found
    assert found.row.number == chinese and "<mark>自行车</mark>" in found.excerpt.words


def test_the_beginning_of_a_word_is_enough_with_a_star(world: World) -> None:
    squeak, bike = (
        mail(world, "It squeaked all day"),
        mail(world, "My Bikes", subject="x", sender="bo@else.example"),
    )
    assert numbers(world.ana, "squea*") == [squeak] == numbers(world.ana, "squeaking*")
    assert numbers(world.ana, "-squea* is:open") == [bike] and numbers(world.ana, "*") == []


def test_what_stands_in_angle_brackets_is_found(world: World) -> None:
    number = mail(world, "Ask <zoe@zebra.example> about <brackets>", subject="x")
    assert numbers(world.ana, "brackets") == [number] == numbers(world.ana, "zoe@zebra.example")


def test_the_newest_come_first_if_wanted(world: World) -> None:
    about, passing = mail(world, "pedal", subject="pedal"), mail(world, "a pedal, somewhere", subject="Other")
    found = search(world.ana, "pedal", order="newest").found
    assert [one.row.number for one in found] == [passing, about]


def test_what_fits_is_marked_in_the_subject_and_says_which_message(world: World) -> None:
    mail(world, "All is well", subject="Squeaking & brakes")
    [found] = search(world.ana, "brake").found
    assert found.excerpt.subject == "Squeaking &amp; <mark>brakes</mark>"
    assert found.excerpt.message_id == Message.objects.get(ticket_id=found.row.number).pk


def test_subjects_senders_and_file_names_are_found(world: World) -> None:
    number = mail(
        world, "see attached", subject="Invoice", sender="zoe@zebra.example", name="Zoe Zebra",
        files=(InboundFile("crankshaft.pdf", "application/pdf", b"x"),),
    )  # fmt: skip
    for words in ("invoice", "zebra", "zoe@zebra.example", "crankshaft.pdf"):
        assert numbers(world.ana, words) == [number], words


def test_a_typing_error_in_a_name_is_forgiven(world: World) -> None:
    ticket = make_ticket(world.support, make_customer("Aleksandra Kowalczyk"))
    assert numbers(world.ana, "Alexandra Kowalcyk") == [ticket.pk]


def test_notes_are_found_by_the_staff(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    note(ticket, "<p>suspicious gearbox</p>", by=world.ana)
    assert numbers(world.ben, "gearbox") == [ticket.pk]


def test_a_stranger_finds_nothing_of_a_private_team_also_after_a_move(world: World) -> None:
    hidden = mail(world, "The manager was rude", team=world.complaints)
    moved = mail(world, "A rude reply")
    assert numbers(world.stranger, "rude") == [moved]
    move_team(Ticket.objects.get(pk=moved), world.complaints.pk, by=world.ana)
    for words in ("rude", f"#{hidden}", "from:carla", "is:open", "status:new", "Carla Custome"):
        assert numbers(world.stranger, words) == [], words
    assert {*numbers(world.cleo, "rude")} == {hidden, moved} and numbers(world.gone, "rude") == []


@pytest.fixture
def desk(world: World) -> dict[str, int]:
    vip = make_customer("Vera Vip", email="vera@vip.example")
    tickets = {
        "mine": make_ticket(
            world.support, world.customer, assignee=world.ana, status=Status.OPEN, priority=4
        ),
        "bens": make_ticket(world.support, vip, assignee=world.ben, status=Status.PENDING),
        "solved": make_ticket(world.workshop, vip, status=Status.SOLVED),
    }
    Ticket.objects.filter(pk=tickets["mine"].pk).update(
        tags=["vip"], created_at=datetime(2025, 3, 5, 12, tzinfo=UTC)
    )
    Ticket.objects.filter(pk=tickets["bens"].pk).update(type="complaint", channel="form")
    return {name: ticket.pk for name, ticket in tickets.items()}


@pytest.mark.parametrize(
    ("words", "names"),
    [("status:open", {"mine"}), ("status:open,pending", {"mine", "bens"}), ("-status:solved", {"mine", "bens"}),
     ("assignee:me", {"mine"}), ("assignee:ben", {"bens"}), ("assignee:none", {"solved"}), ("from:vera@vip", {"bens", "solved"}),
     ("from:vera status:pending chain", {"bens"}), ("tag:VIP", {"mine"}), ("team:workshop", {"solved"}),
     ('assignee:"Ben Agent"', {"bens"}), ("priority:urgent", {"mine"}), ("type:complaint", {"bens"}), ("channel:form", {"bens"}),
     ("created:<2025-12-01", {"mine"}), ("created:2025-03-05", {"mine"}), ("created:>2025-03-05", {"bens", "solved"}),
     ("created:>=2025-03-05 created:<=2025-03-05", {"mine"}), ("is:open", {"mine", "bens"}), ("is:unread", {"mine", "bens", "solved"}),
     ("is:mine", {"mine"}), ("has:attachment", set()), ("-has:attachment is:solved", {"solved"}), ("from:100%", set()),
     ("to:nobody", set())],
)  # fmt: skip
def test_operators(world: World, desk: dict[str, int], words: str, names: set[str]) -> None:
    answer = search(world.ana, words)
    assert {found.row.number for found in answer.found} == {desk[name] for name in names}
    assert answer.problems == ()


def test_a_number_is_a_ticket(world: World, desk: dict[str, int]) -> None:
    assert numbers(world.ana, f"#{desk['bens']}") == [desk["bens"]] and numbers(world.ana, "#99999999") == []


@pytest.mark.parametrize(
    "words",
    ["status:nonsense", "created:yesterday", "created:2026-13-45", "is:", "has:hope", "priority:", "from:", "tag:", "-chain",
     "created:9999-12-31"],
)  # fmt: skip
def test_what_is_not_understood_is_said(world: World, words: str) -> None:
    assert search(world.ana, words).problems


@pytest.mark.parametrize(
    "words",
    ["", " ", '"', '""', "-", "!!!", "a & | ! b", "' OR 1=1 --", "%s", "%(q)s", "x:y", "http://x.example/a?b=c", "\x00", ":*",
     "<b>", "(" * 400, "the", "a" * 3000, "foo " * 300, "\\", "'", "status:'", "#", "é́́", "#" + "9" * 30, "-\"x", "is:'; drop"],
)  # fmt: skip
def test_no_question_breaks_the_search(world: World, words: str) -> None:
    make_ticket(world.support, world.customer, text=f"The {words}".replace("\x00", ""))
    assert len(search(world.ana, words).found) <= 1


def test_excerpts_are_escaped(world: World) -> None:
    mail(world, 'I <3 "my" \ue000 < saddle > & <seat onclick=x')
    [found] = search(world.ana, "saddle").found
    assert "<mark>saddle</mark> &gt; &amp; &lt;seat" in found.excerpt.words
    assert found.excerpt.words.count("<mark>") == found.excerpt.words.count("</mark>") == 1


@pytest.mark.parametrize("few", [10_000, -1])
def test_batches_follow_each_other(world: World, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(hits, "BATCH", 3)
    monkeypatch.setattr(hits, "FEW", few)
    monkeypatch.setattr(hits, "FIRST_SLICE", 2)
    made = [make_ticket(world.support, world.customer, text=f"pedal {n}").pk for n in range(8)]
    got, after = [], ""
    while True:
        answer = search(world.ana, "pedal", after=after)
        got += [found.row.number for found in answer.found]
        after = answer.next
        if not after:
            break
        assert answer.back_to
    assert sorted(got) == made


def test_walking_stops_in_time_and_says_how_far(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hits, "BUDGET_SECONDS", -1.0)
    monkeypatch.setattr(hits, "FIRST_SLICE", 2)
    made = [make_ticket(world.support, world.customer).pk for n in range(5)]
    answer = search(world.ana, "is:open")
    assert (
        [f.row.number for f in answer.found] == made[:2:-1] and answer.back_to and answer.next == str(made[3])
    )


def test_a_search_takes_few_statements(world: World, django_assert_max_num_queries) -> None:
    for n in range(4):
        make_ticket(world.support, make_customer(f"C{n}"), text="pedal")
    with django_assert_max_num_queries(16):
        assert len(search(world.ana, "pedal").found) == 4


def test_the_best_and_the_open_come_first(world: World) -> None:
    passing = mail(world, "pedal somewhere in a long text about many other things " * 5, subject="Other")
    about = mail(world, "pedal", subject="pedal")
    assert numbers(world.ana, "pedal") == [about, passing]


def test_understanding_keeps_what_it_can(world: World) -> None:
    asked = understand(world.ana, 'chain status:wrong "new bike" -old tag:x')
    assert [(t.text, t.is_phrase, t.negated) for t in asked.terms] == [
        ("chain", False, False), ("new bike", True, False), ("old", False, True),
    ]  # fmt: skip
    assert len(asked.problems) == 1 and len(asked.conditions) == 1
