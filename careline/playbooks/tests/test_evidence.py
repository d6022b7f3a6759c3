"""What proves a step: asked for with a reason, kept beside the run, seen by who sees the run, erased with the ticket."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from careline.core.files import ContentLost, forget_unused, read, store
from careline.customers.slots import Scope
from careline.playbooks import holdings
from careline.playbooks.actions.start_run import start_run
from careline.playbooks.models import EvidenceFile, StepDone
from careline.playbooks.tests.conftest import SMALL
from careline.testing.world import make_ticket
from careline.tickets.models import Attachment

HTMX = {"HX-Request": "true"}


def needing(kind, *, restricted=False):
    text = SMALL.replace("    within: 4h\n", f"    within: 4h\n    evidence: {kind}\n")
    return text.replace("applies:\n", "restricted_to: team_lead\napplies:\n", 1) if restricted else text


def photo(name="bell.png", content=b"\x89PNG\r\n\x1a\n a bell"):
    return SimpleUploadedFile(name, content, "application/x-whatever")


@pytest.fixture
def do(client):
    """Do the first step of a run through its page."""

    def send(person, run, **data):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client.post(f"/playbook-runs/{run.pk}/steps/hello/", {"turn": "0", **data}, headers=HTMX)

    return send


@pytest.fixture
def begin(world, make_playbook, ticket):
    def start(kind, *, by=None, **more):
        make_playbook(needing(kind, **more))
        return start_run(ticket, "small", by=by or world.ana)

    return start


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("text", "write down what proves it"),
        ("message", "choose the message"),
        ("file", "upload a file"),
        ("any", "words, a message of this ticket, or a file"),
    ],
)
def test_without_it_the_step_is_not_done_and_the_reason_is_said(world, begin, do, kind, words):
    run = begin(kind)
    answer = do(world.ana, run)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not StepDone.objects.exists()


@pytest.mark.parametrize("kind", ["file", "any"])
def test_a_file_is_uploaded_kept_and_shown_beside_the_run(world, begin, do, kind, client):
    run = begin(kind)
    page = do(world.ana, run, proof=photo("../../etc/bell.png")).content.decode()
    kept = EvidenceFile.objects.get()
    assert (kept.name, kept.content_type, kept.by) == ("bell.png", "image/png", world.ana)
    assert f"/playbook-files/{kept.key}/" in page and "bell.png" in page
    answer = client.get(f"/playbook-files/{kept.key}/")
    assert answer.content == b"\x89PNG\r\n\x1a\n a bell"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_several_files_prove_a_step_and_words_may_stand_beside_them(world, begin, do):
    run = begin("any")
    do(world.ana, run, proof=[photo("a.png"), photo("b.txt", b"hello")], evidence="Both sides")
    assert {one.name: one.content_type for one in EvidenceFile.objects.all()} == {
        "a.png": "image/png",
        "b.txt": "text/plain",
    }
    assert StepDone.objects.get().evidence == "Both sides"


def test_a_message_or_a_file_of_the_ticket_proves_it_and_one_of_another_ticket_does_not(
    world, begin, do, ticket
):
    run = begin("any")
    elsewhere = make_ticket(world.support, world.customer).messages.get()
    assert do(world.ana, run, message=str(elsewhere.pk)).status_code == 422
    file = store(b"receipt", "text/plain")
    theirs = Attachment.objects.create(
        message=elsewhere, file=file, name="r.txt", content_type="text/plain", size=7
    )
    assert do(world.ana, run, file=str(theirs.pk)).status_code == 422
    message = ticket.messages.get()
    ours = Attachment.objects.create(
        message=message, file=file, name="r.txt", content_type="text/plain", size=7
    )
    page = do(world.ana, run, message=str(message.pk), file=str(ours.pk)).content.decode()
    assert StepDone.objects.get().attachment == ours
    assert f'href="#message-{message.pk}"' in page and f"/attachments/{ours.key}/" in page


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        (photo("virus.exe"), "refuse programs"),
        (photo("empty.png", b""), "is empty"),
        ([photo(f"{n}.png") for n in range(11)], "At most 10 files"),
    ],
    ids=["program", "empty", "many"],
)
def test_programs_empty_files_and_too_many_are_refused_and_nothing_is_kept(world, begin, do, proof, words):
    run = begin("file")
    answer = do(world.ana, run, proof=proof)
    assert answer.status_code == 422
    assert words in answer.content.decode().replace("&#x27;", "'")
    assert not StepDone.objects.exists() and not EvidenceFile.objects.exists()


def test_files_that_are_too_large_are_refused(world, begin, do, monkeypatch):
    monkeypatch.setattr("careline.playbooks.views.running.MOST_BYTES", 10)
    run = begin("file")
    assert "at most 20 MB" in do(world.ana, run, proof=photo()).content.decode()
    assert not EvidenceFile.objects.exists()


def test_a_file_is_for_who_sees_the_run(world, begin, do, client):
    run = begin("file", by=world.lead, restricted=True)
    do(world.lead, run, proof=photo())
    path = f"/playbook-files/{EvidenceFile.objects.get().key}/"
    seen = {}
    for who in ("lead", "manager", "ana", "light"):
        client.force_login(getattr(world, who), backend="allauth.account.auth_backends.AuthenticationBackend")
        seen[who] = client.get(path).status_code
    assert seen == {"lead": 200, "manager": 200, "ana": 404, "light": 404}
    client.logout()
    assert client.get(path).status_code == 302


def test_a_file_of_a_ticket_that_one_may_not_see_is_not_found(world, make_playbook, do, client):
    make_playbook(needing("file"))
    hidden = make_ticket(world.complaints, world.customer)
    do(world.cleo, start_run(hidden, "small", by=world.cleo), proof=photo())
    client.force_login(world.stranger, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/playbook-files/{EvidenceFile.objects.get().key}/").status_code == 404


def test_it_is_exported_and_erased_with_the_ticket(world, begin, do, ticket):
    run = begin("file")
    do(world.ana, run, proof=photo("secret.txt", b"SECRET-3 content"))
    kept = EvidenceFile.objects.select_related("file").get()
    written = {}

    class Archive:
        def rows(self, name, rows):
            written[name] = [*rows]
            return len(written[name])

        def content(self, name, content):
            written[name] = content

    holdings.export(Scope(ticket_ids=(ticket.pk,)), Archive())
    assert written["playbook_files"][0]["name"] == "secret.txt"
    assert written[f"files/{kept.key}"] == b"SECRET-3 content"
    forget_unused(holdings.erase(Scope(ticket_ids=(ticket.pk,))))
    assert not EvidenceFile.objects.exists()
    with pytest.raises(ContentLost):
        read(kept.file)
