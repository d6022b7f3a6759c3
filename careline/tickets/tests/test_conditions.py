"""Conditions: what PostgreSQL finds is what a plain reading of them finds; nothing of them becomes SQL."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careline.core.files import store
from careline.customers.actions.merge_customers import merge_customers
from careline.customers.models import Customer
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.testing.world import World, make_customer, make_message, make_organisation, make_ticket
from careline.tickets.models import Attachment, Message, Priority, Seen, Status, Ticket, Watcher
from careline.tickets.models.said import index_words
from careline.tickets.models.ticket import NEVER
from careline.tickets.queries.conditions import (
    BadConditions,
    Judging,
    check_conditions,
    clause_of,
    facts_of,
    from_json,
    judge_of,
    to_json,
)
from careline.tickets.queries.conditions.columns import CHANNELS
from careline.tickets.queries.conditions.ticket_fields import TICKET_FIELDS, register_choices
from careline.workforce.actions.assign_hours import assign_hours
from careline.workforce.actions.save_hours import HoursDetails, create_hours
from careline.workforce.contracts import Stretch

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TAGS = ["refund", "vip", "late", "gift"]
LANGUAGES = ["de", "de-at", "en", ""]
TEXTS = [
    "I want my money refunded",
    "Refunds!",
    "The ring, not the chain",
    "Meine Räder sind kaputt",
    "Chain ring 100",
]
WORDS = {
    "refund": re.compile("refund", re.I),
    "refunding": re.compile("refund", re.I),
    "chain ring": re.compile("chain ring", re.I),
    "rad": re.compile("Räder"),
    "kaputte": re.compile("kaputt"),
    "tree": re.compile("tree"),
}
SUBJECTS = ["My chain came off", "100% broken_", "Gänge springen", ""]
register_choices("inbox", lambda agent: [("1", "Shop"), ("2", "Workshop")])


def plain(ticket: Ticket, condition: dict, me) -> bool:
    """The oracle: one condition, read as a person would."""
    field, op, value = condition["field"], condition["op"], condition["value"]
    if field in SIMPLE:
        return (SIMPLE[field](ticket) in value) == (op == "is")
    if field in FACTS:
        return FACTS[field](ticket) == (op == "yes")
    if field == "address":
        return bool({*ticket.addresses} & {*value}) == (op == "is")
    if field == "assignee":
        names = {"me" if ticket.assignee_id == me.pk else "", str(ticket.assignee_id or "nobody")}
        return bool(names & {*value}) == (op == "is")
    if field == "tags":
        shared = {*ticket.tags} & {*value}
        return {"has_any": bool(shared), "has_all": shared == {*value}, "has_none": not shared}[op]
    if field in ("subject", "customer"):
        texts = [ticket.subject] if field == "subject" else [ticket.customer.name, *ticket.addresses]
        return any(value.lower() in text.lower() for text in texts) == (op == "contains")
    if field == "customer_tags":
        shared = {*ticket.customer.tags} & {*value}
        return {"has_any": bool(shared), "has_all": shared == {*value}, "has_none": not shared}[op]
    if field == "message":
        held = [bool(WORDS[one].search(f"{ticket.subject}. {ticket.latest.text}")) for one in value]
        return {"has_any": any(held), "has_all": all(held), "has_none": not any(held)}[op]
    if field == "messages":
        return {
            "equals": ticket.message_count == value,
            "more": ticket.message_count > value,
            "less": ticket.message_count < value,
        }[op]
    return plain_moment(MOMENTS[field](ticket), op, value, me)


def plain_moment(at: datetime | None, op: str, value: Any, me) -> bool:
    """The oracle of times: none at all, and never, are neither before nor after anything."""
    at = None if at == NEVER else at
    if op in ("filled", "empty"):
        return (at is not None) == (op == "filled")
    if at is None:
        return False
    if op == "overdue":
        return at < NOW
    if op in ("before", "after"):
        day = at.astimezone(ZoneInfo(me.time_zone)).date().isoformat()
        return day < value if op == "before" else day > value
    span = timedelta(hours=value["n"]) if value["unit"] == "hours" else timedelta(days=value["n"])
    return {"within": at >= NOW - span, "older": at < NOW - span, "next": NOW <= at < NOW + span}[op]


SIMPLE = {
    "status": lambda t: Status(t.status).word,
    "waiting_for": lambda t: {1: "us", 2: "us", 3: "customer", 4: "third_party"}.get(t.status),
    "priority": lambda t: Priority(t.priority).word,
    "type": lambda t: t.type,
    "channel": lambda t: t.channel,
    "team": lambda t: str(t.team_id),
    "inbox": lambda t: str(t.inbox_id),
    "organisation": lambda t: t.customer.organisation.name.lower() if t.customer.organisation else None,
    "language": lambda t: t.language.partition("-")[0].lower(),
    "grade": lambda t: t.latest.grade,
}
FACTS = {
    "unread": lambda t: t.is_unread,
    "watched": lambda t: t.is_watched,
    "attachment": lambda t: t.has_file,
    "snoozed": lambda t: t.snoozed_until is not None,
    "merged": lambda t: t.merged_into_id is not None,
    "open_hours": lambda t: t.is_open_now,
}
MOMENTS = {
    "created": lambda t: t.created_at,
    "updated": lambda t: t.updated_at,
    "customer_wrote": lambda t: t.last_customer_at,
    "solved": lambda t: t.solved_at,
    "due": lambda t: t.due_at,
}
CHOICES = {
    "status": [s.word for s in Status],
    "waiting_for": ["us", "customer", "third_party"],
    "priority": [p.word for p in Priority],
    "type": ["question", "incident", "complaint"],
    "channel": [*CHANNELS][:3],
    "inbox": ["1", "2"],
    "address": ["carla@customer.example", "bob@bikes.example", "bobby@o.example"],
    "organisation": ["bikes ltd", "nobody & co"],
    "language": ["de", "en"],
    "tags": TAGS,
    "customer_tags": TAGS,
    "grade": ["verified", "plausible", "unverified"],
    "message": [*WORDS],
}


def conditions(world: World):
    """Strategies of conditions over every field that a ticket has."""
    span = st.fixed_dictionaries(
        {"n": st.sampled_from([1, 5, 30, 80]), "unit": st.sampled_from(["hours", "days"])}
    )
    day = st.dates(NOW.date() - timedelta(days=9), NOW.date() + timedelta(days=9)).map(
        lambda d: d.isoformat()
    )
    choices = CHOICES | {
        "team": [str(world.support.pk), str(world.workshop.pk)],
        "assignee": ["me", "nobody", str(world.ben.pk)],
    }

    def one(field: str, op: str):
        if field in choices:
            value = st.lists(st.sampled_from(choices[field]), min_size=1, max_size=3, unique=True)
        elif field in FACTS or op in ("overdue", "filled", "empty"):
            value = st.none()
        elif field == "messages":
            value = st.integers(0, 4)
        elif field in ("subject", "customer"):
            value = st.sampled_from(["chain", "100%", "n_", "GÄNGE", "carla", "bikes.example", "\\", "o"])
        else:
            value = day if op in ("before", "after") else span
        return value.map(lambda found: {"field": field, "op": op, "value": found})

    return st.one_of([one(f.key, op) for f in TICKET_FIELDS for op in f.kind.operators])


def questions(world: World):
    group = st.fixed_dictionaries(
        {
            "match": st.sampled_from(["all", "any", "none"]),
            "conditions": st.lists(conditions(world), min_size=1, max_size=3),
        }
    )
    return st.fixed_dictionaries(
        {"match": st.sampled_from(["all", "any"]), "groups": st.lists(group, max_size=3)}
    )


def found_by_database(agent, data: dict) -> set[int]:
    clause = clause_of(check_conditions(data, agent), agent, now=NOW)
    sql = f"SELECT t.* FROM tickets_ticket t WHERE {clause.sql}"
    found = [*Ticket.objects.raw(sql, clause.values)]
    assert {t.status for t in found} <= clause.statuses, "an index would leave some out"
    return {t.pk for t in found}


def found_by_judging(agent, tickets: list[Ticket], data: dict) -> set[int]:
    asked = check_conditions(data, agent)
    known = facts_of([ticket.pk for ticket in tickets], me=agent.pk)
    judged = judge_of(asked, me=agent.pk)
    judging = Judging(NOW, ZoneInfo(agent.time_zone), agent.pk)
    found = {pk for pk, facts in known.items() if judged.holds(facts, judging)}
    assert {pk for pk, facts in known.items() if judged.judge(facts, judging).holds} == found
    return found


def found_by_reading(tickets: list[Ticket], data: dict, me) -> set[int]:
    def fits(ticket: Ticket) -> bool:
        def group(one: dict) -> bool:
            held = [plain(ticket, condition, me) for condition in one["conditions"]]
            return {"all": all(held), "any": any(held), "none": not any(held)}[one["match"]]

        held = [group(one) for one in data["groups"]]
        return not held or (all(held) if data["match"] == "all" else any(held))

    return {ticket.pk for ticket in tickets if fits(ticket)}


@pytest.fixture
def tickets(world: World) -> list[Ticket]:
    world.ana.time_zone = "America/New_York"
    world.ana.save()
    world.customer.tags = TAGS[:2]
    world.customer.save()
    night = ((Stretch(0, 60),),) * 7
    day = ((Stretch(540, 1080),),) * 7
    night_hours = create_hours(HoursDetails("Night", "UTC", night), by=world.owner)
    by_day = create_hours(HoursDetails("Day", "UTC", day), by=world.owner)
    bob = make_customer("Bob Bikes", email="bob@bikes.example", organisation=make_organisation("Bikes Ltd"))
    assign_hours("team", world.support.pk, by_day, by=world.owner)
    assign_hours("organisation", bob.organisation_id, night_hours, by=world.owner)
    older = make_customer("Chain Robert", email="robert@chain.example")
    oldest = make_customer("Bobby", email="bobby@o.example")
    oldest.tags = TAGS
    oldest.save()
    people = [world.customer, bob, world.customer, older, world.customer, bob, oldest, bob]
    made = []
    for n in range(16):
        ticket = make_ticket(
            world.support if n % 3 else world.workshop, people[n % 8], subject=SUBJECTS[n % 4],
            status=Status(n % 6 + 1), priority=Priority(n % 4 + 1), assignee=[None, world.ana, world.ben][n % 3],
        )  # fmt: skip
        Ticket.objects.filter(pk=ticket.pk).update(
            type=CHOICES["type"][n % 3], channel=CHOICES["channel"][n % 3], language=LANGUAGES[n // 2 % 4],
            tags=TAGS[: n % 5], snoozed_until=NOW if n % 7 == 2 else None, inbox_id=[None, 1, 2][n // 3 % 3], merged_into=made[0] if n == 11 else None,
            created_at=NOW - timedelta(hours=13 * n), updated_at=NOW - timedelta(hours=5 * n),
            last_customer_at=NOW - timedelta(hours=7 * n), solved_at=NOW - timedelta(hours=6 * n) if n % 6 > 3 else None,
            due_at=NOW + timedelta(hours=6 * (n - 8)) if n % 4 else NEVER,
        )  # fmt: skip
        for _ in range(n % 3):
            make_message(ticket)
        write(ticket, TEXTS[n % 5], language="de" if n % 5 == 3 else "en", grade=CHOICES["grade"][n % 3])
        if n % 5 == 1:
            file = store(b"%PDF", "application/pdf")
            Attachment.objects.create(
                message=ticket.messages.last(), file=file, name="bill.pdf", content_type="application/pdf", size=4,
                is_inline=n > 9,
            )  # fmt: skip
        if n % 4 == 1:
            Watcher.objects.create(ticket=ticket, agent=world.ana)
            Seen.objects.create(ticket=ticket, agent=world.ana, message_id=ticket.messages.last().pk)
        made.append(ticket)
    merge_customers(oldest, into=older, by=world.owner)
    merge_customers(older, into=bob, by=world.owner)
    return [
        known(ticket, world.ana)
        for ticket in Ticket.objects.select_related("customer__organisation").order_by("pk")
    ]


def write(ticket: Ticket, text: str, **other: str) -> None:
    """Their latest message, in a language, from a sender of whom we are more or less sure."""
    message = Message.objects.create(
        ticket=ticket, customer=ticket.customer, author="customer", text=text, subject=ticket.subject, **other
    )
    index_words(message, ticket, names=[])


def known(ticket: Ticket, me) -> Ticket:
    """The ticket with what the oracle wants to know of it, looked up once."""
    seen = Seen.objects.filter(ticket=ticket, agent=me).values_list("message_id", flat=True).first() or 0
    ticket.is_unread = ticket.messages.order_by("-pk").first().pk > seen
    ticket.is_watched = ticket.watchers.filter(agent=me).exists()
    ticket.has_file = Attachment.objects.filter(message__ticket=ticket, is_inline=False).exists()
    ticket.latest = ticket.messages.filter(author="customer").order_by("-pk").first()
    while ticket.customer.merged_into is not None:
        ticket.customer = ticket.customer.merged_into
    ticket.addresses = [*ticket.customer.identities.values_list("value", flat=True)]
    bikes = ticket.customer.organisation is not None
    ticket.is_open_now = False if bikes else ticket.team.name == "Support"  # at noon
    return ticket


@pytest.fixture
def asked(world: World):
    return questions(world)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_the_database_finds_is_what_a_plain_reading_finds_and_what_is_judged_in_memory(
    world: World, tickets: list[Ticket], asked, data
) -> None:
    drawn = data.draw(asked)
    found = found_by_reading(tickets, drawn, world.ana)
    assert found_by_database(world.ana, drawn) == found
    assert found_by_judging(world.ana, tickets, drawn) == found


def test_every_field_and_operator_is_understood(world: World) -> None:
    assert {
        *SIMPLE,
        *FACTS,
        *MOMENTS,
        "address",
        "assignee",
        "tags",
        "customer_tags",
        "message",
        "subject",
        "customer",
        "messages",
    } == {field.key for field in TICKET_FIELDS}


def test_conditions_come_back_from_json_as_they_were(world: World) -> None:
    asked = {
        "match": "any",
        "groups": [{"match": "none", "conditions": [{"field": "due", "op": "overdue", "value": None}]}],
    }
    checked = check_conditions(asked, world.ana)
    assert to_json(from_json(json.loads(json.dumps(to_json(checked))))) == asked == to_json(checked)


HOSTILE = ["'; DROP TABLE tickets_ticket; --", "%(c9)s", "%s", "{0}", "\\", "%"]


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_that_is_written_becomes_sql(world: World, words: str) -> None:
    ticket = make_ticket(world.support, world.customer, subject=f"About {words} now")
    make_ticket(world.support, world.customer)
    for field, op, value in (
        ("subject", "contains", words),
        ("tags", "has_any", [words]),
        ("address", "is", [words]),
    ):
        asked = {"groups": [{"conditions": [{"field": field, "op": op, "value": value}]}]}
        assert found_by_database(world.ana, asked) == ({ticket.pk} if field == "subject" else set())


@pytest.mark.parametrize(
    "bad",
    [
        None, [], "x", {"groups": 1}, {"groups": [[]]}, {"match": "or"}, {"groups": [{"match": "xor"}]},
        {"groups": [{"conditions": [{"field": "status"}]}]}, {"groups": [{}] * 11},
        {"groups": [{"conditions": [{"field": "status; --", "op": "is", "value": ["new"]}]}]},
        {"groups": [{"conditions": [{"field": "status", "op": "= 1 OR", "value": ["new"]}]}]},
        {"groups": [{"conditions": [{"field": "team", "op": "is", "value": ["999999"]}]}]},
        {"groups": [{"conditions": [{"field": "status", "op": "is", "value": []}]}]},
        {"groups": [{"conditions": [{"field": "created", "op": "within", "value": {"n": "-1", "unit": "days"}}]}]},
        {"groups": [{"conditions": [{"field": "created", "op": "before", "value": "31.1.2026"}]}]},
        {"groups": [{"conditions": [{"field": "messages", "op": "more", "value": "²"}]}]},
    ],
)  # fmt: skip
def test_what_is_no_condition_is_refused(world: World, bad: Any) -> None:
    with pytest.raises(BadConditions) as told:
        check_conditions(bad, world.ana)
    assert all(told.value.errors.values())


def test_one_cannot_ask_about_a_team_that_one_cannot_see(world: World) -> None:
    asked = {"groups": [{"conditions": [{"field": "team", "op": "is", "value": [str(world.complaints.pk)]}]}]}
    with pytest.raises(BadConditions):
        check_conditions(asked, world.ana)
    assert check_conditions(asked, world.cleo)


def test_fields_that_people_defined_can_be_asked_about(world: World) -> None:
    details = FieldDetails("Frame", choices="Steel\nCarbon")
    key = create_field("ticket", "choice", details, by=world.owner).key
    steel, none = make_ticket(world.support, world.customer), make_ticket(world.support, world.customer)
    Ticket.objects.filter(pk=steel.pk).update(fields={key: "steel"})
    asked = {"field": f"field.{key}", "op": "is", "value": ["steel"]}
    assert found_by_database(world.ana, {"groups": [{"conditions": [asked]}]}) == {steel.pk}
    assert found_by_database(world.ana, {"groups": [{"match": "none", "conditions": [asked]}]}) == {none.pk}


def test_the_fields_of_the_record_that_remains_count(world: World) -> None:
    key = create_field("customer", "choice", FieldDetails("Frame", choices="Steel"), by=world.owner).key
    older, kept = make_customer(), make_customer()
    Customer.objects.filter(pk=kept.pk).update(fields={key: "steel"})
    ticket = make_ticket(world.support, older)
    asked = {"groups": [{"conditions": [{"field": f"customer_field.{key}", "op": "is", "value": ["steel"]}]}]}
    assert found_by_database(world.ana, asked) == found_by_judging(world.ana, [ticket], asked) == set()
    merge_customers(older, into=kept, by=world.owner)
    assert found_by_database(world.ana, asked) == found_by_judging(world.ana, [ticket], asked) == {ticket.pk}


def test_a_view_that_asks_about_a_hidden_field_tells_nothing_of_it(world: World) -> None:
    details = FieldDetails("Risk", choices="High\nLow", see_roles=("admin",))
    key = create_field("ticket", "choice", details, by=world.owner).key
    asked = {
        "groups": [
            {"match": "none", "conditions": [{"field": f"field.{key}", "op": "is", "value": ["high"]}]}
        ]
    }
    checked = check_conditions(asked, world.owner)
    assert clause_of(checked, world.owner).sql
    for ask in (lambda: clause_of(checked, world.ana), lambda: check_conditions(asked, world.ana)):
        with pytest.raises(BadConditions):
            ask()
