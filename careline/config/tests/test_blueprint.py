"""The configuration file: what is exported is what is applied; what is wrong is told with its line; all or nothing."""

import base64
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careline.accounts.actions.save_role import RoleDetails, save_role
from careline.accounts.contracts import RIGHTS, Forbidden, Right, Role
from careline.accounts.models import Company, CustomRole, Team
from careline.channels.models import Inbox
from careline.core import blueprint, files
from careline.core.blueprint.reading import read
from careline.core.models import Event
from careline.fields.actions.archive_field import archive_field
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.fields.actions.save_form import save_form
from careline.fields.contracts import FormInfo, Rule
from careline.fields.models import Field, FieldForm
from careline.tickets.actions.keep_macro_file import keep_macro_file
from careline.tickets.actions.save_macro import MacroDetails, create_macro
from careline.tickets.actions.save_view import ViewDetails, create_view
from careline.tickets.models import Macro, SavedView
from careline.webhooks.actions.save_endpoint import EndpointDetails, create_endpoint
from careline.webhooks.models import Endpoint
from careline.workforce.actions.assign_hours import assign_hours
from careline.workforce.actions.save_exception import ExceptionDetails, add_exception
from careline.workforce.actions.save_hours import HoursDetails, create_hours, make_default
from careline.workforce.actions.save_skill import archive_skill, create_skill
from careline.workforce.contracts import Stretch
from careline.workforce.models import BusinessHours, HoursException, HoursUse, Skill

pytestmark = pytest.mark.django_db


def apply(text, world, **more):
    return blueprint.apply(text, by=world.owner, actor=world.owner.actor, **more)


@pytest.fixture
def full(world):
    """A desk with something of everything."""
    owner = world.owner
    save_role(
        None, details=RoleDetails("Nights", "Few", "agent", RIGHTS[Role.AGENT] - {Right.REPLY}), by=owner
    )
    choices = FieldDetails("Colour", choices="Red [red]\nBlue [blue]", default="red", requirement="solve")
    create_field("ticket", "choice", choices, by=owner)
    create_field(
        "ticket", "cascade", FieldDetails("Part", choices="Wheel > Spoke [spoke]\nFrame [frame]"), by=owner
    )
    create_field("ticket", "money", FieldDetails("Cost", limits={"currencies": ["EUR"]}), by=owner)
    create_field("customer", "number", FieldDetails("Size", limits={"least": 1, "most": 9}), by=owner)
    archive_field(
        create_field("ticket", "text", FieldDetails("Old", see_roles=("manager",)), by=owner), by=owner
    )
    rule = Rule(when="colour", operator="is", values=("red",), effect="require", field="cost")
    save_form("ticket", FormInfo(("colour", "cost"), (rule,), "problem"), by=owner)
    Inbox.objects.create(
        name="Support", address="support@desk.example", team=world.support, incoming_kind="imap",
        incoming={"host": "imap.example", "port": 993, "folders": ["INBOX"]}, incoming_secret="s3cret words",
        signature="Wheels\n-- \n  “two”\tlines\n", form_key="ask", dkim_key="PRIVATE",
    )  # fmt: skip
    macro = MacroDetails(
        "Late", "<div>Hello {{customer.name}}: it's <b>late</b></div>", str(world.complaints.pk), 3, 4,
        move_team_id=world.workshop.pk, add_tags=("late", "no"), note="Called",
    )  # fmt: skip
    create_macro(macro, by=owner)
    create_macro(MacroDetails("Thanks", "<div>Thanks</div>", "company"), by=owner)
    create_macro(MacroDetails("Mine", "<div>Mine</div>"), by=owner)
    conditions = {
        "match": "all",
        "groups": [
            {"match": "any", "conditions": [
                {"field": "team", "op": "is", "value": [str(world.complaints.pk)]},
                {"field": "assignee", "op": "is", "value": ["me", str(world.ana.pk)]},
            ]},
        ],
    }  # fmt: skip
    create_view(ViewDetails("Ours", "team", world.support.pk, conditions, sort="due"), by=owner)
    create_view(ViewDetails("Found", "company", words="chain"), by=owner)
    day = (Stretch(540, 720), Stretch(780, 1440))
    create_hours(HoursDetails("Night", "UTC", ((Stretch(1320, 1800),),) * 7), by=owner)
    office = create_hours(
        HoursDetails("Office", "Europe/Berlin", (day,) * 5 + ((), ()), "DE", "BY"), by=owner
    )
    make_default(office, by=owner)
    assign_hours("team", world.complaints.pk, office, by=owner)
    off = ExceptionDetails("Outing", date(2026, 12, 4), date(2026, 12, 5))
    for hours in (None, office):
        add_exception(off, hours=hours, by=owner)
    create_skill("French", kind="language", by=owner)
    archive_skill(create_skill("Telex", kind="other", by=owner), by=owner)
    return world


def wipe():
    HoursUse.objects.all().delete()
    HoursException.objects.all().delete()
    for model in (BusinessHours, Skill, SavedView, Macro, Inbox, FieldForm, Field, CustomRole, Team):
        model.objects.all().delete()
    Company.objects.update(name="Elsewhere", language="de")


