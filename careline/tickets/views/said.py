"""One message of a conversation, prepared for its template."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from careline.tickets.models import Attachment, Message, Proposal, ProposalFile, SideFile
from careline.tickets.models.attachment import SAFE_IMAGES
from careline.tickets.views.delivery_words import Delivery, delivery_of
from careline.tickets.views.signs import Sign, signs_shown
from careline.tickets.views.sizes import size_words
from careline.tickets.views.words import paragraphs, rich
from careline.ui.faces import avatar
from careline.ui.times import local_time

FILE_ICONS = {"video": "film", "image": "image", "text": "file-text", "application/pdf": "file-text"}
MACHINES = {
    "auto_reply": gettext_lazy("Automatic answer"),
    "bounce": gettext_lazy("Delivery report"),
    "list": gettext_lazy("Mailing list"),
    "receipt": gettext_lazy("Read receipt"),
    "own": gettext_lazy("Our own mail"),
}
THREADED_BY = {
    "reply_token": gettext_lazy("the signed reply address"),
    "message_id": gettext_lazy("our signed Message-ID"),
    "references": gettext_lazy("the messages it refers to"),
    "subject_tag": gettext_lazy("the number in the subject, from somebody who takes part"),
}
GRADES = {
    "verified": gettext_lazy("verified"),
    "plausible": gettext_lazy("plausible"),
    "unverified": gettext_lazy("not verified"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A file under a message."""

    href: str
    name: str
    size: str
    icon: str
    is_image: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A message, ready to be shown. `kind` is theirs, ours or note."""

    id: int
    kind: str
    name: str
    face: SafeString
    to: str
    to_full: str
    at: SafeString
    language: str
    html: SafeString
    quoted: SafeString
    files: list[Shown]
    is_unverified: bool
    machine: str
    first_words: str
    has_original: bool
    shows_original: bool
    arrival_id: int | None
    delivery: Delivery | None
    signs: list[Sign]
    approved_by: str = ""
    edited_proposal_id: int = 0


def said(message: Message) -> Said:
    """Prepare `message`, which comes with its agent, its attachments and its approval."""
    kind = _kind(message)
    name = _name(message)
    files = [*message.attachments.all()]
    pictures = {one.content_id: address_of(one) for one in files if one.is_inline and is_picture(one)}
    html = _html(message, kind, pictures)
    approval: Proposal | None = getattr(message, "proposal", None) if kind == "ours" else None
    listed = [one for one in files if f'"{address_of(one)}?inline=1"' not in html]
    return Said(
        id=message.pk,
        kind=kind,
        name=name,
        face=avatar(name),
        to=_to(message, kind),
        to_full=", ".join(_addresses([*message.to, *message.cc])),
        at=local_time(message.created_at),
        language=message.language,
        html=html,
        quoted=paragraphs(message.quoted_text) if message.quoted_text else SafeString(""),
        files=[shown(file) for file in listed],
        is_unverified=message.grade == "unverified",
        machine=str(MACHINES.get(message.machine, "")),
        first_words=Truncator(" ".join((message.reply_text or message.text).split())).chars(90),
        has_original=bool(message.html) and kind == "theirs",
        shows_original=bool(message.html) and kind == "theirs" and not html,
        arrival_id=message.arrival_id,
        delivery=delivery_of(message) if kind == "ours" else None,
        signs=signs_shown(getattr(message, "signs", ())) if kind == "note" else [],
        approved_by=approval.decided_by.name if approval and approval.decided_by else "",
        edited_proposal_id=approval.pk if approval and approval.was_edited else 0,
    )


def shown(file: Attachment | ProposalFile | SideFile) -> Shown:
    """Prepare a file for its line under the message."""
    main = file.content_type.partition("/")[0]
    return Shown(
        href=address_of(file),
        name=file.name or _("file"),
        size=size_words(file.size),
        icon=FILE_ICONS.get(file.content_type) or FILE_ICONS.get(main, "file"),
        is_image=is_picture(file),
    )


def address_of(file: Attachment | ProposalFile | SideFile) -> str:
    """Where a file of a message is."""
    return f"/attachments/{file.key}/"


def is_picture(file: Attachment | ProposalFile | SideFile) -> bool:
    """Whether a page may show it."""
    return file.content_type in SAFE_IMAGES


def _kind(message: Message) -> str:
    if not message.is_public:
        return "note"
    return "theirs" if message.author == Message.Author.CUSTOMER else "ours"


def _name(message: Message) -> str:
    if message.agent is not None:
        return message.agent.name
    return (
        message.from_name
        or message.from_email
        or ("Careline" if message.author != "customer" else _("Somebody"))
    )


def _html(message: Message, kind: str, pictures: dict[str, str]) -> SafeString:
    if kind != "theirs" and message.html:
        return rich(message.html, pictures)
    return paragraphs(message.reply_text or message.text)


def _to(message: Message, kind: str) -> str:
    if kind == "note":
        return _("Internal note, only agents see this")
    return people_words(message.to, message.cc)


def people_words(to_pairs: Iterable[list[str]], cc_pairs: Iterable[list[str]]) -> str:
    """Whom something is for: the first two names, and how many more."""
    to, cc = _addresses(to_pairs), _addresses(cc_pairs)
    words = _("to %(people)s") % {"people": _listed(to)} if to else ""
    return ", ".join(filter(None, (words, _("Cc %(people)s") % {"people": _listed(cc)} if cc else "")))


def _listed(people: list[str]) -> str:
    more = len(people) - 2
    shown_ones = ", ".join(people[:2])
    return (
        _("%(people)s and %(more)d more") % {"people": shown_ones, "more": more} if more > 0 else shown_ones
    )


def _addresses(pairs: Iterable[list[str]]) -> list[str]:
    return [name or email for email, name in ((*pair, "")[:2] for pair in pairs)]


def facts_of(message: Message) -> list[tuple[str, str]]:
    """Return what is known about a message, as terms and words."""
    facts = [
        (
            pgettext("who a message is from", "From"),
            f"{message.from_name} <{message.from_email}>".strip() if message.from_email else "",
        ),
        (_("To"), ", ".join(email for email, *_rest in message.to)),
        (_("Cc"), ", ".join(email for email, *_rest in message.cc)),
        (_("Bcc"), ", ".join(email for email, *_rest in message.bcc)),
        (_("Subject"), message.subject),
        (_("Filed here by"), str(THREADED_BY.get(message.threaded_by, ""))),
        (_("Sender"), str(GRADES.get(message.grade, ""))),
        (_("Checks"), _checks(message.authentication)),
        (_("Message-ID"), message.external_id),
    ]
    return [(term, words) for term, words in facts if words]


def _checks(results: dict[str, object]) -> str:
    return ", ".join(
        f"{name.upper()} {results[name]}" for name in ("spf", "dkim", "dmarc") if results.get(name)
    )
