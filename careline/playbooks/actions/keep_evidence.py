"""Keep what proves a step: words, a message or a file of the ticket, files that are uploaded. Inside `do_step`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.core.files import store_all
from careline.playbooks.contracts import Deed, PlaybookRefused, Upload
from careline.playbooks.models import EvidenceFile, Run, StepDone
from careline.tickets.actions.attach_file import MOST_BYTES, refuse_program, sniff
from careline.tickets.queries.thread import thread

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.playbooks.procedure.schema import Step

MOST_FILES = 10
LONGEST = 4000


def keep_evidence(run: Run, step_key: str, step: Step, deed: Deed, *, by: Agent) -> StepDone:
    """Write down that a step was done, with what proves it.

    Refuses a step without the evidence that it asks for, a message or file of another ticket, programs, and more or
    larger files than a message may have.
    """
    words = deed.evidence.replace("\x00", "").strip()[:LONGEST]
    message_id, attachment_id = _linked(run, deed, by)
    _check(step, words, message_id, attachment_id, deed.files)
    kept = _checked(deed.files)
    done = StepDone.objects.create(
        run=run, ticket_id=run.ticket_id, step=step_key, turn=deed.turn, answer=deed.answer, evidence=words,
        message_id=message_id, attachment_id=attachment_id, by=by,
    )  # fmt: skip
    stored = store_all((one.content, kind) for one, _name, kind in kept)
    EvidenceFile.objects.bulk_create(
        EvidenceFile(done=done, file=file, name=name, content_type=kind, size=len(one.content), by=by)
        for file, (one, name, kind) in zip(stored, kept, strict=True)
    )
    return done


def _check(
    step: Step, words: str, message_id: int | None, attachment_id: int | None, files: tuple[Upload, ...]
) -> None:
    file = bool(files or attachment_id)
    given = {"none": True, "text": bool(words), "message": bool(message_id), "file": file}
    if (step.evidence == "any" and (words or message_id or file)) or given.get(step.evidence):
        return
    asked = {
        "text": _("This step needs evidence: write down what proves it."),
        "message": _("This step needs evidence: choose the message that proves it."),
        "file": _("This step needs evidence: upload a file that proves it, or choose one of this ticket."),
        "any": _("This step needs evidence: words, a message of this ticket, or a file."),
    }
    raise PlaybookRefused(asked[step.evidence])


def _checked(files: tuple[Upload, ...]) -> list[tuple[Upload, str, str]]:
    """Each file with its plain name and the type that its content shows."""
    if len(files) > MOST_FILES:
        raise PlaybookRefused(_("At most %(most)d files prove a step.") % {"most": MOST_FILES})
    if sum(len(one.content) for one in files) > MOST_BYTES:
        raise PlaybookRefused(_("These files are too large: at most 20 MB prove a step."))
    for one in files:
        if not one.content:
            raise PlaybookRefused(_("“%(name)s” is empty.") % {"name": one.name[:100]})
    return [(one, name := refuse_program(one.name), sniff(one.content, name)) for one in files]


def _linked(run: Run, deed: Deed, by: Agent) -> tuple[int | None, int | None]:
    """The message and the file that are named. Refuses those that don't belong to this ticket."""
    if not deed.message_id and not deed.attachment_id:
        return None, None
    messages = thread(by, run.ticket).messages
    is_here = not deed.message_id or any(one.pk == deed.message_id for one in messages)
    files = {file.pk for one in messages for file in one.attachments.all()}
    if not is_here or (deed.attachment_id and deed.attachment_id not in files):
        raise PlaybookRefused(_("What is to prove it isn’t in this ticket."))
    return deed.message_id or None, deed.attachment_id or None