def test_what_is_exported_and_applied_elsewhere_is_exported_again_the_same(full):
    text = blueprint.export()
    wipe()

    outcome = apply(text, full)

    assert blueprint.export() == text
    assert {line.partition(":")[0] for line in outcome.added} == {
        "roles", "teams", "fields", "forms", "inboxes", "macros", "views", "hours", "skills",
    }  # fmt: skip
    changed = [line.partition(":")[0] for line in outcome.changed]
    assert changed == ["company", "company", "company_hours", "company_hours"]


def test_applying_twice_changes_nothing_and_says_so(full):
    events = Event.objects.count()
    assert apply(blueprint.export(), full).is_empty
    assert Event.objects.count() == events


def test_no_secret_and_nothing_personal_is_in_the_file(full):
    text = blueprint.export()
    assert "s3cret" not in text
    assert "PRIVATE" not in text
    assert "Mine" not in text


def test_ids_are_written_as_names(full):
    text = blueprint.export()
    assert "- Complaints" in text
    assert "- ana@desk.example" in text


def test_a_kept_secret_stays_and_a_new_one_is_set_but_not_shown(full):
    text = blueprint.export()
    apply(text.replace("name: Support\n  team", "name: Help\n  team"), full)
    inbox = Inbox.objects.get()
    assert (inbox.name, inbox.incoming_secret) == ("Help", "s3cret words")

    outcome = apply(blueprint.export().replace("incoming_secret: (kept)", "incoming_secret: brand new"), full)
    assert Inbox.objects.get().incoming_secret == "brand new"
    assert outcome.changed == ["inboxes: support@desk.example: incoming_secret: set anew"]


def test_a_dry_run_says_what_would_change_and_changes_nothing(full):
    events = Event.objects.count()
    said = "teams:\n- name: Night\n- name: Support\n  private: true\n"
    outcome = apply(said, full, is_dry_run=True)

    assert outcome.added == ["teams: Night"]
    assert outcome.changed == ["teams: Support: private: False → True"]
    assert outcome.untouched == ["teams: Complaints", "teams: Workshop"]
    assert not Team.objects.filter(name="Night").exists()
    assert Event.objects.count() == events


def test_a_new_team_has_no_members_and_others_keep_theirs(full):
    apply("teams:\n- name: Night\n- name: Support\n  signature: Hello\n", full)
    assert not Team.objects.get(name="Night").members.exists()
    assert full.ana.teams.get().signature == "Hello"


def test_hours_that_cannot_be_are_told_with_their_line(full):
    for said, words in (
        ("hours:\n- name: X\n  time_zone: UTC\n  week: {monday: nine}\n", "line 4: .*can’t be read"),
        ("hours:\n- name: X\n  time_zone: UTC\n  week: {moonday: 9-17}\n", "no moonday"),
        ("hours:\n- name: X\n  time_zone: UTC\n  week: {}\n", "at least one day"),
        ("hours:\n- name: X\n  time_zone: UTC\n  week: {monday: 9-17}\n  country: ZZ\n", "ZZ.*not known"),
        ("hours:\n- name: Office\n  days:\n  - {name: A, first_day: '2026-13-01'}\n", "line 3: "),
        ("company_hours:\n  default: Nobody's\n", "no business hours"),
    ):
        with pytest.raises(blueprint.BlueprintError, match=words):
            apply(said, full)


def test_the_example_in_the_docs_can_be_applied(full):
    inbox = Inbox.objects.create(name="Shop", address="shop@example.com", team=full.workshop)
    page = Path(__file__).parents[3] / "docs" / "business-hours.md"
    said = page.read_text(encoding="utf-8").partition("```yaml\n")[2].partition("```")[0]
    outcome = apply(said, full)
    shop = BusinessHours.objects.get(name="Shop", is_default=True)
    assert "hours: Shop" in outcome.added and shop.week[1] == [[540, 1020]]
    assert {*shop.uses.values_list("kind", "subject_id")} == {("team", full.workshop.pk), ("inbox", inbox.pk)}
    assert apply(said, full).is_empty


def test_days_that_the_file_names_no_longer_are_taken_back(full):
    apply("hours:\n- name: Office\n  days:\n  - {name: Sale, first_day: '2026-12-05', open: 10-20}\n", full)
    rows = HoursException.objects.filter(hours__name="Office")
    assert [(row.name, row.stretches) for row in rows] == [("Sale", [[600, 1200]])]
    assert HoursException.objects.filter(hours=None).count() == 1


def test_all_or_nothing(full):
    said = "teams:\n- name: Night\ninboxes:\n- address: a@b.example\n  name: A\n  team: Nobody's\n"
    with pytest.raises(blueprint.BlueprintError, match="no team"):
        apply(said, full)
    assert not Team.objects.filter(name="Night").exists()


def test_an_application_is_an_event_without_values(full):
    apply("teams:\n- name: Support\n  signature: private words\n", full)
    fact = Event.objects.get(name="configuration.applied")
    assert fact.data == {"added": [], "changed": ["teams: Support: signature"]}
    assert fact.actor_id == full.owner.pk


@pytest.mark.parametrize("who", ["ana", "lead", "manager", "auditor"])
def test_nobody_applies_what_they_may_not(full, who):
    person = getattr(full, who)
    with pytest.raises(Forbidden):
        blueprint.apply("company:\n  name: Evil\n", by=person, actor=person.actor)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("teams:\n- name: A\n  privat: true\n", "line 3: teams.1.privat: is unknown"),
        ("teems: []\n", "line 1: teems: there is no such section"),
        ("teams:\n- name: A\n- name: A\n", "line 3: teams.2: A: stands here twice"),
        ("teams:\n- name: A\n  name: B\n", "line 3: teams.1.name: stands here twice"),
        ("teams:\n- private: true\n", "line 2: teams.1: lacks name"),
        ("teams:\n- name: no\n", "line 2: teams.1.name: must be text"),
        ("teams:\n- name: 2026-01-01\n", "line 2: teams.1.name: must be text"),
        ("teams: A\n", "line 1: teams: must be a list"),
        ("teams:\n- A\n", "line 2: teams.1: must be a mapping"),
        ("- a\n", "must be a mapping of sections"),
        ("teams: [\n", "line 2"),
        ("version: 2\n", "line 1: version"),
        ("a: &a [x]\nb: *a\n", "line 2: no aliases"),
        ("company: !!python/object:os.system {}\n", "line 1: company: no tags"),
        ("company:\n  name: !!python/name:os.system x\n", "can't be read"),
        ("teams:\n- name: A\n  private: maybe\n", "line 3: teams.1.private: must be true or false"),
        ("roles:\n- key: a\n  name: A\n  rights: [tickets.rule]\n", "line 4: roles.1.rights: must be one of"),
        ("company: {name: x, language: tlh}\n", "language: must be one of"),
        ("[" * 5000, "nested|line"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(world, text, words):
    with pytest.raises(blueprint.BlueprintError, match=words):
        apply(text, world)


def test_every_error_is_told_at_once(world):
    with pytest.raises(blueprint.BlueprintError) as told:
        read("teams:\n- nam: A\n- name: ''\nviews: 3\n")
    assert len(told.value.lines) == 4


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=60),
    private=st.booleans(),
)
def test_any_text_survives(world, words, private):
    Team.objects.filter(pk=world.support.pk).update(signature=words, is_private=private)
    text = blueprint.export()
    Team.objects.filter(pk=world.support.pk).update(signature="other", is_private=not private)

    apply(text, world)

    team = Team.objects.get(pk=world.support.pk)
    assert (team.signature, team.is_private) == (words, private)
    assert blueprint.export() == text


def test_webhooks_are_in_the_file_without_their_secrets(world):
    details = EndpointDetails("Shop", "https://shop.example/hook", ("ticket.created",), (world.support.pk,))
    endpoint, secret = create_endpoint(details, by=world.owner)
    written = blueprint.export()
    assert secret not in written and "https://shop.example/hook" in written
    assert apply(written, world).is_empty
    apply(written.replace("shop.example/hook", "shop.example/other"), world)
    endpoint.refresh_from_db()
    assert (endpoint.url, endpoint.secret) == ("https://shop.example/other", secret)
    new = 'webhooks:\n- name: "Till"\n  url: "https://till.example/"\n'
    apply(new, world)
    assert Endpoint.objects.get(name="Till").secret not in ("", secret)
    for wrong in ("ftp://x", "https://user:word@x.example/"):
        with pytest.raises(blueprint.BlueprintError):
            apply(f'webhooks:\n- name: "Bad"\n  url: "{wrong}"\n', world)
    assert Endpoint.objects.count() == 2


def test_files_of_macros_go_along_small_ones_with_their_content(full):
    macro = Macro.objects.get(name="Thanks")
    keep_macro_file(macro.pk, name="thanks.txt", content=b"Thank you", by=full.owner)
    keep_macro_file(macro.pk, name="large.txt", content=b"x" * 70_000, by=full.owner)
    written = blueprint.export()
    assert (
        base64.b64encode(b"Thank you").decode() in written
        and "x" * 100 not in written
        and apply(written, full).is_empty
    )
    wipe()
    apply(written, full)
    assert blueprint.export() == written
    apply("macros:\n- name: Thanks\n  files:\n  - name: thanks.txt\n    content: VGhhbmtzIQ==\n", full)
    [kept] = Macro.objects.get(name="Thanks").files.all()
    assert (kept.name, files.read(kept.file)) == ("thanks.txt", b"Thanks!")


@pytest.mark.parametrize(
    ("file", "reason"),
    [("{name: a.txt, content: '%%'}", "base64"), ("{name: a.txt, sha256: '" + "0" * 64 + "'}", "not stored here"),
     ("{name: a.exe, content: QUJD}", "programs"), ("{name: a.txt, content: QUJD, sha256: '" + "0" * 64 + "'}", "not that of"),
     ("{content: QUJD}", "name"), ("7", "list of files")],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_with_the_reason(full, file, reason):
    with pytest.raises(blueprint.BlueprintError, match=reason):
        apply(f"macros:\n- name: Thanks\n  files:\n  - {file}\n", full)
